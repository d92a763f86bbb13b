import type { FastifyPluginAsync } from 'fastify';
import type { WorkLine, WorkStep } from '../../projections/worklist/project.ts';
import { LongplayError } from '../../runtime/errors.ts';
import type { Shop } from '../context.ts';
import { type PageQuery, paged, pageOf } from './paging.ts';
import { answer, links, list, listAnswers, object, paging, time, timeOrNull } from './schemas.ts';

type Row = { order_id: string; step: WorkStep; since: Date; due: Date | null; overdue: boolean; lines: WorkLine[] };
type WorkQuery = PageQuery & { readonly step?: WorkStep };

const STEPS: readonly WorkStep[] = ['PACK', 'DISPATCH', 'RECEIVE_BACK'];

/** What reports the step as done. */
const REPORTS: Record<WorkStep, string> = { PACK: 'packing', DISPATCH: 'dispatch', RECEIVE_BACK: 'return' };

const schema = {
  operationId: 'readWorklist',
  summary: 'Read what the warehouse has to do, the oldest first',
  description: 'Each entry links to what reports it as done. It follows the orders, a moment behind.',
  tags: ['shipments'],
  querystring: object({
    step: { type: 'string', enum: STEPS, description: 'Only these. Left out: all.' },
    ...paging,
  }),
  response: listAnswers(
    answer({
      work: list(
        answer({
          orderId: { type: 'string' },
          step: { type: 'string', description: 'PACK, DISPATCH or RECEIVE_BACK.' },
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
        }),
      ),
      nextCursor: { type: ['string', 'null'], description: 'Null on the last page.' },
    }),
    'A page of open work.',
  ),
};

export const worklistRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const { sql, views, ask } = shop.database;

  app.get<{ Querystring: WorkQuery }>(
    '/warehouse/worklist',
    { schema, config: { needs: ['warehouse'] } },
    async request => {
      const { step } = request.query;
      const { after, limit } = pageOf(request.query);
      const from = after === null ? null : placeOf(after);
      const rows = await ask(sql<Row[]>`
      select order_id, step, since, due, overdue, lines from ${sql(views)}.worklist
      where step is not null
        ${step === undefined ? sql`` : sql`and step = ${step}`}
        ${from === null ? sql`` : sql`and (since, order_id) > (${from.since}, ${from.orderId})`}
      order by since, order_id limit ${limit + 1}`);
      const { items, nextCursor } = paged(rows, limit, cursorOf, shown);
      return { work: items, nextCursor };
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
  };
}
