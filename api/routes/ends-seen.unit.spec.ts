import { describe, expect, it } from 'vitest';
import { endsSeen } from './ends-seen.ts';

/** The log ended at 100 until 1 s, and at 200 from 2 s on. */
function seen() {
  const ends = endsSeen();
  ends.add('orders 0', 100, 500);
  ends.add('orders 0', 100, 1_000);
  ends.add('orders 0', 200, 2_000);
  ends.add('orders 0', 200, 5_000);
  return ends;
}

describe('how far a position is behind', () => {
  it.each([
    ['at the end', 200, 0],
    ['beyond it, where the end was read before', 205, 0],
    ['where the log ended last at 1 s', 100, 4_000],
    ['half way to the next end', 150, 3_500],
    ['below all that was seen, at least since then', 50, 4_500],
  ])('%s', (_, position, ms) => expect(seen().behind('orders 0', position, 5_000)).toBe(ms));

  it('is never 0 where anything is known to be newer', () => {
    const ends = endsSeen();
    ends.add('orders 0', 10, 1_000);
    expect(ends.behind('orders 0', 9, 1_000)).toBe(1);
    expect(ends.behind('orders 1', 9, 1_000)).toBe(0);
  });

  it('remembers so many ends, and no more', () => {
    const ends = endsSeen();
    for (let n = 1; n <= 10_000; n++) ends.add('orders 0', n, n);
    expect(ends.behind('orders 0', 1, 10_000)).toBeLessThan(300);
    expect(ends.behind('orders 0', 9_990, 10_000)).toBe(10);
  });
});
