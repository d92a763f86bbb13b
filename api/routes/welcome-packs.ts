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
import { actionsOf } from './actions.ts';
import { isoOrNull, owedOf } from './order-view.ts';
import { type PageQuery, paged, pageOf, sendPage } from './paging.ts';
import { listSchema, readSchema, reportSchemas } from './welcome-pack-schemas.ts';

type OfCustomer = { Params: { customerId: string } };
type Row = { document: WelcomePackDocument; customer: CustomerDocument | null };

const REPORTS = { sent: 'SENT', failed: 'FAILED', restocked: 'RESTOCKED' } as const;

/** What the warehouse owes, unless it asks for others. */
const OPEN = ['PREPARING', 'OUT_OF_PACKS'];

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
    const records = await sealer.open(rows.flatMap(({ customer }) => customer ?? []));
    const customers = new Map(records.map(one => [one.customerId, one]));
    return rows.map(({ document }) => shown(document, customers.get(document.customerId)));
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

/** Where to is told by the customer's own record, and only where that is as new as the pack's word of it. */
function shown(pack: WelcomePackDocument, customer: CustomerDocument | undefined) {
  const { customerId, version, status, address, failure, carrier, tracking, sentAt, deadlines } = pack;
  const self = `/welcome-packs/${encodeURIComponent(customerId)}`;
  const isOpen = OPEN.includes(status);
  const isCurrent = isOpen && customer !== undefined && address !== null && customer.version >= address.version;
  return {
    customerId,
    version,
    status,
    name: isCurrent ? customer.name : null,
    address: isCurrent ? (customer.addresses[0]?.address ?? null) : null,
    addressVersion: address?.version ?? null,
    failure: failure && { ...failure, at: isoOrNull(failure.at) },
    carrier,
    tracking,
    sentAt: isoOrNull(sentAt),
    owed: owedOf(deadlines),
    actions: actionsOf(
      { name: 'sent', method: 'POST', href: `${self}/sent`, when: isOpen },
      { name: 'failed', method: 'POST', href: `${self}/failed`, when: isOpen },
      { name: 'restocked', method: 'POST', href: `${self}/restocked`, when: status === 'OUT_OF_PACKS' },
    ),
  };
}
