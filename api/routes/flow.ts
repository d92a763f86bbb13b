import type { FastifyPluginAsync } from 'fastify';
import { LongplayError } from '../../runtime/errors.ts';
import { sendConditional } from '../conditional.ts';
import type { Shop } from '../context.ts';
import type { StuckOrder } from '../flow/flow.ts';
import { type Broken, LAWS } from '../flow/laws/check.ts';
import type { HeldUp } from '../flow/laws/proof.ts';
import type { ProcessorStanding } from '../flow/standing.ts';
import type { Why } from '../flow/why.ts';
import type { Place, StuckFilter } from './flow-reads.ts';
import { lawsSchema, statesSchema, stepsSchema, stuckCountsSchema, stuckSchema } from './flow-schemas.ts';
import { pathOf } from './hospital-orders.ts';
import { type PageQuery, paged, pageOf, sendPage } from './paging.ts';

const shows = (...of: readonly string[]) => ({ needs: ['operator'] as const, shows: { of, key: null } });

/** How orders go on, and which do not. */
export const flowRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const { flow } = shop;

  app.get<{ Querystring: StuckFilter & PageQuery }>(
    '/flow/stuck',
    { schema: stuckSchema, config: shows('order-progress', 'cases') },
    async (request, reply) => {
      const { owedBy, step, orderId } = request.query;
      const page = pageOf(request);
      const after = page.after === null ? null : placeOf(page.after);
      const { orders, next } = await flow.stuck({ owedBy, step, orderId }, after, page.limit);
      // One more than is shown says that there is a next page; it is not looked at.
      const more = next === null ? orders : [...orders, ...orders.slice(-1)];
      const { items, nextCursor } = paged(more, page, cursorOf, shown);
      return sendPage(request, reply, 'orders', { orders: items, nextCursor });
    },
  );

  app.get(
    '/flow/stuck/count',
    { schema: stuckCountsSchema, config: shows('order-progress', 'cases') },
    async (request, reply) => {
      const [counts, reasons] = await Promise.all([flow.counts(), flow.reasons()]);
      return sendConditional(request, reply, { ...counts, reasons });
    },
  );

  app.get('/flow/steps', { schema: stepsSchema, config: shows('flow-steps') }, async (request, reply) =>
    sendConditional(request, reply, { steps: await flow.steps() }),
  );

  app.get(
    '/flow/states',
    { schema: statesSchema, config: shows('flow-steps', 'order-progress') },
    async (request, reply) => {
      const states = (await flow.states()).map(one => ({ ...one, oldest: one.oldest?.toISOString() ?? null }));
      return sendConditional(request, reply, { states });
    },
  );

  app.get('/flow/laws', { schema: lawsSchema, config: { needs: ['operator'] } }, async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    const seen = await flow.laws();
    const { lookedAt = null, last = null, violations = [], broken = {}, more = [], proof } = seen ?? {};
    const { upTo = null, heldUpBy = [] } = proof ?? {};
    const standings = heldUpBy.length === 0 ? [] : await flow.standings();
    return {
      lookedAt: timeOrNull(lookedAt),
      round: last && { ...last, beganAt: timeOf(last.beganAt), finishedAt: timeOf(last.finishedAt) },
      provedUpTo: timeOrNull(upTo),
      heldUpBy: heldUpBy.map(one => ({ reader: one.reader, why: whyHeldUp(one, standings), on: one.on })),
      laws: LAWS.map(law => ({ law, broken: broken[law] ?? 0, atLeast: more.includes(law) })),
      violations: violations.map(one => ({
        ...one,
        topic: one.topic ?? null,
        since: timeOf(one.since),
        links: linksOf(one),
      })),
    };
  });
};

const timeOf = (at: number): string => new Date(at).toISOString();
const timeOrNull = (at: number | null): string | null => (at === null ? null : timeOf(at));

function whyHeldUp({ reader, paused }: HeldUp, standings: readonly ProcessorStanding[]) {
  const partitions = standings.find(({ processor }) => processor === reader)?.partitions ?? [];
  const halts = new Set(partitions.map(({ halted }) => halted));
  if (halts.has('breaker')) return 'stopped';
  return paused || halts.has('paused') ? 'paused' : 'behind';
}

const linksOf = ({ law, key, topic }: Broken): Record<string, string> =>
  law.startsWith('stock-') || topic === 'stock'
    ? { stock: `/stock/${encodeURIComponent(key)}` }
    : { order: `/orders/${encodeURIComponent(key)}` };

const cursorOf = ({ order }: StuckOrder): string => `${order.overdue_at?.toISOString()} ${order.order_id}`;

function placeOf(cursor: string): Place {
  const cut = cursor.indexOf(' ');
  const at = new Date(cursor.slice(0, Math.max(0, cut)));
  if (Number.isNaN(at.getTime())) {
    throw new LongplayError('LP_API_INPUT_INVALID', 'The cursor is none of this list.');
  }
  return { at, orderId: cursor.slice(cut + 1) };
}

function shown({ order, steps, why, because, cases }: StuckOrder) {
  const self = `/orders/${encodeURIComponent(order.order_id)}`;
  return {
    orderId: order.order_id,
    customerId: order.customer_id,
    status: order.status,
    statusSince: order.status_since.toISOString(),
    placedAt: order.placed_at.toISOString(),
    total:
      order.total_amount === null ? null : { amount: Number(order.total_amount), currency: order.total_currency ?? '' },
    overdueAt: order.overdue_at?.toISOString() ?? '',
    steps,
    why: { text: because, ...shownWhy(why) },
    cases: cases.map(({ caseId }) => caseId),
    links: {
      order: self,
      timeline: `${self}/timeline`,
      ...(why.kind === 'parked' && { case: pathOf(why.caseId) }),
    },
  };
}

const shownWhy = (why: Why) => ({
  kind: why.kind,
  processor: why.kind === 'waiting' ? null : why.processor,
  caseId: why.kind === 'parked' ? why.caseId : null,
  records: why.kind === 'behind' ? why.records : null,
  waitingFor: why.kind === 'waiting' ? why.for : null,
  next: why.kind === 'waiting' ? why.next : null,
});
