import { describe, expect, it } from 'vitest';
import type { HospitalCase } from '../hospital/case.ts';
import { closed, retrying } from '../hospital/course.ts';
import type { Processor } from './definition.ts';
import { failureCases } from './failures.ts';
import type { FatEvent } from './fat-event.ts';
import type { Parking } from './parking.ts';
import { bareProcessor } from './testing/bare.ts';
import { stampOf } from './testing/given.ts';

type Step = FatEvent & { readonly refused: string | null };

const processor: Processor = bareProcessor({
  name: 'tally',
  failures: (state: FatEvent) => {
    const code = (state as Step).refused;
    return code === null ? [] : [{ effectId: 'a/refund', kind: 'refund', code }];
  },
} as Partial<Processor>);

const fact = (refused: string | null): Step =>
  ({ event: stampOf(), version: 1, history: [], historyDropped: 0, deadlines: [], effects: [], refused }) as never;

/** What is written where the hospital has this case of the key. */
function written(known: HospitalCase | null, before: Step | null, after: Step): readonly HospitalCase[] {
  const store = { get: () => (known === null ? undefined : { value: Buffer.alloc(0) }) };
  const parking = { ward: { store, reader: { decode: () => known } }, processor: 'tally', version: '1', now: 5_000 };
  return failureCases(parking as unknown as Parking, processor, 'a', before, after);
}

const [open] = written(null, null, fact('closed')) as [HospitalCase];
const by = { now: 6_000, operation: { id: 'o', actor: null, reason: 'r' } };

describe('the case of a step that failed', () => {
  it('is admitted with the failure, and discharged with it', () => {
    expect(open).toMatchObject({ status: 'WAITING', blockedKey: null, attempts: 1 });
    expect(written(open, fact('closed'), fact('closed'))).toEqual([]);
    expect(written(open, fact('closed'), fact(null))).toMatchObject([{ status: 'SUPERSEDED' }]);
  });

  it('says the newest reason, unless it is being retried or was closed', () => {
    const [told] = written(open, fact('closed'), fact('not-allowed'));
    expect(told).toMatchObject({ caseId: open.caseId, version: 2, status: 'WAITING', attempts: 2 });
    expect(told?.error?.message).toBe('The step refund was refused: not-allowed');
    expect(told?.group).not.toBe(open.group);
    expect(written(retrying(open, by), fact('closed'), fact('not-allowed'))).toEqual([]);
    const discarded = closed(open, 'DISCARDED', by, 'DISCARD', 'discarded');
    expect(written(discarded, fact('closed'), fact('not-allowed'))).toEqual([]);
  });

  it('that was closed and is forgotten is a case again, as long as the fact shows it', () => {
    expect(written(null, fact('closed'), fact('closed'))).toMatchObject([{ caseId: open.caseId, status: 'WAITING' }]);
    expect(written(null, fact('closed'), fact(null))).toEqual([]);
  });
});
