import { hash } from 'node:crypto';

const FIRST_MS = 1_000;
const LONGEST_MS = 3_600_000;

/**
 * How long a case that may pass by itself waits after its n-th attempt (1, 2, 3…), ms: from a second on doubling up to an
 * hour, and up to a fifth less, by its id, so that cases which were admitted together are not retried together.
 */
export function retryDelay(caseId: string, attempts: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 20));
  const share = Number.parseInt(hash('sha256', `${caseId}#${attempts}`).slice(0, 4), 16) / 0xffff;
  return Math.round(whole * (1 - share / 5));
}
