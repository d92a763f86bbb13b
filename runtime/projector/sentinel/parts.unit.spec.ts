import { describe, expect, it } from 'vitest';
import { nextPart, type PartLook, partOf, partsFor } from './parts.ts';

const look = (bucket: number, minute: number, differences = 0): PartLook => ({
  bucket,
  lookedAt: new Date(minute * 60_000),
  differences,
});

describe('the next part of all keys', () => {
  it('is one that was never looked at, then the one that was not for the longest time', () => {
    expect(nextPart([], 3)).toBe(0);
    expect(nextPart([look(0, 1), look(2, 2)], 3)).toBe(1);
    expect(nextPart([look(0, 4), look(1, 3), look(2, 5)], 3)).toBe(1);
  });

  it('given a part in which something was wrong, then that one, every second time', () => {
    expect(nextPart([look(0, 1, 2), look(1, 2)], 4)).toBe(0);
    expect(nextPart([look(1, 2), look(0, 3, 2)], 4)).toBe(2);
    expect(nextPart([look(1, 2), look(0, 3, 0)], 4)).toBe(2);
  });
});

it('there are more parts for a longer log, up to a bound', () => {
  expect([0n, 6_400_000n, 6_400_001n, 1_000_000_000_000n].map(partsFor)).toEqual([64, 64, 128, 256]);
});

it('a key stays in its part, or goes to its twin, where there are twice as many', () => {
  expect(partOf(Buffer.from('o-1'), 64)).toBe(partOf(Buffer.from('o-1'), 256) % 64);
});
