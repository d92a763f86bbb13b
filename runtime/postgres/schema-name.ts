/** Postgres cuts longer names off without a word. */
export const LONGEST_NAME_BYTES = 63;

/** The Postgres schema of an installation's part. @throws RangeError where Postgres would cut it off. */
export function schemaName(prefix: string, part: string): string {
  const name = `${prefix}_${part}`;
  if (Buffer.byteLength(name) > LONGEST_NAME_BYTES) {
    throw new RangeError(`The prefix ${prefix} is too long: ${name} has more than ${LONGEST_NAME_BYTES} bytes.`);
  }
  return name;
}
