import { hash, randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { LongplayError } from '../runtime/errors.ts';
import { keyedBodyHash } from './requests/body-hash.ts';
import { clientOf } from './security/caller.ts';

export type RequestIds = {
  readonly requestId: string;
  /** The id of what the request creates, with a prefix that says what it is. */
  created(prefix: string): string;
  /** Method and path: the same key at another address is another request. */
  readonly path: string;
  /** The hash of a body, by which a repeat is told from another request under the same key. */
  hashOf(body: unknown): string;
};

const LONGEST_KEY = 255;

/**
 * The ids of a request are a hash of the client, the address and the Idempotency-Key, so that they are the same on every
 * instance and after every restart, whatever is lost. 128 bits: nobody meets another one's by chance. Without a key they
 * are random.
 *
 * @throws LP_API_IDEMPOTENCY_KEY_INVALID
 */
export function requestIds(request: Pick<FastifyRequest, 'method' | 'url' | 'headers' | 'caller'>): RequestIds {
  const path = `${request.method} ${request.url.split('?')[0]}`;
  const key = keyOf(request.headers['idempotency-key']);
  const id = key === null ? randomUUID().replaceAll('-', '') : hashedId([clientOf(request.caller), path, key]);
  return {
    requestId: `req-${id}`,
    created: prefix => `${prefix}-${id}`,
    path,
    // Without a key nobody can repeat it: its body is never compared with another one.
    hashOf: body => (key === null ? `unkeyed-${id}` : keyedBodyHash(body, key)),
  };
}

const hashedId = (parts: readonly string[]): string => hash('sha256', JSON.stringify(parts)).slice(0, 32);

/** A request id as above, in another id: what created it. */
export const requestIdOf = (createdId: string): string => `req-${createdId.slice(createdId.lastIndexOf('-') + 1)}`;

function keyOf(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  const key = String(header);
  if (/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(key) && key.length <= LONGEST_KEY) return key;
  const message = `The Idempotency-Key must have 1 to ${LONGEST_KEY} printable ASCII characters.`;
  throw new LongplayError('LP_API_IDEMPOTENCY_KEY_INVALID', message);
}
