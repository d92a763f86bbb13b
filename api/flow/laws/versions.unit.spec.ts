import { describe, expect, it } from 'vitest';
import { type Counted, countVersions, versionIn } from './versions.ts';

const HOUR = 3_600_000;
const NOW = 10 * HOUR;
let offset = 0n;
const fact = (version: number | null, over: Partial<Counted> = {}): Counted => {
  offset += 1n;
  return { topic: 'orders', partition: 0, offset, key: 'order-1', version, writtenAt: NOW - 1_000, ...over };
};
const broken = (records: readonly Counted[], count = countVersions()) =>
  count.take('orders 0', records, NOW).map(({ sentence }) => sentence.replace(/ of it comes| in orders.*: /g, ''));

describe('the law that versions count 1, 2, 3…', () => {
  it('holds where each key counts on, whatever comes between, and wherever one begins to look', () => {
    const other = { key: 'order-2' };
    expect(broken([fact(7), fact(1, other), fact(8), fact(9), fact(2, other)])).toEqual([]);
  });

  it.each([
    ['the same again', 7],
    ['an earlier one', 1],
  ])('given %s, then it is broken, however long ago that was', (_, version) => {
    const long = { writtenAt: NOW - 9 * HOUR };
    expect(broken([fact(7, long), fact(version, long)])).toEqual([
      `version ${version} after version 7no reader takes it in`,
    ]);
  });

  it('given that some are left out, then it is broken, unless compaction may have taken them', () => {
    expect(broken([fact(7), fact(9)])).toEqual(['version 9 after version 7some are missing']);
    expect(broken([fact(7, { writtenAt: NOW - HOUR }), fact(9)])).toEqual([]);
    expect(broken([fact(7, { writtenAt: NOW - HOUR + 1 }), fact(9)])).toHaveLength(1);
  });

  it('says of which key and topic, and where on the log', () => {
    const records = [fact(7, { offset: 40n }), fact(6, { offset: 42n })];
    expect(countVersions().take('orders 0', records, NOW)).toEqual([
      {
        law: 'versions',
        key: 'order-1',
        topic: 'orders',
        sentence: 'version 6 of it comes after version 7 in orders, partition 0, offset 42: no reader takes it in',
      },
    ]);
  });

  it('goes on from take to take, each partition by itself', () => {
    const count = countVersions();
    expect([broken([fact(7)], count), broken([fact(8)], count)]).toEqual([[], []]);
    expect(count.take('orders 1', [fact(1)], NOW)).toEqual([]);
    expect(broken([fact(8)], count)).toHaveLength(1);
  });

  it('given a key that was deleted, a part of the log that was skipped, or very many keys, then it begins anew', () => {
    expect(broken([fact(7), fact(null), fact(1)])).toEqual([]);
    const skipping = countVersions();
    expect(broken([fact(7)], skipping)).toEqual([]);
    skipping.skip('orders 0');
    expect(broken([fact(9)], skipping)).toEqual([]);
    const few = countVersions(2);
    const others = ['order-2', 'order-3'].map(key => fact(1, { key }));
    expect(broken([fact(7), ...others, fact(3)], few)).toEqual([]);
    expect(broken([fact(1, { key: 'order-3' })], few)).toHaveLength(1);
  });
});

it.each([
  ['orders/order-1/3', 3],
  ['orders/a/b/3', null],
  ['payments/order-1/3', null],
  ['orders/order-1/03', null],
  [null, null],
])('the version in %s of order-1 is %s', (id, version) => {
  expect(versionIn(id, 'orders', 'order-1')).toBe(version);
});
