import { describe, expect, it } from 'vitest';
import { turns } from './loader-turns.ts';

describe('given two turns', () => {
  it('then two work at a time, and the others in the order in which they came', async () => {
    const take = turns(2);
    const began: number[] = [];
    const ends: (() => void)[] = [];
    const works = [0, 1, 2, 3].map(n =>
      take(async () => {
        began.push(n);
        await new Promise<void>(resolve => ends.push(resolve));
        return n;
      }),
    );
    const settle = () => new Promise(resolve => setImmediate(resolve));
    await settle();
    expect(began).toEqual([0, 1]);
    ends[1]?.();
    await settle();
    expect(began).toEqual([0, 1, 2]);
    ends[0]?.();
    ends[2]?.();
    await settle();
    ends[3]?.();
    expect(await Promise.all(works)).toEqual([0, 1, 2, 3]);
  });

  it('then one that fails gives its turn on', async () => {
    const take = turns(1);
    await expect(take(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await take(async () => 'next')).toBe('next');
  });
});
