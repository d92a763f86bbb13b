import type { FastifyPluginAsync } from 'fastify';
import type { EnrolmentDocument } from '../../projections/enrolments/project.ts';
import { sendConditional } from '../conditional.ts';
import type { Shop } from '../context.ts';
import { problem, sendProblem } from '../errors.ts';
import { listSchema, readSchema } from './enrolment-schemas.ts';
import { isoOrNull, owedOf } from './order-view.ts';
import { type PageQuery, paged, pageOf, sendPage } from './paging.ts';

type Row = { document: EnrolmentDocument };

export const enrolmentRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const { sql, views, ask } = shop.database;
  const of = ['enrolments'];

  app.get<{ Querystring: PageQuery & { status?: string } }>(
    '/enrolments',
    { schema: listSchema, config: { needs: ['shop', 'operator'], shows: { of, key: null } } },
    async (request, reply) => {
      const { status } = request.query;
      const page = pageOf(request);
      const rows = await ask(sql<Row[]>`
      select document from ${sql(views)}.enrolments
      where true
        ${status === undefined ? sql`` : sql`and status = ${status}`}
        ${page.after === null ? sql`` : sql`and customer_id > ${page.after}`}
      order by customer_id limit ${page.limit + 1}`);
      const { items, nextCursor } = paged(rows, page, ({ document }) => document.customerId, shown);
      return sendPage(request, reply, 'enrolments', { enrolments: items, nextCursor });
    },
  );

  app.get<{ Params: { customerId: string } }>(
    '/enrolments/:customerId',
    { schema: readSchema, config: { needs: ['shop', 'operator'], shows: { of, key: 'customerId' } } },
    async (request, reply) => {
      const { customerId } = request.params;
      const [row] = await ask(sql<Row[]>`
      select document from ${sql(views)}.enrolments where customer_id = ${customerId}`);
      if (row !== undefined) return sendConditional(request, reply, shown(row));
      const detail = `The customer ${customerId} has no enrolment: there is one for who registers through POST /customers.`;
      return sendProblem(reply, problem('LP_API_NOT_FOUND', detail));
    },
  );
};

function shown({ document: { customerId, version, status, enrolledAt, steps, deadlines } }: Row) {
  const id = encodeURIComponent(customerId);
  return {
    customerId,
    version,
    status,
    enrolledAt: isoOrNull(enrolledAt),
    steps: steps.map(({ since, version: _, ...step }) => ({ ...step, since: isoOrNull(since) })),
    owed: owedOf(deadlines),
    links: { self: `/enrolments/${id}`, customer: `/customers/${id}`, points: `/loyalty-accounts/${id}` },
  };
}
