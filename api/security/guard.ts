import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LongplayError } from '../../runtime/errors.ts';
import { problem, sendProblem } from '../errors.ts';
import type { Authenticator } from './authenticator.ts';
import { mayAsk, nobody } from './caller.ts';

/** Told once the limit was counted: who shows nothing valid, and whose token nobody can judge at the moment. */
const LATER: readonly string[] = ['LP_API_UNAUTHENTICATED', 'LP_API_UNAVAILABLE'];

/** Kept until the limit for whoever shows nothing valid has been looked at. */
const refusals = new WeakMap<FastifyRequest, LongplayError>();

/**
 * Knows who asks before anything is read (onRequest), and refuses who may not once his limit was counted (preParsing, so
 * that nothing of a body is read before).
 */
export function guard(app: FastifyInstance, auth: Authenticator): void {
  app.addHook('onRequest', async request => {
    request.caller = nobody;
    if (isOpen(request)) return;
    try {
      request.caller = await auth.authenticate(request.headers.authorization);
    } catch (error) {
      if (!(error instanceof LongplayError && LATER.includes(error.code))) throw error;
      refusals.set(request, error);
    }
  });

  app.addHook('preParsing', async (request, reply) => {
    if (isOpen(request)) return;
    const refusal = refusals.get(request);
    if (refusal?.code === 'LP_API_UNAVAILABLE') throw refusal;
    if (refusal !== undefined) return refuseUnknown(request, reply, refusal);
    if (!mayAsk(request.caller, request.routeOptions.config.needs)) return refuseScope(request, reply);
  });
}

/** What is not there may be known to be so. */
const isOpen = (request: FastifyRequest): boolean => request.is404 || request.routeOptions.config.needs === null;

/** RFC 6750, 3: without an error where nothing was shown. */
function refuseUnknown({ headers }: FastifyRequest, reply: FastifyReply, { message }: LongplayError): FastifyReply {
  const error = headers.authorization === undefined ? '' : ', error="invalid_token"';
  reply.header('www-authenticate', `Bearer realm="longplay"${error}`);
  return sendProblem(reply, problem('LP_API_UNAUTHENTICATED', message));
}

function refuseScope({ caller, routeOptions }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const needs = routeOptions.config.needs ?? ['admin'];
  const has = [...caller.scopes].join(', ') || 'none';
  const detail = `This needs the scope ${needs.join(' or ')}; ${caller.id} has ${has}.`;
  reply.header('www-authenticate', `Bearer realm="longplay", error="insufficient_scope", scope="${needs[0]}"`);
  return sendProblem(reply, problem('LP_API_FORBIDDEN', detail, { needs }));
}
