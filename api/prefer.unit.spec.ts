import { describe, expect, it } from 'vitest';
import { preferredWait, prefersDecision } from './prefer.ts';

describe('Prefer', () => {
  it.each([
    ['wait=5', 5],
    ['respond-async, wait=10', 10],
    ['Wait = "7"', 7],
    ['wait=0', 0],
    ['wait=100000', 30],
    ['wait=soon', null],
    ['wait=-1', null],
    ['return=minimal', null],
    [undefined, null],
  ])('%s: %s', (header, seconds) => expect(preferredWait(header)).toBe(seconds));

  it('may come as several headers', () => expect(preferredWait(['respond-async', 'wait=3'])).toBe(3));

  it.each([
    ['wait=5, until=decision', true],
    ['until="decision";x=1', true],
    ['until=outcome', false],
    ['wait=5', false],
    [undefined, false],
  ])('%s: until the decision %s', (header, decision) => expect(prefersDecision(header)).toBe(decision));
});
