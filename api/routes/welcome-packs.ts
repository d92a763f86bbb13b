import type { FastifyPluginAsync } from 'fastify';
import type { CustomerDocument } from '../../projections/customers/project.ts';
import type { WelcomePackDocument } from '../../projections/welcome-packs/project.ts';
import { createSealer } from '../../runtime/codec/sealer.ts';
import { schemaText } from '../../schemas/load.ts';
import { sendConditional } from '../conditional.ts';
import type { Shop } from '../context.ts';
import { problem, sendProblem } from '../errors.ts';
import { requestIds } from '../request-ids.ts';
import type { PackBody } from '../requests/bodies.ts';
import { reportPack } from '../requests/welcome-packs.ts';
import { answerWrite } from '../writing.ts';
import { type PageQuery, paged, pageOf, sendPage } from './paging.ts';
import { listSchema, readSchema, reportSchemas } from './welcome-pack-schemas.ts';
import { OPEN, packView } from './welcome-pack-view.ts';

type OfCustomer = { Params: { customerId: string } };
type Row = { document: WelcomePackDocument; customer: CustomerDocument | null };

const REPORTS = { sent: 'SENT', failed: 'FAILED', restocked: 'RESTOCKED' } as const;

export const welcomePackRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const { sql, views, ask } = shop.database;
  const sealer = createSealer<CustomerDocument>(schemaText({ schema: 'customers' }), shop.vault);
  const of = ['welcome-packs', 'customers'];
  const pathOf = (customerId: string): string => `/welcome-packs/${encodeURIComponent(customerId)}`;
  const joined = () => sql`
    select p.document, c.document as customer
    from ${sql(views)}.welcome_packs p left join ${sql(views)}.customers c using (customer_id)`;

  /** With the records of the customers, opened. */
  async function opened(rows: readonly Row[]) {
    const sealed = rows.flatMap(({ customer }) => customer ?? []);
    const records = await sealer.open(sealed);
    const customers = new Map(
      sealed.map((one, at) => [one.customerId, { sealed: one, open: records[at] as CustomerDocument }]),
    );
    return rows.map(({ document }) => packView(document, customers.get(document.customerId)));
  }

  app.get<{ Querystring: PageQuery & { status?: string } }>(
    '/welcome-packs',
    { schema: listSchema, config: { needs: ['warehouse'], shows: { of, key: null } } },
    async (request, reply) => {
      const { status } = request.query;
      const page = pageOf(request);
      const rows = await ask(sql<Row[]>`${joined()}
      where p.status in ${sql(status === undefined ? OPEN : [status])}
        ${page.after === null ? sql`` : sql`and p.customer_id > ${page.after}`}
      order by p.customer_id limit ${page.limit + 1}`);
      const { items, nextCursor } = paged(
        await opened(rows),
        page,
        one => one.customerId,
        one => one,
      );
      return sendPage(request, reply, 'packs', { packs: items, nextCursor });
    },
  );

  app.get<OfCustomer>(
    '/welcome-packs/:customerId',
    { schema: readSchema, config: { needs: ['warehouse', 'operator'], shows: { of, key: 'customerId' } } },
    async (request, reply) => {
      const { customerId } = request.params;
      const [pack] = await opened(await ask(sql<Row[]>`${joined()} where p.customer_id = ${customerId}`));
      if (pack !== undefined) return sendConditional(request, reply, pack);
      const detail = `The customer ${customerId} has no welcome pack: there is one for who registers through POST /customers.`;
      return sendProblem(reply, problem('LP_API_NOT_FOUND', detail));
    },
  );

  for (const [path, type] of Object.entries(REPORTS)) {
    app.post<OfCustomer & { Body: PackBody | null }>(
      `/welcome-packs/:customerId/${path}`,
      { schema: reportSchemas[type], config: { needs: ['warehouse'] } },
      (request, reply) => {
        const { customerId } = request.params;
        return answerWrite(shop, request, reply, {
          ids: requestIds(request),
          resource: pathOf(customerId),
          owned: { topic: 'welcome-packs', key: customerId },
          build: asking => reportPack(asking, customerId, type, request.body ?? {}),
        });
      },
    );
  }
};
