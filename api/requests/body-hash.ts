import { createHash, createHmac } from 'node:crypto';

/**
 * The hash of what a client sent: of its content, so that the order of fields and white space don't matter. Tells a
 * repeat of a request from another one under the same id.
 */
export const bodyHash = (body: unknown): string => createHash('sha256').update(canonical(body)).digest('base64url');

/**
 * The same under a key that only the client has: it travels on the log for good, and from a bare hash of a name and an
 * address, somebody who guesses them could tell that they were right, also after they were erased.
 */
export const keyedBodyHash = (body: unknown, key: string): string =>
  createHmac('sha256', key).update(canonical(body)).digest('base64url');

/** JSON with the fields in the order of their names (RFC 8785 for all that JSON.parse can answer). */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
}
