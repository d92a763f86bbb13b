import type { FastifyPluginAsync } from 'fastify';
import type { Shop } from '../context.ts';
import { problem, sendProblem } from '../errors.ts';
import { KEPT_FOR_DAYS } from './request-book.ts';
import { outcomeSchema } from './shipment-schemas.ts';

/** What became of a request: the honest answer also where nobody knows yet. */
export const requestRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  app.get<{ Params: { requestId: string } }>(
    '/requests/:requestId',
    { schema: outcomeSchema, config: { needs: ['shop', 'warehouse', 'operator'] } },
    async (request, reply) => {
      const { requestId } = request.params;
      const [taken, outcomes] = await Promise.all([shop.book.find(requestId), shop.outcomes.find(requestId)]);
      // Where another body came under the same id, the one that was taken in counts, else the one that was not refused.
      const outcome =
        outcomes.find(one => one.bodyHash === taken?.bodyHash) ??
        outcomes.find(one => one.reason !== 'idempotency-key-reused') ??
        outcomes[0];
      reply.header('cache-control', 'no-store');
      const takenAt = taken?.takenAt.toISOString() ?? null;
      const askedBy = taken?.actor ?? null;
      if (outcome !== undefined) {
        const { answer, processor, type, fact, reason, fields, decidedAt } = outcome;
        const status = answer === 'ACCEPTED' ? 'accepted' : 'rejected';
        return { requestId, status, takenAt, askedBy, decidedAt, processor, type, fact, reason, fields };
      }
      if (taken !== null) return { requestId, status: 'undecided', takenAt, askedBy };
      const detail = `No request ${requestId} was taken in here in the last ${KEPT_FOR_DAYS} days, and no outcome of it is known.`;
      return sendProblem(reply, problem('LP_API_NOT_FOUND', detail));
    },
  );
};
