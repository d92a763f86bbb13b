import { describe, expect, it } from 'vitest';
import { createRates, quantiles } from './numbers.ts';
import type { Loaded } from './run.ts';
import { exitCodeOf, summaryJson, summaryText } from './summary.ts';

const well: Loaded = {
  plan: { orders: 3, rate: 2, poison: 0, seed: 7, warehouse: true, patience: 1_000 },
  placed: 2,
  known: 1,
  interrupted: false,
  poison: { written: 0, parked: 0, missing: [], example: null },
  sendFailures: 0,
  placing: 1,
  settling: 2.5,
  confirmed: quantiles([30, 10, 20]),
  books: {
    orders: 3,
    atRest: 3,
    states: { REJECTED: 1, DELIVERED: 2 },
    reasons: { declined: 1 },
    ordered: { USD: 3_000 },
    captured: { USD: 2_000 },
    refunded: {},
    open: [],
    laws: { checked: { orders: 3, skus: 400 }, complete: true, broken: 0, first: [] },
  },
};
const waiting: Loaded = {
  ...well,
  interrupted: true,
  books: {
    ...well.books,
    atRest: 2,
    open: [{ orderId: 'o-1', status: 'CONFIRMED', owes: [{ by: 'warehouse', step: 'pack', since: 1 }] }],
    laws: { ...well.books.laws, complete: false },
  },
};
const broken: Loaded = {
  ...well,
  books: { ...well.books, laws: { ...well.books.laws, broken: 1, first: ['o-1: 5 - 0'] } },
};

describe('the summary of a load', () => {
  it('given orders at rest and no broken law, then it says so, with ends and money', () => {
    expect(exitCodeOf(well)).toBe(0);
    const text = summaryText(well);
    expect(text).toContain('placed      2 in 1.0 s (2.0/s), 1 were there already\n');
    expect(text).toContain('ends        DELIVERED 2, REJECTED 1\n');
    expect(text).toContain('captured    2,000 USD minor units\nrefunded    nothing\n');
    expect(text).toMatch(/the laws held for 3 orders and 400 skus\n$/);
  });

  it('given an order that is not at rest, then the exit code is 1, and it says who owes it what', () => {
    expect(exitCodeOf(waiting)).toBe(1);
    const text = summaryText(waiting);
    expect(text).toContain('not at rest o-1 CONFIRMED: warehouse has to pack\n');
    expect(text).toMatch(/, interrupted\n[\s\S]*1 orders are not at rest; the laws held for the others/);
  });

  it('given a broken law, then the exit code is 1, and it is told', () => {
    expect(exitCodeOf(broken)).toBe(1);
    expect(summaryText(broken)).toMatch(/broken {6}1 laws\n {2}o-1: 5 - 0\nthe laws did NOT hold\n$/);
  });

  it('given records that cannot be read, then it says where they are; one that is nowhere fails it', () => {
    const poison = { written: 2, parked: 2, missing: [], example: 'orders/order-requests/0/7' };
    expect(summaryText({ ...well, poison })).toContain(
      'poison      2 records that cannot be read, 2 of them parked, such as orders/order-requests/0/7\n',
    );
    expect(exitCodeOf({ ...well, poison })).toBe(0);
    const skipped = { ...well, poison: { ...poison, parked: 1, missing: ['load-7-poison-1'] } };
    expect(exitCodeOf(skipped)).toBe(1);
    expect(summaryText(skipped)).toMatch(/NOT parked {2}load-7-poison-1\nrecords were skipped/);
  });

  it('given --json, then it is one document', () => {
    expect(JSON.parse(JSON.stringify(summaryJson(broken)))).toMatchObject({
      held: false,
      seed: 7,
      placed: 2,
      known: 1,
      states: { DELIVERED: 2 },
      toConfirmedMs: { count: 3, p50: 20, p95: 30, p99: 30 },
      laws: { broken: 1, first: ['o-1: 5 - 0'] },
    });
  });
});

describe('rates', () => {
  it('given counts over time, then they are those of the last seconds', () => {
    const rates = createRates(5_000);
    expect(rates(0, [0])).toEqual([0]);
    expect(rates(1_000, [10])).toEqual([10]);
    for (let at = 2_000; at <= 10_000; at += 1_000) rates(at, [10]);
    expect(rates(11_000, [20])).toEqual([2]);
  });
});
