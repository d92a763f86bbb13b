import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { partitionFor } from '../../runtime/log/partitioner.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { catalogueWire } from '../../test/topology/shop.ts';
import { type MemoryFollow, openMemoryFollow } from '../testing/memory-follow.ts';
import type { KnownTimes } from './looks.ts';
import { type Searched, trailSearch } from './search.ts';

const T = Date.UTC(2026, 0, 2);
const KEY = 'order-1';
const PARTITION = partitionFor(Buffer.from(KEY), 2);
const wire = catalogueWire();

let shop: MemoryFollow;
beforeEach(async () => {
  shop = await openMemoryFollow(async () => undefined);
});
afterEach(() => shop.stop());

const record = (topic: string, key: string, time: number, value: Buffer | null) => ({
  topic: `shop.${topic}`,
  partition: PARTITION,
  key: Buffer.from(key),
  value,
  timestamp: T + time,
});
const history = (...times: readonly number[]): Order['history'] =>
  times.map((time, n) => ({ what: `S${n}`, at: T + time, cause: 'c', version: n + 1, reason: null, actor: null }));
const placed: Omit<Order, 'event' | 'version' | 'history'> = {
  orderId: KEY,
  customerId: 'customer-1',
  status: 'PLACED',
  placedAt: T,
  customer: null,
  lines: [],
  subtotal: null,
  discount: null,
  total: null,
  expectedTotal: null,
  shippingAddress: null,
  note: null,
  loyalty: null,
  payment: null,
  allocation: null,
  shipment: null,
  askedVersion: null,
  rejection: null,
  cancellation: null,
  returns: [],
  requests: [],
  historyDropped: 0,
  deadlines: [],
  effects: [],
};
const fact = (version: number, time: number, told: Order['history'] = []) => {
  const id = `orders/${KEY}/${version}`;
  const event = { id, type: 'longplay.order.placed', time: T + time, causes: [], correlationId: KEY, actor: null };
  return record('orders', KEY, time, wire.writer('orders').encode({ ...placed, event, version, history: told }));
};
/** Of other orders, so many a millisecond apart. */
const others = (from: number, count: number, topic = 'orders') =>
  Array.from({ length: count }, (_, n) => record(topic, `other-${from + n}`, from + n, null));

const known =
  (over: Partial<KnownTimes> = {}) =>
  (): KnownTimes => ({ since: T, times: {}, positions: {}, ...over });
const versionsIn = (all: readonly Searched[]) =>
  all
    .find(({ topic }) => topic === 'orders')
    ?.records.map(({ value }) => (value as Order).version)
    .sort((one, other) => one - other);

describe('the search for an order on the log', () => {
  it('given little else, then all is read through, and nothing can be missing', async () => {
    await shop.append(fact(1, 0), ...others(10, 50), fact(2, 100));
    const found = await trailSearch(shop.follow)(KEY, known());
    expect(versionsIn(found)).toEqual([1, 2]);
    expect(found.every(({ whole, partition }) => whole && partition === PARTITION)).toBe(true);
  });

  it('given very much else, then records are found by the times that the newest tells, and those between them', async () => {
    const times = history(0, 20_000);
    await shop.append(fact(1, 0), ...others(1, 700), fact(2, 20_000, times));
    await shop.append(...others(20_001, 100), fact(3, 20_200), ...others(20_201, 50));
    await shop.append(fact(4, 30_000, [...times, { ...times[0], at: T + 30_000, version: 4 } as never]));
    await shop.append(...others(30_001, 700));
    const at = { times: { orders: [T + 30_000] }, positions: { orders: 100_000n } };
    const found = await trailSearch(shop.follow)(KEY, known(at));
    expect(versionsIn(found)).toEqual([1, 2, 3, 4]);
    expect(found.find(({ topic }) => topic === 'orders')?.whole).toBe(false);
  });

  it('given a read model that is behind, then what it has not read yet is found as well', async () => {
    await shop.append(fact(1, 0), ...others(1, 800), fact(2, 20_000), ...others(20_001, 20));
    const at = { times: { orders: [T] }, positions: { orders: 790n } };
    expect(versionsIn(await trailSearch(shop.follow)(KEY, known(at)))).toEqual([1, 2]);
  });

  it('given an order that no read model knows, then it is looked for among the newest', async () => {
    await shop.append(...others(0, 1_300), fact(1, 5_000));
    expect(versionsIn(await trailSearch(shop.follow)(KEY, known({ since: null })))).toEqual([1]);
  });

  it('given an order with a long history, then one read of a topic at a time', async () => {
    await shop.append(fact(1, 0), ...others(1, 1_300));
    const { reads } = shop.follow;
    let [now, most] = [0, 0];
    const forward: typeof reads.forward = async options => {
      if (options.from.topic === 'shop.orders') most = Math.max(most, ++now);
      try {
        return await reads.forward(options);
      } finally {
        if (options.from.topic === 'shop.orders') now--;
      }
    };
    const search = trailSearch({ ...shop.follow, reads: { ...reads, forward } });
    const times = { orders: Array.from({ length: 40 }, (_, n) => T + n * 30) };
    expect(versionsIn(await search(KEY, known({ times })))).toEqual([1]);
    expect(most).toBe(1);
  });

  it('given that it was looked at before, then what has come since is there', async () => {
    let now = T;
    const search = trailSearch(shop.follow, () => now);
    await shop.append(fact(1, 0));
    expect(versionsIn(await search(KEY, known()))).toEqual([1]);
    now += 1_000;
    await shop.append(fact(2, 10));
    expect(versionsIn(await search(KEY, known()))).toEqual([1, 2]);
  });
});
