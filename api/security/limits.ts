import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LongplayError } from '../../runtime/errors.ts';
import { clientOf } from './caller.ts';

/** Requests a minute, in this process; 0: no limit. */
export type Limits = {
  /** Of a key or token. */
  readonly client: number;
  /** Of one that is a customer's. */
  readonly customer: number;
  /** Of an address that shows no valid one. */
  readonly address: number;
};

const A_MINUTE_MS = 60_000;

/** Clients that are counted at the same time; beyond them the one that has been silent longest begins anew. */
const MOST_CLIENTS = 20_000;

/**
 * Counts the requests of each client, and answers those beyond its limit with 429. Headers as in
 * draft-ietf-httpapi-ratelimit-headers: RateLimit-Limit, -Remaining, -Reset; and Retry-After.
 */
export function limitRequests(app: FastifyInstance, limits: Limits): void {
  const limitOf = ({ caller }: FastifyRequest): number => {
    if (caller.customerId !== null) return limits.customer;
    return caller.scopes.size > 0 ? limits.client : limits.address;
  };
  app.register(rateLimit, {
    timeWindow: A_MINUTE_MS,
    cache: MOST_CLIENTS,
    enableDraftSpec: true,
    keyGenerator: ({ caller, ip }) => (caller.kind === 'ANONYMOUS' ? `address ${normalizeIP(ip)}` : clientOf(caller)),
    max: limitOf,
    allowList: request => limitOf(request) === 0,
    errorResponseBuilder: (_request, { max }) =>
      new LongplayError('LP_API_RATE_LIMITED', `More than ${max} requests within a minute.`),
  });
}

/** The same for what has no route: guesses of addresses count as well. */
export function limited(app: FastifyInstance) {
  let count: ReturnType<FastifyInstance['rateLimit']> | undefined;
  return async function countOne(
    this: FastifyInstance,
    ...[request, reply]: Parameters<ReturnType<FastifyInstance['rateLimit']>>
  ) {
    count ??= app.rateLimit();
    await count.call(this, request, reply);
  };
}
