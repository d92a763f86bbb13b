import { describe, expect, it } from 'vitest';
import { createLogger } from '../observe/logger.ts';
import { logObserver, tellAll } from './observer.ts';

function logged(now?: () => number) {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
  return { lines, told: tellAll([logObserver(createLogger({ format: 'json', destination }), now)]) };
}

const run = { gateway: 'payments', kind: 'authorise', tries: 3, ms: 12 };

describe('given an observer that logs', () => {
  it('when an effect is not known to be done, then that is a warning with its code', () => {
    const { lines, told } = logged();
    told.ran({ ...run, status: 'failed', code: 'provider-timeout' });
    expect(lines).toMatchObject([{ level: 'warn', code: 'provider-timeout', kind: 'authorise', tries: 3 }]);
  });

  it('when many fail alike, then each kind is told once in a while, with how many were left out', () => {
    let now = 0;
    const { lines, told } = logged(() => now);
    for (; now < 25_000; now += 1_000) told.ran({ ...run, status: 'failed', code: 'provider-timeout' });
    told.ran({ ...run, status: 'failed', code: 'gateway-open' });
    expect(lines.map(({ code, more }) => [code, more])).toEqual([
      ['provider-timeout', undefined],
      ['provider-timeout', 9],
      ['provider-timeout', 9],
      ['gateway-open', undefined],
    ]);
  });

  it('when all goes well, or a task gives up, then nothing is logged', () => {
    const { lines, told } = logged();
    told.ran({ ...run, status: 'done', code: null });
    told.ran({ ...run, status: 'refused', code: 'card-declined' });
    told.ran({ ...run, status: 'aborted', code: null });
    told.called({ gateway: 'payments', kind: 'authorise', step: 'send', result: 'done', ms: 3 });
    expect(lines).toEqual([]);
  });

  it('when the circuit opens and closes, then both are logged', () => {
    const { lines, told } = logged();
    told.breaker('payments', 'open');
    told.breaker('payments', 'closed');
    expect(lines).toMatchObject([
      { level: 'warn', gateway: 'payments', state: 'open' },
      { level: 'info', gateway: 'payments', state: 'closed' },
    ]);
  });

  it('when an alarm is raised, then it is an error with its cause', () => {
    const { lines, told } = logged();
    const alarm = {
      gateway: 'payments',
      kind: 'capture',
      effectId: 'order-1/capture',
      code: 'gateway-defect',
    } as const;
    told.alarm({ ...alarm, message: 'The gateway failed.', cause: new TypeError('no such thing') });
    expect(lines).toMatchObject([{ level: 'error', alarm: true, ...alarm, msg: 'The gateway failed.' }]);
    expect(lines[0]).toMatchObject({ err: { type: 'TypeError', message: 'no such thing' } });
  });
});
