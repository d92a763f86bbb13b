import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderLedger } from './stand-in/ledger.ts';
import type { PaymentStandIn } from './stand-in/server.ts';
import { ledgerFolder } from './testing/stand-in.ts';
import { live, type Plan, type Story, type Told, type Turn } from './testing/story.ts';

const share = fc.constantFrom(0, 0, 0.3, 1);
const wait = fc.constantFrom(0, 0, 10, 35);

const turn: fc.Arbitrary<Turn> = fc.record({
  knobs: fc.record({
    errorRate: share,
    lostRate: share,
    garbageRate: fc.constantFrom(0, 0, 0.3),
    latencyBefore: wait,
    latencyAfter: wait,
  }),
  hours: fc.constantFrom(0, 0, 0, 1, 23, 25, 24 * 8),
  process: fc.record({
    fate: fc.constantFrom('lives' as const, 'dies' as const, 'lingers' as const),
    after: fc.nat(30),
  }),
  restart: fc.constantFrom(false, false, false, true),
});

const kinds: fc.Arbitrary<Plan['kinds']> = fc.constantFrom<Plan['kinds'][]>(
  ['authorise'],
  ['authorise', 'void'],
  ['authorise', 'capture', 'refund', 'refund'],
);

const plans = fc
  .array(kinds, { minLength: 1, maxLength: 2 })
  .map(all => all.map((kinds, index) => ({ orderId: `order-${index}`, kinds })));

const story: fc.Arbitrary<Omit<Story, 'data'>> = fc.record({
  chances: fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 1, maxLength: 50 }),
  plans,
  turns: fc.array(turn, { maxLength: 12 }),
});

const named = { authorise: 'authorisation', capture: 'capture', void: 'void', refund: 'refund' } as const;

/** Each effect that we take for done stands once in the ledger, each other one never. */
function compare({ told, to }: { told: readonly Told[]; to: PaymentStandIn }): void {
  expect(to.summary().doubled).toEqual([]);
  const orders = new Map<string, OrderLedger>();
  for (const { effect, answer } of told) {
    const orderId = effect.id.split('/')[0] as string;
    const ledger = orders.get(orderId) ?? to.order(orderId);
    orders.set(orderId, ledger);
    const kind = named[effect.kind as keyof typeof named];
    const standing = ledger.operations.filter(
      one => one.kind === kind && one.reference === effect.reference && one.status === 'succeeded',
    );
    expect(standing.map(({ id }) => id)).toEqual(answer.status === 'done' ? [answer.reference] : []);
  }
}

async function lived(story: Omit<Story, 'data'>): Promise<void> {
  compare(await live({ ...story, data: await ledgerFolder() }));
}

describe('given random faults, crashes, take-overs, restarts and waits', () => {
  // More with RUNS=…; a failure prints the seed with which it comes again.
  const numRuns = Number(process.env.RUNS ?? 40);

  it('then nobody is ever charged twice, and the ledger says what we were told', {
    timeout: 60_000 + numRuns * 2_000,
  }, async () => {
    await fc.assert(fc.asyncProperty(story, lived), { numRuns });
  });

  it('when the gateway never asks before it repeats, then this very test finds the double charge', async () => {
    const careless = story.map(one => ({ ...one, keyLifetime: Number.MAX_SAFE_INTEGER }));
    const checked = await fc.check(fc.asyncProperty(careless, lived), { numRuns: 500, endOnFailure: true, seed: 1 });
    expect(checked.failed).toBe(true);
  });
});
