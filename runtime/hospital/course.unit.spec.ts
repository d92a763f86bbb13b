import { describe, expect, it } from 'vitest';
import { admitted, type By, closed, edited, failedAgain, HEALED, retrying } from './course.ts';
import { retryDelay } from './delay.ts';
import { admission, failure, waiting } from './testing/case.ts';

const by = (now: number, id = 'op-1'): By => ({
  now,
  operation: { id, actor: { kind: 'OPERATOR', id: 'ann' }, reason: 'why' },
});
const itself = (now: number): By => ({ now, operation: null });

describe('the course of a case', () => {
  it('given an open case, then a second admission changes nothing', () => {
    expect(admitted(admission(1), waiting(1), 2_000)).toBeNull();
  });

  it('given a healed case, then it is opened again, and versions, attempts and treatments count on', () => {
    const healed = closed(retrying(waiting(1), by(2_000)), 'HEALED', itself(2_001), 'RETRY', HEALED);
    expect(healed).toMatchObject({ status: 'HEALED', attempts: 2, version: 3, record: { value: null, headers: [] } });
    const again = admitted(admission(1), healed, 3_000);
    expect(again).toMatchObject({ status: 'WAITING', attempts: 3, version: 4, closedAt: null });
    expect(again?.treatments).toHaveLength(1);
    expect(again?.record?.value).toEqual(Buffer.from('value'));
  });

  it('given a record that was discarded, then it stays so', () => {
    expect(
      admitted(admission(1), closed(waiting(1), 'DISCARDED', by(2_000), 'DISCARD', 'discarded'), 3_000),
    ).toBeNull();
  });

  it('given a retry that fails, then it says so where the retry was noted, and waits for a person again', () => {
    const back = failedAgain(retrying(waiting(1), by(2_000)), failure({ code: 'LP_OTHER' }), itself(2_001));
    expect(back).toMatchObject({ status: 'WAITING', attempts: 2, failedAt: 2_001, retryAt: null });
    expect(back.treatments).toMatchObject([{ operationId: 'op-1', action: 'RETRY', result: 'failed again: LP_OTHER' }]);
    expect(back.group).not.toBe(waiting(1).group);
  });

  it('given a failure that may pass, then it is retried later and later, up to an hour, never all at once', () => {
    let one = waiting(1, 'a', { transient: true });
    const waits: number[] = [(one.retryAt as number) - 1_000];
    for (let n = 0; n < 14; n++) {
      one = failedAgain(one, failure({ transient: true }), itself(5_000));
      waits.push((one.retryAt as number) - 5_000);
    }
    expect(waits[0]).toBeGreaterThanOrEqual(800);
    expect(waits[0]).toBeLessThanOrEqual(1_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(3_600_000);
    expect(waits.at(-1)).toBeGreaterThanOrEqual(2_880_000);
    expect(one.treatments).toHaveLength(1); // what the processor does by itself takes one entry
    expect(retryDelay('x', 3)).toBe(retryDelay('x', 3));
    expect(retryDelay('x', 3)).not.toBe(retryDelay('y', 3));
  });

  it('given an edit, then the value as it came is kept, also through a second one', () => {
    const first = edited(waiting(1), { value: Buffer.from('new'), schemaId: 7, runs: true }, by(2_000));
    const second = edited(first, { value: Buffer.from('newer'), schemaId: 8, runs: false }, by(3_000, 'op-2'));
    expect(first).toMatchObject({ status: 'RETRYING', record: { schemaId: 7 } });
    expect(second.originalValue).toEqual(Buffer.from('value'));
    expect(second.record?.value).toEqual(Buffer.from('newer'));
  });

  it('given more treatments than it keeps, then the first and the newest stay, and the others are counted', () => {
    let one = waiting(1);
    for (let n = 0; n < 40; n++) {
      one = failedAgain(retrying(one, by(2_000 + n, `op-${n}`)), failure(), itself(2_000 + n));
    }
    expect(one.treatments).toHaveLength(32);
    expect(one.treatmentsDropped).toBe(8);
    expect([one.treatments[0], one.treatments.at(-1)].map(entry => entry?.operationId)).toEqual(['op-0', 'op-39']);
  });

  it('given the same twice, then it comes to the same twice', () => {
    expect(waiting(1)).toEqual(waiting(1));
    expect(retrying(waiting(1), by(2_000))).toEqual(retrying(waiting(1), by(2_000)));
  });
});
