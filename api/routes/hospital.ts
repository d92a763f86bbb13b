import type { FastifyPluginAsync } from 'fastify';
import type { ReadCase, ReadGroup, ReadQueue } from '../../runtime/casebook/case-rows.ts';
import type { CaseFilter, QueueFilter } from '../../runtime/casebook/casebook.ts';
import type { HospitalDesk } from '../../runtime/casebook/desk.ts';
import { projectionOf } from '../../runtime/casebook/places.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { isReopenable } from '../../runtime/hospital/case.ts';
import type { Shop } from '../context.ts';
import { problem, sendProblem } from '../errors.ts';
import { needing } from '../security/scopes.ts';
import { examineRoutes } from './hospital-examine.ts';
import { factRoutes } from './hospital-facts.ts';
import { operationRoutes } from './hospital-operations.ts';
import { type Asking, type OfCase, orderer, pathOf, told } from './hospital-orders.ts';
import * as schemas from './hospital-schemas.ts';
import { standingRoutes } from './hospital-standing.ts';
import { type PageQuery, paged, pageOf } from './paging.ts';

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

  app.get<{ Querystring: QueueFilter & PageQuery }>(
    '/hospital/keys',
    { schema: schemas.queuesSchema },
    async request => {
      const { limit: _limit, cursor: _cursor, ...filter } = request.query;
      const page = pageOf(request);
      const rows = await book.queues(filter, page.after === null ? null : placeOf(page.after), page.limit);
      const { items, nextCursor } = paged(rows, page, queueCursorOf, shownQueue);
      return { keys: items, nextCursor };
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

  const order = orderer(shop, desk);

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
      if (one.record === null || projectionOf(one.processor) !== null) {
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

  await app.register(operationRoutes, { shop });
  if (shop.examiner === null) return;
  await app.register(standingRoutes, { examiner: shop.examiner });
  await app.register(examineRoutes, { book, examiner: shop.examiner });
  await app.register(factRoutes, { shop, desk, examiner: shop.examiner });
};

const cursorOf = ({ admittedAt, caseId }: ReadCase): string => `${admittedAt.toISOString()} ${caseId}`;

const queueCursorOf = ({ since, first: [head] }: ReadQueue): string => `${since.toISOString()} ${head?.caseId}`;

const shownQueue = (one: ReadQueue) => ({ ...one, since: one.since.toISOString() });

function placeOf(cursor: string): { admittedAt: Date; caseId: string } {
  const cut = cursor.indexOf(' ');
  const admittedAt = new Date(cursor.slice(0, Math.max(0, cut)));
  if (Number.isNaN(admittedAt.getTime())) {
    throw new LongplayError('LP_API_INPUT_INVALID', 'The cursor is none of this list.');
  }
  return { admittedAt, caseId: cursor.slice(cut + 1) };
}

/** A case, as it is answered wherever one is. */
export function shownCase(one: ReadCase) {
  const self = pathOf(one.caseId);
  const isClosed = one.closedAt !== null;
  const retry = isReopenable({ ...one, blockedKey: one.key }) ? { retry: `${self}/retry` } : {};
  const treat = isClosed ? retry : { dryRun: `${self}/dry-run`, retry: `${self}/retry`, discard: `${self}/discard` };
  return {
    ...one,
    admittedAt: one.admittedAt.toISOString(),
    failedAt: one.failedAt?.toISOString() ?? null,
    retryAt: one.retryAt?.toISOString() ?? null,
    closedAt: one.closedAt?.toISOString() ?? null,
    links: { self, content: `${self}/content`, ...treat },
  };
}

function shownGroup(one: ReadGroup) {
  const query = `processor=${encodeURIComponent(one.processor)}&group=${one.group}`;
  return {
    ...one,
    firstSeen: one.firstSeen.toISOString(),
    lastSeen: one.lastSeen.toISOString(),
    retryAt: one.retryAt?.toISOString() ?? null,
    links: {
      cases: `/hospital/cases?${query}`,
      example: pathOf(one.example),
      ...(projectionOf(one.processor) === null && { retry: `/hospital/groups/${one.group}/retry` }),
    },
  };
}
