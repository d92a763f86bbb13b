/** The longest wait that is granted, seconds. */
export const LONGEST_WAIT_S = 30;

/**
 * The seconds that a client wants to wait for the outcome (RFC 7240, 4.3), as far as they are granted; null where it
 * says none. A preference that cannot be read is ignored, as the RFC has it.
 */
export function preferredWait(header: string | string[] | undefined): number | null {
  if (header === undefined) return null;
  for (const preference of [header].flat().join(',').split(',')) {
    const match = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*(;.*)?$/i.exec(preference);
    if (match !== null) return Math.min(Number(match[1]), LONGEST_WAIT_S);
  }
  return null;
}
