import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldKey } from '../../runtime/tasks/fold.ts';
import { START } from '../../runtime/tasks/testing/given.ts';
import type { FraudFlag } from '../../schemas/types/fraud-flags.ts';
import { customerActivity, event } from '../testing/records.ts';
import { fraud } from './processor.ts';
import { type FraudRule, fraudRules, hitOf, MOST } from './rules.ts';

describe('the rules of the shop', () => {
  test.each(fraudRules)('$code can hit, with what is remembered', ({ code, counts, limit, within, reason }) => {
    expect(limit).toBeGreaterThan(0);
    expect(limit).toBeLessThanOrEqual(MOST[counts]);
    expect(within).toBeGreaterThan(0);
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(reason).toMatch(/\.$/);
  });

  test('have codes of their own, and few enough for a flag to name them all', () => {
    expect(new Set(fraudRules.map(({ code }) => code)).size).toBe(fraudRules.length);
    expect(fraudRules.length).toBeLessThanOrEqual(16);
  });
});

test('a rule hits as long as so many count, to the millisecond', () => {
  const rule: FraudRule = { code: 'r', counts: 'declines', limit: 2, within: 10, reason: '' };
  expect(hitOf(rule, [5], 6)).toBeNull();
  expect(hitOf(rule, [1, 3, 5], 12)).toEqual({ code: 'r', lapses: 13 });
  expect(hitOf(rule, [1, 3, 5], 13)).toBeNull();
});

test('in whatever order, batches and repeats it is read: the same flag', () => {
  const activity = fc.record({ order: fc.nat(50), ago: fc.nat(30 * 60_000), decline: fc.boolean() });
  const stories = fc.uniqueArray(activity, { selector: one => one.order, minLength: 20, maxLength: 50 });
  const read = (all: readonly { order: number; ago: number; decline: boolean }[], size: number) => {
    let state: FraudFlag | null = null;
    for (let from = 0; from < all.length; from += size) {
      const causes = all.slice(from, from + size).map(({ order, ago, decline }, index) => ({
        input: {
          from: 'customer-activity' as const,
          key: 'customer-1',
          value: customerActivity(
            { placedAt: START - ago, ...(decline ? { paymentStatus: 'DECLINED', declineReason: 'no' } : {}) },
            null,
            { orderId: `o-${order}`, event: { ...event(), time: START - ago } },
          ),
        },
        id: `${from}-${index}`,
        correlationId: 'c',
        actor: null,
      }));
      state = foldKey(fraud, 'customer-1', state, causes, { now: START, tables: {} }).facts.at(-1) ?? state;
    }
    if (state === null) return null;
    const { flag, rules, until, declines, placed } = state;
    return { flag, rules, until, declines, placed, due: state.deadlines.map(({ due }) => due) };
  };
  const orders = stories.chain(all =>
    fc.record({
      all: fc.constant(all),
      other: fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length }),
      size: fc.integer({ min: 1, max: 9 }),
    }),
  );
  fc.assert(
    fc.property(orders, ({ all, other, size }) => {
      expect(read(other, size)).toEqual(read(all, 1));
    }),
    { seed: 20_260_102, numRuns: 200 },
  );
});
