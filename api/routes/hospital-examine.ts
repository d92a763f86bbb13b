import type { FastifyPluginAsync } from 'fastify';
import type { Casebook } from '../../runtime/casebook/casebook.ts';
import type { Examiner } from '../../runtime/casebook/examiner.ts';
import { asPlainJson } from '../../runtime/codec/plain-json.ts';
import { processorOf } from '../../runtime/hospital/treatment/case-book.ts';
import type { Wanted } from '../../runtime/hospital/treatment/dry-runs.ts';
import { problem, sendProblem } from '../errors.ts';
import * as schemas from './hospital-examine-schemas.ts';
import { type OfCase, refuseUnknown, told } from './hospital-orders.ts';

/** Looks into cases, and at what a retry would write. Nothing is changed by it. */
export const examineRoutes: FastifyPluginAsync<{ book: Casebook; examiner: Examiner }> = async (
  app,
  { book, examiner },
) => {
  const unknown = (caseId: string) => problem('LP_API_NOT_FOUND', `No case ${caseId} is known here.`);

  app.get<OfCase>('/hospital/cases/:caseId/content', { schema: schemas.contentSchema }, async (request, reply) => {
    const { caseId } = request.params;
    reply.header('cache-control', 'no-store');
    const one = await book.find(caseId);
    const content = one && (await examiner.content(one));
    return content === null ? sendProblem(reply, unknown(caseId)) : asPlainJson(content);
  });

  const tried = async (processor: string, wanted: Wanted, of: Parameters<Examiner['dryRun']>[2] = null) => {
    refuseUnknown(processor);
    return asPlainJson(await told(examiner.dryRun(processor, wanted, of)));
  };

  app.post<OfCase>('/hospital/cases/:caseId/dry-run', { schema: schemas.dryRunCaseSchema }, async (request, reply) => {
    const { caseId } = request.params;
    const one = await book.find(caseId);
    if (one === null) return sendProblem(reply, unknown(caseId));
    return await tried(processorOf(caseId), { caseId }, one);
  });

  app.post<{ Params: { key: string }; Body: { processor: string } }>(
    '/hospital/keys/:key/dry-run',
    { schema: schemas.dryRunKeySchema },
    async ({ params: { key }, body: { processor } }) => await tried(processor, { key }),
  );

  app.post<{ Params: { group: string }; Body: { processor: string } }>(
    '/hospital/groups/:group/dry-run',
    { schema: schemas.dryRunGroupSchema },
    async ({ params: { group }, body: { processor } }) => await tried(processor, { group }),
  );
};
