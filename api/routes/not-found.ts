import type { FastifyReply } from 'fastify';
import type { Shop } from '../context.ts';
import { problem, sendProblem } from '../errors.ts';
import { requestIdOf } from '../request-ids.ts';

/**
 * Answers that something is not in the read model, and why, as far as that is known: ids that this API gave name the
 * request that was to create it.
 */
export async function sendNotFound(shop: Shop, reply: FastifyReply, what: string, id: string): Promise<FastifyReply> {
  const requestId = requestIdOf(id);
  const request = `/requests/${requestId}`;
  const taken = await shop.book.find(requestId);
  if (taken === null) return sendProblem(reply, problem('LP_API_NOT_FOUND', `${what} ${id} is not known here.`));
  const outcome = (await shop.outcomes.find(requestId)).find(one => one.bodyHash === taken.bodyHash);
  if (outcome?.answer === 'REJECTED') {
    const detail = `${what} ${id} does not exist: the request for it was rejected (${outcome.reason}).`;
    return sendProblem(reply, problem('LP_API_NOT_FOUND', detail, { request, reason: outcome.reason }));
  }
  const since = taken.takenAt.toISOString();
  const state = outcome === undefined ? 'is not decided yet' : 'was accepted; the read model has not caught up yet';
  const detail = `${what} ${id} is not there yet: the request for it was taken in at ${since} and ${state}.`;
  return sendProblem(reply.header('retry-after', 1), problem('LP_API_NOT_FOUND', detail, { request }));
}
