import type { FastifyPluginAsync } from 'fastify';
import type { WorkLine, WorkStep } from '../../projections/worklist/project.ts';
import { LongplayError } from '../../runtime/errors.ts';
import type { Shop } from '../context.ts';
import { actionsOf } from './actions.ts';
import { type PageQuery, paged, pageOf, sendPage } from './paging.ts';
import { pagedRead } from './read-schemas.ts';
import { actions, answer, links, list, time, timeOrNull } from './schemas.ts';

type Row = { order_id: string; step: WorkStep; since: Date; due: Date | null; overdue: boolean; lines: WorkLine[] };
type WorkQuery = PageQuery & { readonly step?: WorkStep; readonly overdue?: boolean };

const STEPS: readonly WorkStep[] = ['PACK', 'DISPATCH', 'RECEIVE_BACK'];

/** What reports the step as done. */
const REPORTS: Record<WorkStep, string> = { PACK: 'packing', DISPATCH: 'dispatch', RECEIVE_BACK: 'return' };

const work = answer(
  {
    orderId: { type: 'string', examples: ['order-17'] },
    step: { type: 'string', enum: STEPS },
    since: time('Since when it is to be done.'),
    due: timeOrNull('When it is overdue.'),
    overdue: { type: 'boolean' },
    lines: list(
      answer({
        line: { type: 'integer' },
        sku: { type: 'string' },
        title: { type: 'string' },
        quantity: { type: 'integer' },
      }),
      'What is to be packed or sent, or what is still to come back.',
    ),
    links,
    actions,
  },
  ['orderId', 'step'],
);

const schema = {
  operationId: 'readWorklist',
  summary: 'Read what the warehouse has to do, the oldest first',
  description: 'Each entry names what reports it as done. It follows the orders, a moment behind.',
  tags: ['shipments'],
  ...pagedRead('work', work, 'A page of open work.', {
    step: { type: 'string', enum: STEPS, description: 'Only these. Left out: all.' },
    overdue: { type: 'boolean', description: 'Only what is overdue, or is not. Left out: all.' },
  }),
};

export const worklistRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const { sql, views, ask } = shop.database;

  app.get<{ Querystring: WorkQuery }>(
    '/warehouse/worklist',
    { schema, config: { needs: ['warehouse'], shows: { of: ['worklist'], key: null } } },
    async (request, reply) => {
      const { step, overdue } = request.query;
      const page = pageOf(request);
      const from = page.after === null ? null : placeOf(page.after);
      const rows = await ask(sql<Row[]>`
      select order_id, step, since, due, overdue, lines from ${sql(views)}.worklist
      where step is not null
        ${step === undefined ? sql`` : sql`and step = ${step}`}
        ${overdue === undefined ? sql`` : sql`and overdue = ${overdue}`}
        ${from === null ? sql`` : sql`and (since, order_id) > (${from.since}, ${from.orderId})`}
      order by since, order_id limit ${page.limit + 1}`);
      const { items, nextCursor } = paged(rows, page, cursorOf, shown);
      return sendPage(request, reply, 'work', { work: items, nextCursor });
    },
  );
};

const cursorOf = ({ since, order_id }: Row): string => `${since.toISOString()} ${order_id}`;

function placeOf(cursor: string): { since: Date; orderId: string } {
  const [time = '', ...rest] = cursor.split(' ');
  const since = new Date(time);
  if (Number.isNaN(since.getTime()) || cursorOf({ since, order_id: rest.join(' ') } as Row) !== cursor) {
    throw new LongplayError('LP_API_INPUT_INVALID', 'The cursor is none of this list.');
  }
  return { since, orderId: rest.join(' ') };
}

function shown({ order_id, step, since, due, overdue, lines }: Row) {
  const shipment = `/shipments/${encodeURIComponent(order_id)}`;
  return {
    orderId: order_id,
    step,
    since: since.toISOString(),
    due: due?.toISOString() ?? null,
    overdue,
    lines,
    links: { shipment, order: `/orders/${encodeURIComponent(order_id)}`, done: `${shipment}/${REPORTS[step]}` },
    actions: actionsOf({ name: 'done', method: 'POST', href: `${shipment}/${REPORTS[step]}` }),
  };
}
