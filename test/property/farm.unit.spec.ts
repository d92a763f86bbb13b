import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Processor } from '../../runtime/tasks/definition.ts';
import type { Instrument } from '../../schemas/types/instruments.ts';
import type { Price } from '../../schemas/types/prices.ts';
import type { PricingRequest } from '../../schemas/types/pricing-requests.ts';
import { needsPrice } from '../../streams/instruments/model.ts';
import { instruments } from '../../streams/instruments/processor.ts';
import { composePrice } from '../../streams/prices/compose.ts';
import { prices } from '../../streams/prices/processor.ts';
import { heal } from './any-world.ts';
import { comeToRest, createFarm, type FarmWorld, step, worth } from './farm-world.ts';
import { factsOf, writtenTo } from './log.ts';
import { script, tellStorm } from './stories.ts';

const farm = [instruments, prices] as unknown as readonly Processor[];

/** Whatever was asked for has one end, or is under way: at every fact. */
function expectCounted(world: FarmWorld): void {
  const last = new Map<string, Price>();
  for (const price of writtenTo<Price>(world, 'prices')) {
    const { positionId, askedCount, pricedCount, overtakenCount, failedCount, effects } = price;
    expect(pricedCount + overtakenCount + failedCount + effects.length, `${positionId}: ends`).toBe(askedCount);
    expect(effects.length).toBeLessThanOrEqual(1);
    const before = last.get(positionId);
    expect(price.version).toBe((before?.version ?? 0) + 1);
    expect(price.number, `${positionId}: newest only`).toBeGreaterThanOrEqual(before?.number ?? 0);
    expect(price.of?.number ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(before?.of?.number ?? 0);
    if (price.status === 'PRICING' || price.status === 'FAILED') expect(price.deadlines).toHaveLength(1);
    if (price.status === 'FAILED') expect(price.tries, `${positionId}: attempts`).toBe(3);
    if (price.overtakenCount > (before?.overtakenCount ?? 0)) world.seen.overtaken++;
    last.set(positionId, price);
  }
}

/** Numbers of an instrument go up, and are never given twice. */
function expectNumbered(world: FarmWorld): void {
  const numbers = new Map<string, string>();
  for (const { instrumentId, number, event } of writtenTo<PricingRequest>(world, 'pricing-requests')) {
    const name = `${instrumentId} ${number}`;
    expect(numbers.get(name) ?? event.id, name).toBe(event.id);
    numbers.set(name, event.id);
  }
}

/** Each price rests on the newest quote that needed it, or is a case; what is held no more has none. */
function expectPriced(world: FarmWorld): void {
  const held = new Map<string, { of: Instrument; position: Instrument['positions'][number] }>();
  for (const one of factsOf<Instrument>(world, 'instruments').values()) {
    expect(one.deadlines.map(({ name }) => name)).not.toContain('reprice');
    for (const position of one.positions) held.set(position.positionId, { of: one, position });
  }
  const priced = factsOf<Price>(world, 'prices');
  for (const [positionId, { of, position }] of held) {
    if (of.quote === null) continue;
    const price = priced.get(positionId);
    const isPoison = world.isPlanted && position.terms.kind === 'BARRIER';
    expect(price?.status, positionId).toBe(isPoison ? 'FAILED' : 'PRICED');
    const asked = price?.asked;
    if (price === undefined || asked == null) throw new Error(`${positionId} was never asked for`);
    expect({ ...asked.terms }).toEqual({ ...position.terms });
    expect(needsPrice({ ...position, askedFor: asked.quote }, of.quote), `${positionId}: the market has moved`).toBe(
      false,
    );
    expect(price.stale).toBe(isPoison && price.price !== null);
    if (isPoison) continue;
    expect(price.of).toEqual(asked);
    expect(price.price?.amount).toBe(worth(composePrice({ id: positionId } as never, price)));
  }
  for (const [positionId, price] of priced) {
    if (!held.has(positionId)) expect([price.status, price.price, price.effects]).toEqual(['WITHDRAWN', null, []]);
  }
}

function story(numbers: readonly number[], compacts: boolean, processors: readonly Processor[]): FarmWorld {
  const world = createFarm(processors);
  for (const number of numbers) step(world, number, compacts);
  comeToRest(world);
  expectPriced(world);
  world.isPlanted = false;
  heal(world);
  comeToRest(world);
  expectPriced(world);
  expectCounted(world);
  expectNumbered(world);
  for (const price of factsOf<Price>(world, 'prices').values()) expect(prices.failures?.(price)).toEqual([]);
  return world;
}

const storm = script({ minLength: 100, maxLength: 400 });

/** Forgets small moves: each quote that asks for nothing counts as the one that was asked for. */
const drifting = {
  ...instruments,
  decide: (...given: Parameters<typeof instruments.decide>) => {
    const decision = instruments.decide(...given);
    const { state } = decision;
    const quote = state?.quote;
    if (state === undefined || quote == null || state.deadlines.length > 0 || given[1].from !== 'market-requests')
      return decision;
    return { ...decision, state: { ...state, positions: state.positions.map(one => ({ ...one, askedFor: quote })) } };
  },
};

/** Works out whatever comes, also what was overtaken. */
const obedient = {
  ...prices,
  decide: (...[state, input, context]: Parameters<typeof prices.decide>) =>
    prices.decide(
      state !== null && input.from === 'pricing-requests' ? { ...state, number: 0 } : state,
      input,
      context,
    ),
};

describe('the pricing farm, whatever happens in whatever order', () => {
  test.each([
    [
      'every price rests on the newest quote that needed it, or is a case; and all that was asked for has an end',
      false,
    ],
    ['also where compaction leaves facts out', true],
  ])(
    '%s',
    (_, compacts) => {
      const seen = { overtaken: 0, crashes: 0, late: 0 };
      tellStorm(
        40,
        fc.property(storm, numbers => {
          const world = story(numbers, compacts, farm);
          for (const name of ['overtaken', 'crashes', 'late'] as const) seen[name] += world.seen[name];
        }),
        () => expect(Object.entries(seen).filter(([, count]) => count === 0)).toEqual([]),
      );
    },
    120_000,
  );

  test.each([
    ['small moves that are forgotten', [drifting, prices], /the market has moved/],
    ['overtaken prices that are worked out', [instruments, obedient], /newest only|WITHDRAWN/],
  ])(
    'and these laws see %s',
    (_, processors, sentence) => {
      const wrong = processors as unknown as readonly Processor[];
      const found = fc.check(
        fc.property(storm, numbers => void story(numbers, false, wrong)),
        { numRuns: 100, seed: 1, endOnFailure: true },
      );
      expect((found.errorInstance as Error | null)?.message).toMatch(sentence);
    },
    120_000,
  );
});
