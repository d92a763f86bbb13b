import { describe, expect, test } from 'vitest';
import type { EffectAnswer } from '../../runtime/tasks/definition.ts';
import { foldKey } from '../../runtime/tasks/fold.ts';
import { answer, passed, START, tell } from '../../runtime/tasks/testing/given.ts';
import type { Price } from '../../schemas/types/prices.ts';
import { pricing, quote, terms } from '../testing/farm.ts';
import { usd } from '../testing/records.ts';
import { composePrice, readPrice } from './compose.ts';
import { prices } from './processor.ts';

const given = { processor: prices, key: 'acme~1' };
const say = (state: Price | null, what: EffectAnswer) =>
  tell(given, [answer(state, 'acme~1', 'price', what)], state).state;
const done = (price: number): EffectAnswer => ({ status: 'done', reference: 'r', detail: { price: String(price) } });
const failed = (code: string): EffectAnswer => ({ status: 'failed', code });

const asked = tell(given, [pricing(1)]).state;
const priced = say(asked, done(450));
const crashed = (state: Price | null, times: number): Price | null =>
  times === 0 ? state : crashed(say(state, failed('job-crashed')), times - 1);

/** What is asked for is priced, overtaken, failed or pending, and nothing else. */
const sumOf = (price: Price | null): number =>
  (price?.askedCount ?? 0) -
  (price?.pricedCount ?? 0) -
  (price?.overtakenCount ?? 0) -
  (price?.failedCount ?? 0) -
  (price?.effects.length ?? 0);

describe('a price', () => {
  test('is intended, owed by the workers, and worked out', () => {
    expect(asked).toMatchObject({
      status: 'PRICING',
      portfolioId: 'desk-1',
      price: null,
      stale: false,
      effects: [{ id: 'acme~1/price/1', kind: 'price', attempt: 1 }],
      deadlines: [{ name: 'price', owedBy: 'workers' }],
    });
    expect(priced).toMatchObject({
      status: 'PRICED',
      price: usd(450),
      value: usd(4_500),
      of: { number: 1, quote: { sequence: 1 } },
      stale: false,
      effects: [],
      deadlines: [],
    });
  });

  test('stays visible, as stale, while a newer one is worked out', () => {
    const { state } = tell(given, [pricing(2)], priced);
    expect(state).toMatchObject({ status: 'PRICING', stale: true, price: usd(450), of: { number: 1 } });
    expect(say(state, done(460))).toMatchObject({ status: 'PRICED', stale: false, price: usd(460), of: { number: 2 } });
  });

  test('that is overtaken is dropped and counted, and its late answer says nothing', () => {
    const late = answer(asked, 'acme~1', 'price', done(1));
    const { state } = tell(given, [pricing(3), pricing(2), late], asked);
    expect(state).toMatchObject({
      number: 3,
      overtakenCount: 1,
      askedCount: 2,
      price: null,
      effects: [{ id: 'acme~1/price/3' }],
    });
    expect(state?.history.map(({ what }) => what)).toEqual(['ASKED', 'OVERTAKEN', 'ASKED']);
    expect(sumOf(state)).toBe(0);
  });

  test('is tried again after a pause, and given up after three failures, which are a case', () => {
    const twice = crashed(asked, 2);
    expect(twice).toMatchObject({ status: 'PRICING', tries: 2, effects: [{ attempt: 3, lastError: 'job-crashed' }] });
    expect(twice?.effects[0]?.retryAt).toBe(START + 1_000);
    const given3 = crashed(asked, 3);
    expect(given3).toMatchObject({
      status: 'FAILED',
      failure: { code: 'job-crashed', attempts: 3 },
      failedCount: 1,
      effects: [],
      deadlines: [{ name: 'repair', owedBy: 'operator' }],
    });
    expect(prices.failures?.(given3 as Price)).toEqual([
      { effectId: 'acme~1/price/1', kind: 'price', code: 'job-crashed', attempts: 3 },
    ]);
    expect(prices.failures?.(twice as Price)).toEqual([]);
    expect(sumOf(given3)).toBe(0);
  });

  test('is not given up for workers that were busy, or stopped', () => {
    let state = asked;
    for (let n = 0; n < 6; n++) state = say(state, failed(n % 2 === 0 ? 'gateway-busy' : 'job-stopped'));
    expect(state).toMatchObject({ status: 'PRICING', tries: 0, effects: [{ attempt: 7 }] });
  });

  test('whose value is beyond what can be counted exactly is given up at once, and a case', () => {
    const state = say(asked, done(Number.MAX_SAFE_INTEGER));
    expect(state).toMatchObject({
      status: 'FAILED',
      tries: 1,
      price: null,
      failure: { code: 'price-too-large', attempts: 1 },
      effects: [],
    });
    expect(prices.failures?.(state as Price)).toMatchObject([{ code: 'price-too-large', attempts: 1 }]);
    expect(sumOf(state)).toBe(0);
    expect(say(tell(given, [pricing(2)], state).state, done(450))?.status).toBe('PRICED');
  });

  test('of nothing is worth nothing, also where it is owed: a fact has no negative zero', () => {
    const { state } = tell(given, [pricing(1, 'PRICE', { terms: terms({ quantity: -10 }) })]);
    expect(say(state, done(0))?.value).toEqual(usd(0));
  });

  test('that was given up is asked for anew by hand, and worked out', () => {
    const given3 = crashed(asked, 3) as Price;
    const input = { from: 'again', key: 'acme~1', effectId: 'acme~1/price/1', attempt: 1 } as const;
    const cause = { input, id: 'again-1', correlationId: '', actor: null };
    const again = foldKey(prices, 'acme~1', given3, [cause], { now: START, tables: {} }).facts.at(-1) ?? null;
    expect(again).toMatchObject({ status: 'PRICING', tries: 0, failedCount: 0, effects: [{ attempt: 4 }] });
    expect(prices.failures?.(again as Price)).toEqual([]);
    const after = say(again, done(450));
    expect([after?.status, sumOf(after)]).toEqual(['PRICED', 0]);
    const other = { ...cause, input: { ...input, effectId: 'acme~1/price/0' } };
    expect(foldKey(prices, 'acme~1', given3, [other], { now: START, tables: {} }).facts).toEqual([]);
  });

  test('that was given up gives way to a newer one', () => {
    const { state } = tell(given, [pricing(2)], crashed(asked, 3));
    expect(state).toMatchObject({ status: 'PRICING', failure: null, tries: 0, failedCount: 1, overtakenCount: 0 });
    expect(sumOf(say(state, done(1)))).toBe(0);
  });

  test('is withdrawn with its position, whatever is under way, and can come back', () => {
    const { state } = tell(given, [pricing(2), pricing(3, 'WITHDRAW')], priced);
    expect(state).toMatchObject({ status: 'WITHDRAWN', price: null, value: null, effects: [], deadlines: [] });
    expect(sumOf(state)).toBe(0);
    expect(tell(given, [pricing(2)], state).state).toBe(state);
    expect(tell(given, [pricing(4)], state).state?.status).toBe('PRICING');
    expect(tell(given, [pricing(1, 'WITHDRAW')]).state).toBeNull();
  });

  test('that takes long is alarmed, and goes on', () => {
    const { state, alarms } = tell({ ...given, now: START + 400_000 }, [passed(asked, 'acme~1', 'price')], asked);
    expect([alarms, state?.effects]).toEqual([['overdue-price'], asked?.effects]);
    expect(say(state, done(1))?.deadlines).toEqual([]);
  });

  test('with something that this version does not know, or without a number, is no price', () => {
    expect(() => tell(given, [pricing(1, 'UNKNOWN')])).toThrow('type of the pricing request');
    expect(() => tell(given, [pricing(1, 'PRICE', { terms: null })])).toThrow('names no quote');
    expect(() => say(asked, { status: 'done', reference: '', detail: { price: '1.5' } })).toThrow('is no price');
    expect(() => readPrice(Number.NaN)).toThrow('answered NaN');
  });
});

test('what a price is worked out from is in its state', () => {
  const [effect] = asked?.effects ?? [];
  if (effect === undefined || asked === null) throw new Error('nothing is intended');
  const { kind, strike, barrier, expiryDays } = terms();
  const spot = quote(1).price.amount;
  expect(composePrice(effect, asked)).toEqual({
    ...{ kind, strike, barrier, expiryDays, spot },
    volatility: 2_000,
    seed: 'acme~1/1',
  });
  expect(() => composePrice(effect, { ...asked, asked: null } as Price)).toThrow('no price');
});
