import type { FastifyRequest } from 'fastify';
import type { Scope } from '../security/scopes.ts';

type Caller = { readonly scopes: ReadonlySet<Scope>; readonly customerId: string | null };

const callerOf = (request: FastifyRequest): Caller | undefined => (request as { caller?: Caller }).caller;

/** Whether the caller has this scope; of nobody whom authentication has not named. */
export const has = (request: FastifyRequest, scope: Scope): boolean => callerOf(request)?.scopes.has(scope) === true;

/** The one customer whose things the caller may read; null: it is no customer. */
export const customerOf = (request: FastifyRequest): string | null => callerOf(request)?.customerId ?? null;
