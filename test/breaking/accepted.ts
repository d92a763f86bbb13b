import type { Acceptance } from '../../schemas/check/acceptances.ts';
import { type Break, fingerprintOf } from './break.ts';

/** Breaks for which nobody answers. */
export function unacceptedOf(breaks: readonly Break[], accepted: readonly Acceptance[]): Break[] {
  const known = new Set(accepted.map(({ fingerprint }) => fingerprint));
  return breaks.filter(found => !known.has(fingerprintOf(found)));
}

/** Lines that no break needs any more. */
export function staleAcceptancesOf(breaks: readonly Break[], accepted: readonly Acceptance[]): Acceptance[] {
  const there = new Set(breaks.map(fingerprintOf));
  return accepted.filter(({ fingerprint }) => !there.has(fingerprint));
}
