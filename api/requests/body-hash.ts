import { createHmac, hash } from 'node:crypto';
import { canonicalJson } from '../../runtime/canonical-json.ts';

/**
 * The hash of what a client sent: of its content, so that the order of fields and white space don't matter. Tells a
 * repeat of a request from another one under the same id.
 */
export const bodyHash = (body: unknown): string => hash('sha256', canonicalJson(body), 'base64url');

/**
 * The same under a key that only the client has: it travels on the log for good, and from a bare hash of a name and an
 * address, somebody who guesses them could tell that they were right, also after they were erased.
 */
export const keyedBodyHash = (body: unknown, key: string): string =>
  createHmac('sha256', key).update(canonicalJson(body)).digest('base64url');
