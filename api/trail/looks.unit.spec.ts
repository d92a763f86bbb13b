import { describe, expect, it } from 'vitest';
import { EARLIER_MS, furtherLooks, gapsIn, looksAfter, looksFor } from './looks.ts';
import type { TrailRecord } from './records.ts';

const found = (offset: number, value: object) => ({ offset: String(offset), value }) as unknown as TrailRecord;

describe('where the records of an order are looked for', () => {
  it('given the times of its facts, then each is looked up at its own', () => {
    const looks = looksFor('orders', { times: { orders: [1_000, 1_000, 5_000] } });
    expect(looks.map(({ from, first }) => [from, first])).toEqual([
      [1_000, true],
      [5_000, true],
    ]);
  });

  it('given requests, then the while before each was heard is looked through, overlaps once', () => {
    const looks = looksFor('shipment-requests', { times: { shipments: [100_000, 103_000, 200_000] } });
    expect(looks).toEqual([
      { from: 100_000 - EARLIER_MS, until: 103_000, first: false },
      { from: 200_000 - EARLIER_MS, until: 200_000, first: false },
    ]);
  });

  it('given when requests were decided, then that counts as well', () => {
    const looks = looksFor('order-requests', { times: { 'order-requests': [50_000] } });
    expect(looks).toEqual([{ from: 50_000 - EARLIER_MS, until: 50_000, first: false }]);
  });

  it('given a topic that no read model shows, then the while after what its owner reads, the newest first', () => {
    const times = { orders: [100_000, 400_000], payments: [103_000] };
    expect(looksAfter('order-activity', { times }).map(({ from, until }) => [from, until])).toEqual([
      [400_000, 400_000 + EARLIER_MS],
      [103_000, 103_000 + EARLIER_MS],
      [100_000, 100_000 + EARLIER_MS],
    ]);
    expect(looksAfter('orders', { times })).toEqual([]);
  });

  it('given the newest fact, then those that its history tells of, and that were not found, are looked up', () => {
    const history = [1, 2, 3].map(version => ({ version, at: version * 100 }));
    const looks = furtherLooks([found(9, { version: 3, history }), found(2, { version: 1, history: [] })]);
    expect(looks.map(({ from }) => from)).toEqual([200]);
  });

  it('given versions that no history tells of, then they lie between those that were found', () => {
    const facts = [found(50, { version: 5 }), found(3, { version: 1 }), found(7, { version: 2 })];
    expect(gapsIn(facts)).toEqual([[8n, 50n]]);
    expect(gapsIn([found(1, {}), found(4, { version: 4 })])).toEqual([]);
  });
});
