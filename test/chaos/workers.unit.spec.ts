import { describe, expect, it } from 'vitest';
import { newLog, note, type WorkerLog } from './workers.ts';

const noted = (...lines: string[]): WorkerLog => {
  const log = newLog();
  for (const line of lines) note(log, 'worker-1.1', line);
  return log;
};

describe('what workers say', () => {
  it('given a line at level error, or one that is no log line, then it counts as wrong', () => {
    const error = '{"level":"error","msg":"payments stands still on partition 1; nothing was skipped."}';
    expect(noted(error, 'TypeError: x is undefined').wrong).toEqual([
      `worker-1.1 said: ${error}`,
      'worker-1.1 said: TypeError: x is undefined',
    ]);
  });

  it('given alarms, joins and takeovers, then they are counted, and nothing is wrong', () => {
    const log = noted(
      '{"level":"warn","code":"overdue-reserve","alarm":true,"msg":"x"}',
      '{"level":"debug","msg":"Joined the group."}',
      '{"level":"debug","msg":"Taking the partition over again."}',
      'Killed',
    );
    expect(log).toMatchObject({ wrong: [], joins: 1, takeovers: 1 });
    expect([...log.alarms]).toEqual([['overdue-reserve', 1]]);
  });

  it('given that tasks which send mails change hands or begin anew, then it is noted when', () => {
    const log = noted(
      '{"level":"debug","time":"2026-01-01T00:00:01.000Z","group":"chaos.notifications","msg":"Joined the group."}',
      '{"level":"debug","time":"2026-01-01T00:00:02.000Z","group":"chaos.orders","msg":"Joined the group."}',
      '{"level":"debug","time":"2026-01-01T00:00:03.000Z","processor":"notifications","partition":1,"msg":"Taking the partition over again."}',
    );
    const seconds = (times: readonly number[]) => times.map(at => new Date(at).getUTCSeconds());
    expect([seconds(log.handovers), seconds(log.restarts)]).toEqual([[1], [3]]);
  });

  it('given a line that holds something personal, then it counts as wrong, and is not repeated', () => {
    const { wrong } = noted('{"level":"debug","msg":"550 c-7@fan.example: no such user"}');
    expect(wrong).toEqual(['worker-1.1 logged something personal']);
  });
});
