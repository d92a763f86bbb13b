import type { PendingEffect } from './fat-event.ts';

/** How long is waited before an effect is tried again. Milliseconds. */
export type Backoff = {
  /** After the first attempt. */
  readonly first: number;
  readonly longest: number;
  /** What each further wait is longer by; 2 where nothing is said. */
  readonly growth?: number;
};

/** Beyond it every wait is the longest one, and the power would only grow towards infinity. */
const MOST_STEPS = 60;

/** The wait after the nth attempt (from 1), in milliseconds. */
export const waitAfter = ({ first, longest, growth = 2 }: Backoff, attempt: number): number =>
  Math.min(longest, Math.round(first * growth ** Math.min(MOST_STEPS, attempt - 1)));

/** The same effect, which this attempt has not brought to an end: it is tried again after a wait. */
export const triedLater = (entry: PendingEffect, code: string, backoff: Backoff, now: number): PendingEffect => ({
  ...entry,
  attempt: entry.attempt + 1,
  retryAt: now + waitAfter(backoff, entry.attempt),
  lastError: code,
});
