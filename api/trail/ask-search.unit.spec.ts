import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { partitionFor } from '../../runtime/log/partitioner.ts';
import type { StockRequest } from '../../schemas/types/stock-requests.ts';
import { catalogueWire } from '../../test/topology/shop.ts';
import { type MemoryFollow, openMemoryFollow } from '../testing/memory-follow.ts';
import { askSearch, asksLooks } from './ask-search.ts';
import type { Ask } from './asks.ts';
import { EARLIER_MS } from './looks.ts';

const T = Date.UTC(2026, 0, 2);
const SKU = 'lp-1';
const wire = catalogueWire();

let shop: MemoryFollow;
beforeEach(async () => {
  shop = await openMemoryFollow(async () => undefined);
});
afterEach(() => shop.stop());

const request = (id: string, time: number) => {
  const event = { id, type: 'longplay.stock.reserve', time: T + time, causes: [], correlationId: 'o', actor: null };
  const value: StockRequest = {
    event,
    sku: SKU,
    type: 'RESERVE',
    orderId: id.split('/')[0] ?? '',
    line: 1,
    quantity: 1,
    allocationVersion: 1,
  };
  return {
    topic: 'shop.stock-requests',
    partition: partitionFor(Buffer.from(SKU), 2),
    key: Buffer.from(SKU),
    value: wire.writer('stock-requests').encode(value),
    headers: [['ce_id', Buffer.from(id)]] as [string, Buffer][],
    timestamp: T + time,
  };
};
/** Of other orders, a millisecond apart. */
const others = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => request(`other-${from + n}/1/reserve/1`, from + n));
const ask = (at: number | null, until: number): Ask => ({
  id: 'o/1/reserve/1',
  topic: 'stock-requests',
  type: 'RESERVE',
  key: SKU,
  at: at && T + at,
  until: T + until,
  version: 1,
  answer: null,
});
/** The search, and how many records it was shown. */
function counting() {
  const { reads } = shop.follow;
  const seen = { records: 0 };
  const forward: typeof reads.forward = options =>
    reads.forward({
      ...options,
      wanted: record => {
        seen.records += 1;
        return options.wanted?.(record) ?? true;
      },
    });
  return { seen, search: askSearch({ ...shop.follow, reads: { ...reads, forward } }, () => T + 1_000_000) };
}

describe('the search for what processors ask of one another', () => {
  it('given when it was asked, then it is found among that of all orders, and next to nothing else is read', async () => {
    await shop.append(...others(0, 900), request('o/1/reserve/1', 900), ...others(901, 900));
    const { search, seen } = counting();
    const [found] = await search('o', [ask(900, 900)], T);
    expect(found).toMatchObject({ topic: 'stock-requests', whole: true });
    expect(found?.records.map(({ value }) => (value as StockRequest).orderId)).toEqual(['o']);
    expect(seen.records).toBeLessThan(5);
  });

  it('given that what was written later stands before it, then it is found all the same', async () => {
    await shop.append(...others(0, 700), ...others(950, 20), request('o/1/reserve/1', 900), ...others(970, 700));
    const { search } = counting();
    expect((await search('o', [ask(900, 900)], T))[0]?.records).toHaveLength(1);
  });

  it('given when it was answered, then it is found in the while before, once', async () => {
    await shop.append(...others(0, 900), request('o/1/reserve/1', 20_000), ...others(20_001, 900));
    const { search, seen } = counting();
    expect((await search('o', [ask(null, 20_400)], T))[0]?.records).toHaveLength(1);
    const read = seen.records;
    expect((await search('o', [ask(null, 20_400)], T))[0]).toMatchObject({ whole: true, records: [{}] });
    expect(seen.records).toBe(read);
  });

  it('given that it was not answered soon, then it is found further back', async () => {
    await shop.append(...others(0, 700), request('o/1/reserve/1', 20_000), ...others(20_001, 700));
    const { search } = counting();
    expect((await search('o', [ask(null, 20_000 + EARLIER_MS)], T))[0]?.records).toHaveLength(1);
  });

  it('given that it is not there, then what is looked through is bounded, and not looked through again', async () => {
    await shop.append(...others(0, 4_000));
    const { search, seen } = counting();
    expect((await search('o', [ask(null, 2_000)], T))[0]?.records).toEqual([]);
    expect(seen.records).toBeLessThanOrEqual(2 * 3_001);
    const read = seen.records;
    await search('o', [ask(null, 2_000)], T);
    expect(seen.records).toBe(read);
  });

  it('given little else, then all since the order began is read, and nothing can be missing', async () => {
    await shop.append(...others(0, 50), request('o/1/reserve/1', 60));
    const [found] = await askSearch(shop.follow)('o', [ask(null, 100_000)], T);
    expect([found?.whole, found?.records.length]).toEqual([true, 1]);
  });

  it('looks at a moment where that is known, and takes spans that overlap for one', () => {
    const looks = asksLooks([ask(null, 20_000), ask(500, 900), ask(null, 25_000)], EARLIER_MS);
    expect(looks).toEqual([
      { from: T + 500, until: T + 500, first: true },
      { from: T + 20_000 - EARLIER_MS, until: T + 25_000, first: false },
    ]);
  });
});
