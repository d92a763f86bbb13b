import { describe, expect, it } from 'vitest';
import { murmur2, partitionFor } from './partitioner.ts';

// Hashes from Kafka's own UtilsTest (the first six), the others computed with kafkajs' Java-compatible partitioner.
const known: readonly (readonly [key: string, hash: number, of3: number, of6: number, of12: number])[] = [
  ['21', -973932308, 0, 0, 0],
  ['foobar', -790332482, 0, 0, 6],
  ['a-little-bit-long-string', -985981536, 2, 2, 8],
  ['a-little-bit-longer-string', -1486304829, 2, 5, 11],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971, 2, 5, 5],
  ['abc', 479470107, 0, 3, 3],
  ['', 275646681, 0, 3, 9],
  ['a', -1563381124, 1, 4, 4],
  ['ab', 316155434, 2, 2, 2],
  ['abcd', -1323649548, 2, 2, 8],
  ['order-1', 1221710326, 1, 4, 10],
  ['Grüße ♫', 1304361809, 2, 5, 5],
];

describe('partitionFor', () => {
  it.each(known)(
    'given the key %j, then the hash and the partitions are those of Java',
    (key, hash, of3, of6, of12) => {
      const bytes = Buffer.from(key);
      expect(murmur2(bytes)).toBe(hash);
      expect([3, 6, 12].map(partitions => partitionFor(bytes, partitions))).toEqual([of3, of6, of12]);
    },
  );

  it('given bytes beyond ASCII, then they count as unsigned', () => {
    expect(murmur2(Buffer.from('00000000', 'hex'))).toBe(850957120);
    expect(murmur2(Buffer.from('fffefdfcfb', 'hex'))).toBe(524068735);
  });

  it('given a key inside a larger buffer, then only its own bytes count', () => {
    expect(murmur2(Buffer.from('xxfoobarxx').subarray(2, 8))).toBe(-790332482);
  });

  it('given records without a key, then they take turns over all partitions', () => {
    const first = partitionFor(null, 3);
    expect([partitionFor(null, 3), partitionFor(null, 3)].concat(first).sort()).toEqual([0, 1, 2]);
    expect(partitionFor(null, 3, 7)).toBe(1);
  });
});
