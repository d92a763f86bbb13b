import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { TargetShown } from '../../projections/webhook-deliveries/project.ts';
import type { WebhookDocument } from '../../projections/webhooks/project.ts';
import { secretText, signingSecret, webhookSubject } from '../../runtime/gateways/webhooks/signature.ts';
import { targetProblem } from '../../runtime/gateways/webhooks/targets.ts';
import type { WebhookRequest } from '../../schemas/types/webhook-requests.ts';
import { sendConditional } from '../conditional.ts';
import type { Shop } from '../context.ts';
import { problem, sendProblem } from '../errors.ts';
import { type RequestIds, requestIds } from '../request-ids.ts';
import type { WebhookBody } from '../requests/bodies.ts';
import { webhookRequest } from '../requests/webhooks.ts';
import { answerWrite } from '../writing.ts';
import { actionsOf } from './actions.ts';
import { sendNotFound } from './not-found.ts';
import { type PageQuery, paged, pageOf, sendPage } from './paging.ts';
import {
  changeSchema,
  deliveriesSchema,
  listSchema,
  pauseSchema,
  readSchema,
  removeSchema,
  resumeSchema,
  rotateSchema,
  subscribeSchema,
} from './webhook-schemas.ts';

/** As many as each order can be told to (streams/webhook-deliveries). */
const MOST_WEBHOOKS = 32;

type Row = {
  subscription_id: string;
  version: string;
  status: string;
  since: Date;
  changed_at: Date;
  document: WebhookDocument;
};
type DeliveryRow = { order_id: string; targets: TargetShown[] };
type Params = { Params: { subscriptionId: string } };
type Act = Exclude<WebhookRequest['type'], 'UNKNOWN' | 'SUBSCRIBE'>;

const config = { needs: ['operator'] } as const;
const shows = (of: 'webhooks' | 'webhook-deliveries', key: 'subscriptionId' | null) =>
  ({ ...config, shows: { of: [of], key } }) as const;
const pathOf = (id: string): string => `/webhooks/${encodeURIComponent(id)}`;

export const webhookRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const { sql, views, ask } = shop.database;

  /** Made of the webhook's key, so that a repeat of the request shows the same one. */
  const secretOf = async (subscriptionId: string, requestId: string): Promise<string | null> => {
    const subject = webhookSubject(subscriptionId);
    const key = (await shop.vault.keysFor([subject])).get(subject)?.secret ?? null;
    const secret = signingSecret(key, requestId);
    return secret === null ? null : secretText(secret);
  };

  const find = async (id: string): Promise<Row | undefined> =>
    (await ask(sql<Row[]>`select * from ${sql(views)}.webhooks where subscription_id = ${id}`))[0];

  const refuseTarget = (reply: FastifyReply, fault: string): FastifyReply =>
    sendProblem(
      reply,
      problem('LP_API_INPUT_INVALID', `The url ${fault}.`, {
        errors: [{ in: 'body', pointer: '#/url', detail: fault }],
      }),
    );

  const act = (
    type: Act,
    request: FastifyRequest<Params>,
    reply: FastifyReply,
    more: {
      readonly body?: WebhookBody;
      readonly answer?: Readonly<Record<string, unknown>>;
      readonly ids?: RequestIds;
    } = {},
  ): Promise<FastifyReply> => {
    const { subscriptionId } = request.params;
    return answerWrite(shop, request, reply, {
      ids: more.ids ?? requestIds(request),
      resource: pathOf(subscriptionId),
      owned: { topic: 'webhooks', key: subscriptionId },
      ...(more.answer !== undefined && { answer: more.answer }),
      build: asking => webhookRequest(asking, subscriptionId, type, more.body ?? null),
    });
  };

  app.post<{ Body: WebhookBody }>('/webhooks', { schema: subscribeSchema, config }, async (request, reply) => {
    const fault = targetProblem(request.body.url, shop.webhookTargets);
    if (fault !== null) return refuseTarget(reply, fault);
    const ids = requestIds(request);
    const subscriptionId = ids.created('webhook');
    const [others] = await ask(sql<{ count: string }[]>`
      select count(*) from ${sql(views)}.webhooks where status <> 'REMOVED' and subscription_id <> ${subscriptionId}`);
    if (Number(others?.count) >= MOST_WEBHOOKS) return sendProblem(reply, problem('LP_API_WEBHOOKS_TOO_MANY'));
    return answerWrite(shop, request, reply, {
      ids,
      resource: pathOf(subscriptionId),
      creates: true,
      answer: { subscriptionId, secret: await secretOf(subscriptionId, ids.requestId) },
      build: asking => webhookRequest(asking, subscriptionId, 'SUBSCRIBE', request.body),
    });
  });

  app.put<Params & { Body: WebhookBody }>(
    '/webhooks/:subscriptionId',
    { schema: changeSchema, config },
    async (request, reply) => {
      const fault = targetProblem(request.body.url, shop.webhookTargets);
      return fault === null ? act('CHANGE', request, reply, { body: request.body }) : refuseTarget(reply, fault);
    },
  );

  app.post<Params>('/webhooks/:subscriptionId/pause', { schema: pauseSchema, config }, (request, reply) =>
    act('PAUSE', request, reply),
  );

  app.post<Params>('/webhooks/:subscriptionId/resume', { schema: resumeSchema, config }, (request, reply) =>
    act('RESUME', request, reply),
  );

  app.post<Params>('/webhooks/:subscriptionId/secret', { schema: rotateSchema, config }, async (request, reply) => {
    const { subscriptionId } = request.params;
    // A key is made where there was none, which must not be done for what nobody knows.
    if ((await find(subscriptionId)) === undefined) return sendNotFound(shop, reply, 'The webhook', subscriptionId);
    // Without an Idempotency-Key each call of it gives other ids.
    const ids = requestIds(request);
    const secret = await secretOf(subscriptionId, ids.requestId);
    return act('ROTATE', request, reply, { ids, answer: { secret } });
  });

  app.delete<Params>('/webhooks/:subscriptionId', { schema: removeSchema, config }, (request, reply) =>
    act('REMOVE', request, reply),
  );

  app.get('/webhooks', { schema: listSchema, config: shows('webhooks', null) }, async (request, reply) => {
    const page = pageOf(request);
    const rows = await ask(sql<Row[]>`
      select * from ${sql(views)}.webhooks
      where status <> 'REMOVED'
        ${page.after === null ? sql`` : sql`and subscription_id > ${page.after}`}
      order by subscription_id limit ${page.limit + 1}`);
    const { items, nextCursor } = paged(rows, page, row => row.subscription_id, shown);
    return sendPage(request, reply, 'webhooks', { webhooks: items, nextCursor });
  });

  app.get<Params>(
    '/webhooks/:subscriptionId',
    { schema: readSchema, config: shows('webhooks', 'subscriptionId') },
    async (request, reply) => {
      const row = await find(request.params.subscriptionId);
      if (row === undefined) return sendNotFound(shop, reply, 'The webhook', request.params.subscriptionId);
      return sendConditional(request, reply, shown(row));
    },
  );

  app.get<Params & { Querystring: PageQuery & { readonly orderId?: string } }>(
    '/webhooks/:subscriptionId/deliveries',
    { schema: deliveriesSchema, config: shows('webhook-deliveries', null) },
    async (request, reply) => {
      const { subscriptionId } = request.params;
      const { orderId } = request.query;
      if ((await find(subscriptionId)) === undefined) return sendNotFound(shop, reply, 'The webhook', subscriptionId);
      const page = pageOf(request);
      const waits = sql`status <> 'DELIVERED' and position(${` ${subscriptionId} `} in waiting_for) > 0`;
      const rows = await ask(sql<DeliveryRow[]>`
        select order_id, targets from ${sql(views)}.webhook_deliveries
        where ${orderId === undefined ? waits : sql`order_id = ${orderId}`}
          ${page.after === null ? sql`` : sql`and order_id > ${page.after}`}
        order by order_id limit ${page.limit + 1}`);
      const { items, nextCursor } = paged(
        rows,
        page,
        row => row.order_id,
        row => deliveryOf(row, subscriptionId),
      );
      const deliveries = items.filter(one => one !== null);
      return sendPage(request, reply, 'deliveries', { deliveries, nextCursor });
    },
  );
};

function shown({ subscription_id, version, status, since, changed_at, document }: Row) {
  const { url, types, suspension, refusals, formerSecretUntil } = document;
  const self = pathOf(subscription_id);
  const isThere = status !== 'REMOVED';
  return {
    subscriptionId: subscription_id,
    version: Number(version),
    status,
    url,
    types,
    since: since.toISOString(),
    suspension: suspension && { code: suspension.code, at: new Date(suspension.at).toISOString() },
    refusedMessages: refusals.length,
    formerSecretUntil: isoOrNull(formerSecretUntil),
    changedAt: changed_at.toISOString(),
    links: { self, deliveries: `${self}/deliveries` },
    actions: actionsOf(
      { name: 'change', method: 'PUT', href: self, when: isThere },
      { name: 'pause', method: 'POST', href: `${self}/pause`, when: status === 'ACTIVE' },
      { name: 'resume', method: 'POST', href: `${self}/resume`, when: isThere && status !== 'ACTIVE' },
      { name: 'new-secret', method: 'POST', href: `${self}/secret`, when: isThere },
      { name: 'remove', method: 'DELETE', href: self, when: isThere },
    ),
  };
}

function deliveryOf({ order_id, targets }: DeliveryRow, subscriptionId: string) {
  const target = targets.find(one => one.subscriptionId === subscriptionId);
  if (target === undefined) return null;
  const { queue, waiting, attempt, refused, lastError, delivered, deliveredCount, dropped } = target;
  return {
    orderId: order_id,
    waiting,
    pending: queue,
    attempt,
    nextTryAt: isoOrNull(target.nextTryAt),
    refused,
    lastError,
    lastErrorAt: isoOrNull(target.lastErrorAt),
    delivered,
    deliveredCount,
    deliveredAt: isoOrNull(target.deliveredAt),
    dropped,
    links: { order: `/orders/${encodeURIComponent(order_id)}` },
  };
}

const isoOrNull = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
