/** Postgres cuts longer names off without a word. */
const LONGEST_NAME_BYTES = 63;

/** The Postgres schema of an installation's read models. Disposable: whoever drops it gets it built anew. */
export function viewsSchema(prefix: string): string {
  const name = `${prefix}_views`;
  if (Buffer.byteLength(name) > LONGEST_NAME_BYTES) {
    throw new RangeError(`The prefix ${prefix} is too long: ${name} has more than ${LONGEST_NAME_BYTES} bytes.`);
  }
  return name;
}

export const projectorGroup = (prefix: string, projection: string): string => `${prefix}.projector.${projection}`;
