import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { ReadCase, ReadGroup } from '../../runtime/casebook/case-rows.ts';
import type { CaseFilter } from '../../runtime/casebook/casebook.ts';
import type { HospitalDesk, Ordered } from '../../runtime/casebook/desk.ts';
import { type ErrorCode, LongplayError } from '../../runtime/errors.ts';
import type { Order } from '../../runtime/hospital/treatment/orders.ts';
import { processors } from '../../schemas/processors.ts';
import type { Shop } from '../context.ts';
import { problem, sendProblem } from '../errors.ts';
import { requestIds } from '../request-ids.ts';
import { needing } from '../security/scopes.ts';
import * as schemas from './hospital-schemas.ts';
import { type PageQuery, paged, pageOf } from './paging.ts';

type By = { readonly actor: string; readonly reason: string };
type OfCase = { Params: { caseId: string } };
type Asking<B = unknown> = { Body: By & B };

/** What could not be processed, and what is done about it. Each treatment is a request to its processor. */
export const hospitalRoutes: FastifyPluginAsync<{ shop: Shop; desk: HospitalDesk }> = async (app, { shop, desk }) => {
  const { book } = desk;
  needing(app, ['operator']);

  app.get<{ Querystring: { processor?: string } }>('/hospital', { schema: schemas.groupsSchema }, async request => ({
    groups: (await book.groups(request.query)).map(shownGroup),
  }));

  app.get<{ Querystring: CaseFilter & PageQuery }>(
    '/hospital/cases',
    { schema: schemas.casesSchema },
    async request => {
      const { limit: _limit, cursor: _cursor, ...filter } = request.query;
      const page = pageOf(request);
      const rows = await book.list(filter, page.after === null ? null : placeOf(page.after), page.limit);
      const { items, nextCursor } = paged(rows, page, cursorOf, shownCase);
      return { cases: items, nextCursor };
    },
  );

  app.get<OfCase>('/hospital/cases/:caseId', { schema: schemas.caseSchema }, async (request, reply) => {
    const { caseId } = request.params;
    const one = await book.find(caseId);
    reply.header('cache-control', 'no-store');
    if (one === null) return sendProblem(reply, problem('LP_API_NOT_FOUND', `No case ${caseId} is known here.`));
    const { items, total } = await book.queueOf(one);
    const queue = items.map(({ caseId: of, status, admittedAt }) => ({ caseId: of, status, admittedAt }));
    return { case: shownCase(one), queue, queued: total };
  });

  const order = async (request: FastifyRequest, reply: FastifyReply, what: Order): Promise<FastifyReply> => {
    const { requestId: id } = requestIds(request);
    const actor = { kind: 'OPERATOR', id: (request.body as By).actor } as const;
    const ordered = await told(desk.order(known(what), { id, actor, now: shop.now() }));
    if (ordered.of === 'done') return reply.code(200).send({ status: 'done' });
    const outcome = outcomeOf(id, ordered);
    const links = { outcome, ...('caseId' in what && { case: pathOf(what.caseId) }) };
    return reply.code(202).header('location', outcome).send({ operationId: id, links });
  };

  app.post<OfCase & Asking>('/hospital/cases/:caseId/retry', { schema: schemas.retryCaseSchema }, (request, reply) =>
    order(request, reply, { what: 'retry-case', ...request.params, reason: request.body.reason }),
  );

  app.post<OfCase & Asking>(
    '/hospital/cases/:caseId/discard',
    { schema: schemas.discardCaseSchema },
    (request, reply) => order(request, reply, { what: 'discard', ...request.params, reason: request.body.reason }),
  );

  app.post<OfCase & Asking<{ value: object }>>(
    '/hospital/cases/:caseId/edit',
    { schema: schemas.editCaseSchema },
    async (request, reply) => {
      const { caseId } = request.params;
      const one = await book.find(caseId);
      if (one === null) return sendProblem(reply, problem('LP_API_NOT_FOUND', `No case ${caseId} is known here.`));
      if (one.record === null || one.generation !== null) {
        return sendProblem(reply, problem('LP_API_CASE_UNTREATABLE', 'Only a request that is parked can be edited.'));
      }
      const { reason, value: json } = request.body;
      const { topic } = one.record;
      const value = await told(Promise.resolve().then(() => desk.encode(topic, json)));
      return order(request, reply, { what: 'edit', caseId, value, reason });
    },
  );

  app.post<{ Params: { key: string } } & Asking<{ processor: string }>>(
    '/hospital/keys/:key/retry',
    { schema: schemas.retryKeySchema },
    (request, reply) => {
      const { processor, reason } = request.body;
      return order(request, reply, { what: 'retry-key', processor, key: request.params.key, reason });
    },
  );

  app.post<{ Params: { group: string } } & Asking<{ processor: string; perSecond?: number }>>(
    '/hospital/groups/:group/retry',
    { schema: schemas.retryGroupSchema },
    (request, reply) => {
      const { processor, reason, perSecond } = request.body;
      const rate = perSecond === undefined ? {} : { perSecond };
      return order(request, reply, { what: 'retry-group', processor, group: request.params.group, reason, ...rate });
    },
  );

  app.post<{ Params: { name: string } } & Asking<{ until?: string }>>(
    '/streams/:name/pause',
    { schema: schemas.pauseStreamSchema },
    (request, reply) => {
      const { reason, until } = request.body;
      const at = until === undefined ? null : Date.parse(until);
      return order(request, reply, { what: 'pause', processor: request.params.name, until: at, reason });
    },
  );

  app.post<{ Params: { name: string } } & Asking>(
    '/streams/:name/resume',
    { schema: schemas.resumeStreamSchema },
    (request, reply) =>
      order(request, reply, { what: 'resume', processor: request.params.name, reason: request.body.reason }),
  );

  app.get<{ Params: { operationId: string }; Querystring: { processor: string; tasks?: number } }>(
    '/hospital/operations/:operationId',
    { schema: schemas.operationSchema },
    async (request, reply) => {
      const { operationId } = request.params;
      const { tasks = 1 } = request.query;
      const ids = tasks === 1 ? [operationId] : Array.from({ length: tasks }, (_, n) => `${operationId}/${n}`);
      const found = (await Promise.all(ids.map(id => shop.outcomes.find(id)))).flatMap(([first]) => first ?? []);
      const outcomes = found
        .filter(({ processor }) => processor === request.query.processor)
        .map(({ requestId, answer, reason, decidedAt }) => {
          const status = answer === 'ACCEPTED' ? 'accepted' : 'rejected';
          return { requestId, status, reason, decidedAt };
        });
      const statuses = new Set(outcomes.map(({ status }) => status));
      const [only] = statuses;
      const status = outcomes.length < tasks ? 'undecided' : statuses.size > 1 ? 'partly' : only;
      reply.header('cache-control', 'no-store');
      return { operationId, status, outcomes };
    },
  );
};

const pathOf = (caseId: string): string => `/hospital/cases/${encodeURIComponent(caseId)}`;

function outcomeOf(id: string, ordered: Exclude<Ordered, { of: 'done' }>): string {
  if (ordered.of === 'projection') return `/projections/${ordered.projection}/operations/${ordered.operation}`;
  return `/hospital/operations/${id}?processor=${ordered.processor}&tasks=${ordered.requestIds.length}`;
}

/** Of nobody's case nothing is asked: there is no such topic. */
function known(order: Order): Order {
  const processor = 'caseId' in order ? order.caseId.split('/')[0] : order.processor;
  if (processor?.startsWith('projections.') || processors.some(name => name === processor)) return order;
  throw new LongplayError('LP_API_NOT_FOUND', `No processor is named ${processor}.`);
}

const cursorOf = ({ admittedAt, caseId }: ReadCase): string => `${admittedAt.toISOString()} ${caseId}`;

function placeOf(cursor: string): { admittedAt: Date; caseId: string } {
  const cut = cursor.indexOf(' ');
  const admittedAt = new Date(cursor.slice(0, Math.max(0, cut)));
  if (Number.isNaN(admittedAt.getTime())) {
    throw new LongplayError('LP_API_INPUT_INVALID', 'The cursor is none of this list.');
  }
  return { admittedAt, caseId: cursor.slice(cut + 1) };
}

function shownCase(one: ReadCase) {
  const self = pathOf(one.caseId);
  const isClosed = one.closedAt !== null;
  const treat = isClosed ? {} : { retry: `${self}/retry`, discard: `${self}/discard` };
  return {
    ...one,
    admittedAt: one.admittedAt.toISOString(),
    failedAt: one.failedAt?.toISOString() ?? null,
    retryAt: one.retryAt?.toISOString() ?? null,
    closedAt: one.closedAt?.toISOString() ?? null,
    links: { self, ...treat },
  };
}

function shownGroup(one: ReadGroup) {
  const query = `processor=${encodeURIComponent(one.processor)}&group=${one.group}`;
  return {
    ...one,
    firstSeen: one.firstSeen.toISOString(),
    lastSeen: one.lastSeen.toISOString(),
    links: {
      cases: `/hospital/cases?${query}`,
      example: pathOf(one.example),
      ...(one.processor.startsWith('projections.') ? {} : { retry: `/hospital/groups/${one.group}/retry` }),
    },
  };
}

const codes: Partial<Record<ErrorCode, ErrorCode>> = {
  LP_HOSPITAL_CASE_UNKNOWN: 'LP_API_NOT_FOUND',
  LP_PROJECTION_CASE_UNKNOWN: 'LP_API_NOT_FOUND',
  LP_PROJECTION_UNKNOWN: 'LP_API_NOT_FOUND',
  LP_HOSPITAL_REASON_MISSING: 'LP_API_INPUT_INVALID',
  LP_HOSPITAL_VALUE_UNUSABLE: 'LP_API_INPUT_INVALID',
  LP_PROJECTION_CASE_UNTREATABLE: 'LP_API_CASE_UNTREATABLE',
  LP_PROJECTION_BUSY: 'LP_API_PROJECTION_BUSY',
};

/** In the API's words. */
async function told<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    const code = cause instanceof LongplayError ? codes[cause.code as ErrorCode] : undefined;
    if (code === undefined) throw cause;
    throw new LongplayError(code, (cause as Error).message, { cause });
  }
}
