/** The longest wait that is granted, seconds. */
export const LONGEST_WAIT_S = 30;

type Header = string | string[] | undefined;

/**
 * The seconds that a client wants to wait for the outcome (RFC 7240, 4.3), as far as they are granted; null where it
 * says none. A preference that cannot be read is ignored, as the RFC has it.
 */
export function preferredWait(header: Header): number | null {
  const wait = preferences(header).find(one => /^wait\s*=/i.test(one));
  const seconds = wait === undefined ? undefined : /^wait\s*=\s*"?(\d{1,9})"?\s*(;.*)?$/i.exec(wait)?.[1];
  return seconds === undefined ? null : Math.min(Number(seconds), LONGEST_WAIT_S);
}

/** Whether a client wants to wait for more than the outcome: until the order that it places is decided. */
export const prefersDecision = (header: Header): boolean =>
  preferences(header).some(one => /^until\s*=\s*"?decision"?\s*(;.*)?$/i.test(one));

const preferences = (header: Header): string[] =>
  [header ?? []]
    .flat()
    .join(',')
    .split(',')
    .map(one => one.trim());
