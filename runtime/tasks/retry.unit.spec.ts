import { describe, expect, it } from 'vitest';
import { triedLater, waitAfter } from './retry.ts';

describe('the wait before an effect is tried again', () => {
  it('doubles from the first one to the longest', () => {
    const backoff = { first: 5_000, longest: 60_000 };
    expect([1, 2, 3, 4, 5, 6, 5_000].map(attempt => waitAfter(backoff, attempt))).toEqual([
      5_000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000,
    ]);
  });

  it('grows as it was told to, in whole milliseconds', () => {
    const backoff = { first: 100, longest: 1_000, growth: 1.55 };
    expect([1, 2, 3].map(attempt => waitAfter(backoff, attempt))).toEqual([100, 155, 240]);
  });

  it('counts the attempt, and keeps what the provider knows it by', () => {
    const entry = {
      id: 'order-1/authorise',
      kind: 'authorise',
      about: 'order-1',
      attempt: 2,
      idempotencyKey: 'order-1/authorise',
      reference: null,
      since: 1_000,
      retryAt: null,
      lastError: null,
    };
    const later = { ...entry, attempt: 3, retryAt: 12_000, lastError: 'timeout' };
    expect(triedLater(entry, 'timeout', { first: 1_000, longest: 9_000 }, 10_000)).toEqual(later);
    expect(triedLater(entry, 'timeout', { first: 1_000, longest: 9_000 }, 10_000)).toEqual(later);
  });
});
