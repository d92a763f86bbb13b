import { describe, expect, test } from 'vitest';
import { createFingerprints, fingerprint } from './fingerprints.ts';

const known = (n: number) => ({ content: fingerprint(`content ${n}`), version: n, line: n * 2, closed: n % 3 });

describe('what is known of many keys', () => {
  test('is kept over every growth, and replaced where it is set again', () => {
    const all = createFingerprints();
    for (let n = 0; n < 5_000; n++) all.set(`key-${n}`, known(n));
    for (let n = 0; n < 5_000; n += 7) all.set(`key-${n}`, known(n + 1));
    expect(all.size).toBe(5_000);
    for (let n = 0; n < 5_000; n++) expect(all.get(`key-${n}`)).toEqual(known(n % 7 === 0 ? n + 1 : n));
  });

  test('is nothing for a key that was never set', () => {
    const all = createFingerprints();
    expect(all.get('')).toBeUndefined();
    all.set('a', known(1));
    expect(all.get('b')).toBeUndefined();
  });
});
