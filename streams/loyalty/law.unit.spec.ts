import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldKey } from '../../runtime/tasks/fold.ts';
import { START } from '../../runtime/tasks/testing/given.ts';
import type { LoyaltyAccount } from '../../schemas/types/loyalty-accounts.ts';
import type { LoyaltyReply } from '../../schemas/types/loyalty-replies.ts';
import { customerActivity, event, loyaltyRequest, usd } from '../testing/records.ts';
import { availableOf } from './model.ts';
import { loyalty } from './processor.ts';
import { pointsFor } from './rates.ts';

type LoyaltyInput = Parameters<typeof loyalty.decide>[1];
type Told = { readonly kept: number; readonly pointsSpent: number };
type Story = { readonly points: number; readonly ends: boolean; readonly told: readonly Told[] };

/** Points are held for an order, which gives them back, or goes on to be delivered and returned bit by bit. */
const story: fc.Arbitrary<Story> = fc.record({
  points: fc.integer({ min: 1, max: 400 }),
  ends: fc.boolean(),
  told: fc.array(fc.record({ kept: fc.nat(60_000), pointsSpent: fc.integer({ min: 1, max: 400 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
});

function inputsOf({ points, ends, told }: Story, index: number): LoyaltyInput[] {
  const orderId = `o-${index}`;
  const key = 'customer-1';
  const requests: LoyaltyInput[] = (['HOLD', 'GIVE_BACK'] as const)
    .slice(0, ends ? 2 : 1)
    .map(type => ({ from: 'loyalty-requests', key, value: loyaltyRequest(type, points, { orderId }) }));
  if (ends) return requests;
  const contents = told.map(({ kept, pointsSpent }) => ({ kept: usd(kept), pointsSpent }));
  const activity: LoyaltyInput[] = contents.map((after, at) => {
    const over = { orderId, event: event(`${orderId}/activity/${at}`) };
    return { from: 'customer-activity', key, value: customerActivity(after, contents[at - 1] ?? null, over) };
  });
  return [...requests, ...activity];
}

/** The inputs in any order, each once or more often. */
const arrival = fc.array(story, { minLength: 1, maxLength: 6 }).chain(stories => {
  const inputs = stories.flatMap(inputsOf);
  const again = fc.subarray(inputs);
  return again.chain(more => fc.tuple(fc.constant(stories), shuffled([...inputs, ...more])));
});
const shuffled = (inputs: LoyaltyInput[]) =>
  fc.shuffledSubarray(inputs, { minLength: inputs.length, maxLength: inputs.length });

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

describe('the law of points', () => {
  test('points = earned − taken back − spent, one reply to each request, and the end does not depend on the order', () => {
    fc.assert(
      fc.property(arrival, ([stories, inputs]) => {
        let account: LoyaltyAccount | null = null;
        const replies = new Map<string, number>();
        inputs.forEach((input, at) => {
          const before: LoyaltyAccount | null = account;
          // Another cause each time, so that the decision and not only the engine has to know a repeat.
          const cause = { input, id: `cause-${at}`, correlationId: '', actor: null };
          const folded = foldKey(loyalty, 'customer-1', before, [cause], { now: START, tables: {} });
          account = folded.facts.at(-1) ?? before;
          const values = folded.requests.map(({ value }) => value as unknown as LoyaltyReply);
          for (const { event: stamp } of folded.requests) replies.set(stamp.id, (replies.get(stamp.id) ?? 0) + 1);
          expect(values).toHaveLength(input.from === 'loyalty-requests' ? 1 : 0);
          for (const { answer, points, reason } of values) {
            if (answer !== 'HELD' || reason === 'repeated') continue;
            expect(before && availableOf(before)).toBeGreaterThanOrEqual(points);
          }
          if (account !== null) checkBalance(account);
        });
        const asked = new Set(
          inputs.flatMap(({ from, ...rest }) => (from === 'loyalty-requests' ? [valueId(rest)] : [])),
        );
        for (const id of asked) expect(replies.get(`${id}/reply`)).toBe(1);
        checkEnd(account, stories);
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});

const valueId = (input: object): string => (input as { value: { event: { id: string } } }).value.event.id;

function checkBalance({ points, earned, takenBack, spent, held, holds }: LoyaltyAccount): void {
  expect(points).toBe(earned - takenBack - spent);
  expect(held).toBe(sum(holds.map(one => one.points)));
  expect(new Set(holds.map(({ orderId }) => orderId)).size).toBe(holds.length);
}

/** Only what the orders came to, whatever was read first. */
function checkEnd(account: LoyaltyAccount | null, stories: readonly Story[]): void {
  const last = stories.flatMap(({ ends, told }) => (ends ? [] : told.slice(-1)));
  expect(account?.held).toBe(0);
  expect(account?.spent).toBe(sum(last.map(({ pointsSpent }) => pointsSpent)));
  expect((account?.earned ?? 0) - (account?.takenBack ?? 0)).toBe(sum(last.map(({ kept }) => pointsFor(usd(kept)))));
}
