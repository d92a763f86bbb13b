import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOut } from './assigner.ts';

type Member = Parameters<typeof shareOut>[1][number];
const member = (memberId: string, partitions: number[] = [], since = 0): Member => ({
  memberId,
  claim: { partitions, since },
});
const asObject = (shares: Map<string, number[]>): Record<string, number[]> => Object.fromEntries(shares);

describe('sharing out partition numbers', () => {
  it('given a group that starts, then the shares are even', () => {
    expect(asObject(shareOut(6, [member('a'), member('b')]))).toEqual({ a: [0, 2, 4], b: [1, 3, 5] });
  });

  it('given a member that joins, then only what it gets moves', () => {
    expect(asObject(shareOut(6, [member('a', [0, 1, 2]), member('b', [3, 4, 5]), member('c')]))).toEqual({
      a: [0, 1],
      b: [3, 4],
      c: [2, 5],
    });
  });

  it('given a zombie that comes back, then the newer claim wins', () => {
    const shares = asObject(shareOut(2, [member('zombie', [0, 1], 100), member('heir', [0, 1], 200)]));
    expect(shares).toEqual({ heir: [0], zombie: [1] });
  });

  it('given more members than partitions, then some have none', () => {
    const shares = shareOut(1, [member('a'), member('b')]);
    expect([...shares.values()].flat()).toEqual([0]);
  });

  it('always gives every partition to exactly one member, evenly, and keeps what it can', () => {
    const members = fc.uniqueArray(
      fc.record({
        memberId: fc.string({ minLength: 1, maxLength: 3 }),
        claim: fc.record({ partitions: fc.uniqueArray(fc.nat(14)), since: fc.nat(5) }),
      }),
      { selector: one => one.memberId, minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), members, (count, group) => {
        const shares = shareOut(count, group);
        const all = [...shares.values()].flat().sort((a, b) => a - b);
        expect(all).toEqual(Array.from({ length: count }, (_, n) => n));
        const sizes = [...shares.values()].map(share => share.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        // Settled: sharing out again what was just shared out moves nothing.
        const settled = [...shares].map(([memberId, partitions]) => member(memberId, partitions, 9));
        expect(shareOut(count, settled)).toEqual(shares);
      }),
    );
  });
});
