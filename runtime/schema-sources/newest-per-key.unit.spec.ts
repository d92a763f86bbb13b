import { describe, expect, it } from 'vitest';
import { newestPerKey } from './newest-per-key.ts';

describe('given records of many keys', () => {
  it('then only the newest of each counts, and a tombstone counts for none', () => {
    const newest = newestPerKey();
    const keys = 50_000;
    for (let at = 0; at < keys; at++) newest.put(Buffer.from(`order-${at}`), 1);
    for (let at = 0; at < keys; at += 2) newest.put(Buffer.from(`order-${at}`), 7);
    for (let at = 0; at < keys; at += 10) newest.put(Buffer.from(`order-${at}`), null);
    expect(newest.counts()).toEqual(
      new Map([
        [1, 25_000],
        [7, 20_000],
      ]),
    );
  });

  it('then keys without bytes and with the same letters in another order are keys of their own', () => {
    const newest = newestPerKey();
    for (const key of ['', 'ab', 'ba', '\0', '\0\0']) newest.put(Buffer.from(key), 3);
    expect(newest.counts()).toEqual(new Map([[3, 5]]));
  });
});
