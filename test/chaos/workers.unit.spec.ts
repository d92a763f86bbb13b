import { describe, expect, it } from 'vitest';
import { note, type WorkerLog } from './workers.ts';

const noted = (...lines: string[]): WorkerLog => {
  const log: WorkerLog = { wrong: [], alarms: new Map(), joins: 0, takeovers: 0 };
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
});
