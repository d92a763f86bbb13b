import { describe, expect, test } from 'vitest';
import { passed, START, tell } from '../../runtime/tasks/testing/given.ts';
import type { Instrument } from '../../schemas/types/instruments.ts';
import { putPosition, quote, quoted, removePosition, terms } from '../testing/farm.ts';
import { usd } from '../testing/records.ts';
import { MOST_POSITIONS } from './model.ts';
import { instruments } from './processor.ts';

const given = { processor: instruments, key: 'acme' };
const repriced = (state: Instrument | null) => tell(given, [passed(state, 'acme', 'reprice')], state);
const numbersOf = ({ requests }: { requests: readonly { value: object }[] }) =>
  requests.map(({ value }) => {
    const { positionId, type, number } = value as Record<string, unknown>;
    return `${type} ${positionId} ${number}`;
  });

const held = tell(given, [putPosition('acme~1'), putPosition('acme~2', { tolerance: 1_000 })]).state;
const known = repriced(tell(given, [quoted(1)], held).state).state;

describe('an instrument', () => {
  test('that is held waits for the market, which owes a quote', () => {
    expect(held).toMatchObject({ status: 'WAITING', deadlines: [{ name: 'quote', owedBy: 'market' }] });
    const overdue = tell({ ...given, now: START + 3_700_000 }, [passed(held, 'acme', 'quote')], held);
    expect(overdue.alarms).toEqual(['overdue-quote']);
    expect(overdue.state?.deadlines).toMatchObject([{ name: 'quote', passes: 1 }]);
  });

  test('asks for every price with its first quote', () => {
    const { state } = tell(given, [quoted(1)], held);
    expect(state).toMatchObject({ status: 'QUOTED', deadlines: [{ name: 'reprice', owedBy: 'instruments' }] });
    const asked = repriced(state);
    expect(numbersOf(asked)).toEqual(['PRICE acme~1 1', 'PRICE acme~2 2']);
    expect(asked.requests[0]).toMatchObject({
      id: 'acme~1/price/1',
      key: 'acme~1',
      value: { quote: quote(1), terms: terms() },
    });
    expect(asked.state).toMatchObject({ asked: 2, deadlines: [] });
  });

  test('asks only for positions whose tolerance the market has left, counted from what was asked for last', () => {
    const little = tell(given, [quoted(2, { price: usd(10_100) })], known).state;
    expect(little).toMatchObject({ quote: { sequence: 2 }, deadlines: [] });
    const more = tell(given, [quoted(3, { price: usd(10_101) })], little).state;
    expect(numbersOf(repriced(more))).toEqual(['PRICE acme~1 3']);
    const back = tell(given, [quoted(4, { price: usd(9_900) })], repriced(more).state).state;
    expect(numbersOf(repriced(back))).toEqual(['PRICE acme~1 4']);
    const wild = tell(given, [quoted(2, { volatility: 2_201 })], known).state;
    expect(numbersOf(repriced(wild))).toEqual(['PRICE acme~1 3', 'PRICE acme~2 4']);
  });

  test('asks once for quotes that come in quick succession, with the newest', () => {
    const { state } = tell(given, [quoted(2, { price: usd(11_000) }), quoted(3, { price: usd(12_000) })], known);
    const { requests } = repriced(state);
    expect(requests.map(({ value }) => (value as { quote: object }).quote)).toMatchObject([
      { sequence: 3 },
      { sequence: 3 },
    ]);
  });

  test('drops a quote that is older than the newest, and says so', () => {
    const { state, outcomes } = tell(given, [quoted(5), quoted(4), quoted(5, {}, 'again')], known);
    expect(state).toMatchObject({ quote: { sequence: 5 }, overtakenQuotes: 2 });
    expect(outcomes.slice(1)).toMatchObject([
      { answer: 'REJECTED', reason: 'quote-overtaken' },
      { answer: 'REJECTED', reason: 'quote-overtaken' },
    ]);
  });

  test('asks anew for a position that has changed, and not for one that is put again as it was', () => {
    expect(tell(given, [putPosition('acme~1', {}, 'same')], known)).toMatchObject({
      state: { deadlines: [] },
      outcomes: [{ answer: 'ACCEPTED' }],
    });
    const changed = tell(given, [putPosition('acme~1', { quantity: 11 }, 'more')], known).state;
    expect(numbersOf(repriced(changed))).toEqual(['PRICE acme~1 3']);
  });

  test('withdraws what is asked for a position that is held no more; put again, it is newer', () => {
    const gone = tell(given, [removePosition('acme~1')], known);
    expect(numbersOf(gone)).toEqual(['WITHDRAW acme~1 3']);
    expect(tell(given, [removePosition('acme~1', 'again')], gone.state).outcomes).toMatchObject([
      { reason: 'unknown-position' },
    ]);
    const back = tell(given, [putPosition('acme~1', {}, 'back')], gone.state).state;
    expect(numbersOf(repriced(back))).toEqual(['PRICE acme~1 4']);
  });

  test('gives every position its turn in a market that is faster than the workers', () => {
    const positions = Array.from({ length: 100 }, (_, n) => ({
      positionId: `acme~${n}`,
      terms: terms(),
      askedFor: null,
    }));
    let state = { ...known, positions } as Instrument | null;
    const priced = new Set<string>();
    for (let round = 1; round <= 100; round++) {
      // Ten quotes for each time that is asked, and time for ten prices.
      const moved = tell(given, [quoted(round * 10, { price: usd(round % 2 === 0 ? 10_000 : 12_000) })], state).state;
      const asked = repriced(moved);
      expect(asked.requests).toHaveLength(100);
      for (const { key } of asked.requests.slice(0, 10)) priced.add(key);
      state = asked.state;
      expect(state?.positions.map(({ positionId }) => positionId)).toEqual(positions.map(one => one.positionId));
    }
    expect(priced.size).toBe(100);
  });

  test('knows a change that is told twice, however many quotes came meanwhile', () => {
    const { state } = tell(given, [removePosition('acme~1', 'gone')], known);
    const quotes = Array.from({ length: 100 }, (_, n) => quoted(n + 2));
    const later = tell(given, quotes, state).state;
    expect(later?.requests.filter(({ type }) => type === 'QUOTE')).toHaveLength(8);
    const again = tell(given, [putPosition('acme~1'), removePosition('acme~1', 'gone'), quoted(101)], later);
    expect([again.outcomes, again.state]).toEqual([[], later]);
  });

  test('holds no more than its fact has room for', () => {
    const one = known?.positions[0];
    const positions = Array.from({ length: MOST_POSITIONS }, () => one);
    const full = { ...known, positions } as Instrument;
    expect(tell(given, [putPosition('acme~new')], full).outcomes).toMatchObject([{ reason: 'too-many-positions' }]);
  });

  test.each([
    ['position-of-another', putPosition('emca~1')],
    ['terms-invalid', putPosition('acme~3', { kind: 'BARRIER' })],
    ['terms-invalid', putPosition('acme~3', { barrier: 5 })],
    ['terms-invalid', putPosition('acme~3', { quantity: 1_000_001 })],
    ['amount-invalid', quoted(9, { price: usd(0) })],
    ['currency-invalid', quoted(9, { price: { amount: 1, currency: 'dollar' } })],
    ['quote-invalid', quoted(9, { volatility: -1 })],
    ['unknown-position', removePosition('acme~9')],
  ])('rejects: %s', (reason, input) => {
    const { state, outcomes } = tell(given, [input], known);
    expect(outcomes).toMatchObject([{ answer: 'REJECTED', reason }]);
    expect(state?.positions).toEqual(known?.positions);
  });
});
