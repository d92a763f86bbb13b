import { expect, it } from 'vitest';
import type { Price } from '../../schemas/types/prices.ts';
import { priceFact } from '../../streams/testing/farm.ts';
import { usd } from '../../streams/testing/records.ts';
import { project } from './project.ts';

const nothing = {
  portfolio_id: 'desk-1',
  currency: 'USD',
  value: 0,
  positions: 1,
  stale: 0,
  unpriced: 0,
  failed: 0,
  owed: 0,
};

it.each<[Partial<Price>, Partial<typeof nothing>]>([
  [{ status: 'PRICED', value: usd(-4_500) }, { value: -4_500 }],
  [
    { status: 'PRICING', value: null },
    { unpriced: 1, owed: 1 },
  ],
  [
    { status: 'PRICING', value: usd(10), stale: true },
    { value: 10, stale: 1, owed: 1 },
  ],
  [
    { status: 'FAILED', value: usd(10), stale: true },
    { value: 10, stale: 1, failed: 1 },
  ],
])('a position whose price is %o adds %o', (over, adds) => {
  expect(project(priceFact(over)).contributions).toEqual([{ ...nothing, ...adds }]);
});

it('one that is held no more adds nothing', () => {
  expect(project(priceFact({ status: 'WITHDRAWN', asked: null, value: null })).contributions).toEqual([]);
});
