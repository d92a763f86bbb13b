import type { FastifyPluginAsync } from 'fastify';
import type { Shop } from '../context.ts';
import { resultSchema } from './hospital-examine-schemas.ts';
import { refuseUnknown } from './hospital-orders.ts';
import { operationSchema } from './hospital-schemas.ts';

type OfOperation = { Params: { operationId: string }; Querystring: { processor: string; tasks?: number } };

/** What became of treatments that were asked for. */
export const operationRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const { examiner } = shop;

  const outcomesOf = async (ids: readonly string[], of: string) => {
    const found = (await Promise.all(ids.map(id => shop.outcomes.find(id)))).flatMap(([first]) => first ?? []);
    const outcomes = found
      .filter(({ processor }) => processor === of)
      .map(({ requestId, answer, reason, decidedAt }) => {
        const status = answer === 'ACCEPTED' ? 'accepted' : 'rejected';
        return { requestId, status, reason, decidedAt };
      });
    const statuses = new Set(outcomes.map(({ status }) => status));
    const [only] = statuses;
    const status = outcomes.length < ids.length ? 'undecided' : statuses.size > 1 ? 'partly' : only;
    return { status, outcomes };
  };

  app.get<OfOperation>('/hospital/operations/:operationId', { schema: operationSchema }, async (request, reply) => {
    const { operationId } = request.params;
    reply.header('cache-control', 'no-store');
    return { operationId, ...(await outcomesOf(idsOf(request), request.query.processor)) };
  });

  if (examiner === null) return;
  app.get<OfOperation>('/hospital/operations/:operationId/result', { schema: resultSchema }, async (request, reply) => {
    const { operationId } = request.params;
    const { processor } = request.query;
    reply.header('cache-control', 'no-store');
    refuseUnknown(processor);
    const ids = idsOf(request);
    const result = await examiner.result(processor, ids);
    if (result !== null) return { operationId, ...result };
    // Nothing was to be done, or not yet.
    const { status } = await outcomesOf(ids, processor);
    return { operationId, ended: status !== 'undecided', total: 0, healed: 0, back: 0, errors: [] };
  });
};

/** One request for each task that was asked, by its partition. */
function idsOf({ params, query: { tasks = 1 } }: { params: OfOperation['Params']; query: OfOperation['Querystring'] }) {
  const { operationId } = params;
  return tasks === 1 ? [operationId] : Array.from({ length: tasks }, (_, n) => `${operationId}/${n}`);
}
