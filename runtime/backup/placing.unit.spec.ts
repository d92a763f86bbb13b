import { describe, expect, it } from 'vitest';
import { partitionFor } from '../log/partitioner.ts';
import type { KeptRecord } from './format.ts';
import type { TopicPart } from './manifest.ts';
import { outgoing, placeOf, refuseUnfit } from './placing.ts';
import { UNKNOWN_ID } from './schemas.ts';

const framed = (id: number, rest = 'abc'): Buffer => {
  const head = Buffer.alloc(5);
  head.writeInt32BE(id, 1);
  return Buffer.concat([head, Buffer.from(rest)]);
};
const record = (over: Partial<KeptRecord> = {}): KeptRecord => ({
  offset: 7n,
  timestamp: 5,
  key: Buffer.from('order-1'),
  value: framed(3),
  headers: [['ce_id', Buffer.from('x')]],
  ...over,
});
const restoring = { topic: 'shop2.orders', counts: { was: 3, is: 6 }, ids: new Map([[3, 300]]) };

describe('a record on its way into another installation', () => {
  it('given the id of its schema here, then that is all that changes, and the record that was read stays as it is', () => {
    const before = record();
    const { partition, ...rest } = outgoing(before, 1, restoring);
    const { key, headers } = before;
    expect(rest).toEqual({ topic: 'shop2.orders', key, value: framed(300), headers, timestamp: 5 });
    expect(partition).toBe(partitionFor(key, 6));
    expect(before.value).toEqual(framed(3));
  });

  it('given a tombstone, or bytes of no known format, then they stay', () => {
    for (const value of [null, Buffer.alloc(0), Buffer.from([0, 1]), Buffer.from('poison')]) {
      expect(outgoing(record({ value }), 0, restoring).value).toEqual(value);
    }
  });

  it('given an id that its registry did not know, then it is one that no registry knows', () => {
    expect(outgoing(record({ value: framed(4) }), 0, restoring).value).toEqual(framed(UNKNOWN_ID));
  });

  it('given as many partitions as before, then it stays where it was, whatever its key says', () => {
    const key = Buffer.from('order-1');
    for (const partition of [0, 1, 2]) expect(placeOf(key, partition, { was: 3, is: 3 })).toBe(partition);
  });

  it('given more, then where its key names, for a writer in any language; without a key, somewhere that exists', () => {
    expect(placeOf(Buffer.from('order-1'), 0, { was: 3, is: 6 })).toBe(partitionFor(Buffer.from('order-1'), 6));
    expect(placeOf(null, 5, { was: 6, is: 4 })).toBe(1);
  });
});

describe('another number of partitions', () => {
  const part = (over: Partial<TopicPart>): TopicPart => ({
    name: 'orders',
    topicId: 't',
    partitionedBy: 'key',
    waiting: 0,
    records: 10,
    strays: 0,
    schemaIds: [],
    versions: [],
    partitions: [0, 1, 2].map(partition => ({ partition, position: '0', records: 0, segments: [] })),
    ...over,
  });

  it.each([
    ['records that lie by their keys', {}, 6, true],
    ['records that lie elsewhere', { strays: 1 }, 6, false],
    ['records that lie elsewhere, and as many partitions', { strays: 1 }, 3, true],
    ['open cases, which lie by what they are about', { partitionedBy: 'input' as const, waiting: 2 }, 6, false],
    ['closed ones, which stay behind', { partitionedBy: 'input' as const }, 6, true],
    ['no cases', { partitionedBy: 'input' as const, records: 0 }, 6, true],
  ])('given %s, then %#', (_, over, partitions, fits) => {
    const check = () => refuseUnfit([part(over)], partitions);
    if (fits) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ code: 'LP_RESTORE_PARTITIONS_UNFIT' }));
  });
});
