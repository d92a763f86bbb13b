import type { FastifyPluginAsync } from 'fastify';
import type { Shop } from '../context.ts';
import { problem, sendProblem } from '../errors.ts';
import { askedAbout } from './asked-about.ts';
import { theOne } from './outcomes.ts';
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
      const outcome = theOne(outcomes, taken?.bodyHash ?? null) ?? theOne(outcomes, null);
      reply.header('cache-control', 'no-store');
      const takenAt = taken?.takenAt.toISOString() ?? null;
      const askedBy = taken?.actor ?? null;
      const resource = taken === null ? undefined : askedAbout(taken)?.resource;
      const links = { self: `/requests/${encodeURIComponent(requestId)}`, ...(resource !== undefined && { resource }) };
      if (outcome !== null) {
        const { answer, processor, type, fact, reason, fields, decidedAt } = outcome;
        const status = answer === 'ACCEPTED' ? 'accepted' : 'rejected';
        return { requestId, status, takenAt, askedBy, decidedAt, processor, type, fact, reason, fields, links };
      }
      if (taken !== null) {
        const { processor, waitingFor, cases } = await shop.turns.of(taken);
        const parked = cases[0] === undefined ? {} : { case: `/hospital/cases/${encodeURIComponent(cases[0])}` };
        const who = processor === null ? {} : { processor };
        return { requestId, status: 'undecided', takenAt, askedBy, ...who, waitingFor, links: { ...links, ...parked } };
      }
      const detail = `No request ${requestId} was taken in here in the last ${KEPT_FOR_DAYS} days, and no outcome of it is known.`;
      return sendProblem(reply, problem('LP_API_NOT_FOUND', detail));
    },
  );
};
