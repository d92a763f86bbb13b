import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignPartitions, type Claim } from './assignment.ts';

const claimsOf = (assignment: Map<string, number[]>, generation: number): Claim[] =>
  [...assignment].map(([member, owned]) => ({ member, owned, generation }));

const fresh = (member: string): Claim => ({ member, owned: [], generation: -1 });

const moves = (before: Map<string, number[]>, after: Map<string, number[]>): number =>
  [...after].flatMap(([member, numbers]) => numbers.filter(number => !before.get(member)?.includes(number))).length;

describe('assignPartitions', () => {
  it('given 12 partitions, when a second and a third member join, then 6 and 4 partitions move', () => {
    const one = assignPartitions(12, [fresh('a')]);
    const two = assignPartitions(12, [...claimsOf(one, 1), fresh('b')]);
    const three = assignPartitions(12, [...claimsOf(two, 2), fresh('c')]);
    expect([moves(one, two), moves(two, three)]).toEqual([6, 4]);
    expect([...three.values()].map(numbers => numbers.length)).toEqual([4, 4, 4]);
  });

  it('given a member that left, then only its partitions move', () => {
    const before = assignPartitions(12, [fresh('a'), fresh('b'), fresh('c')]);
    const after = assignPartitions(
      12,
      claimsOf(before, 1).filter(claim => claim.member !== 'b'),
    );
    expect(moves(before, after)).toBe(4);
  });

  it('given a zombie that claims what was given away, then the newer claim wins', () => {
    const zombie: Claim = { member: 'a', owned: [0, 1], generation: 3 };
    const rightful: Claim = { member: 'b', owned: [0, 1], generation: 4 };
    const assignment = assignPartitions(4, [zombie, rightful]);
    expect(assignment.get('b')).toEqual([0, 1]);
    expect(assignment.get('a')).toEqual([2, 3]);
  });

  it('given more members than partitions, then the late ones wait with none', () => {
    const before = assignPartitions(2, [fresh('a'), fresh('b')]);
    const after = assignPartitions(2, [...claimsOf(before, 1), fresh('0-first-by-name')]);
    expect(after.get('0-first-by-name')).toEqual([]);
    expect(moves(before, after)).toBe(0);
  });

  it('given any claims, then each partition has one owner, shares differ by one, and the order is of no matter', () => {
    const claim = fc.record({
      owned: fc.uniqueArray(fc.nat(15), { maxLength: 16 }),
      generation: fc.integer({ min: -1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.nat(16), fc.array(claim, { minLength: 1, maxLength: 6 }), (partitions, drawn) => {
        const claims = drawn.map((one, index) => ({ member: `m${index}`, ...one }));
        const assignment = assignPartitions(partitions, claims);
        const all = [...assignment.values()].flat().sort((a, b) => a - b);
        expect(all).toEqual(Array.from({ length: partitions }, (_, number) => number));
        const sizes = [...assignment.values()].map(numbers => numbers.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        const reversed = assignPartitions(partitions, [...claims].reverse());
        expect(new Map([...reversed].sort())).toEqual(new Map([...assignment].sort()));
      }),
    );
  });

  it('given a balanced group in which nothing changed, then nothing moves', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 32 }), fc.integer({ min: 1, max: 6 }), (partitions, members) => {
        const before = assignPartitions(
          partitions,
          Array.from({ length: members }, (_, index) => fresh(`m${index}`)),
        );
        expect(moves(before, assignPartitions(partitions, claimsOf(before, 1)))).toBe(0);
      }),
    );
  });
});
