import { describe, expect, it } from 'vitest';
import { specCaller } from './testing/callers.ts';
import { createWaits } from './waits.ts';

const his = { ...specCaller, id: 'app', customerId: 'c-1' };

describe('waits', () => {
  it('of one customer are 20 at a time; what he gives back once, he may have once more', () => {
    const waits = createWaits();
    const taken = Array.from({ length: 20 }, () => waits.take(his));
    expect(taken).not.toContain(null);
    expect(waits.take(his)).toBeNull();
    taken[0]?.();
    taken[0]?.();
    expect([waits.take(his), waits.take(his)]).toEqual([expect.any(Function), null]);
  });

  it('of others go on, and a key of the shop has more', () => {
    const waits = createWaits();
    for (let n = 0; n < 20; n++) waits.take(his);
    expect(waits.take({ ...his, id: 'another app' })).not.toBeNull();
    const all = Array.from({ length: 501 }, () => waits.take(specCaller));
    expect(all.indexOf(null)).toBe(500);
  });
});
