import { describe, expect, it } from 'vitest';
import { preferredWait } from './prefer.ts';

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
});
