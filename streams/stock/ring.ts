import { createHash } from 'node:crypto';

/** Bytes of an id's SHA-256 that are kept, and how many ids. Two ids agree with a chance of 1,024 / 2⁶⁴ (ADR 24). */
const BYTES = 8;
const IDS = 1_024;

/** The first bytes of the id's hash. */
export const markOf = (id: string): Buffer => createHash('sha256').update(id).digest().subarray(0, BYTES);

/** Whether the ring holds this mark. */
export function holds(ring: Buffer, mark: Buffer): boolean {
  for (let at = ring.indexOf(mark); at >= 0; at = ring.indexOf(mark, at + 1)) if (at % BYTES === 0) return true;
  return false;
}

/** The ring with these marks as its newest. The oldest are dropped. */
export const withMarks = (ring: Buffer, ...marks: readonly Buffer[]): Buffer =>
  Buffer.concat([ring, ...marks]).subarray(-IDS * BYTES);
