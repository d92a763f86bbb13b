import type { FastifyPluginAsync } from 'fastify';
import { sendConditional } from '../conditional.ts';
import type { Shop } from '../context.ts';
import { sendNotFound } from './not-found.ts';
import { conditionalRead } from './read-schemas.ts';
import { answer, id, links, list, moneyAnswer, object } from './schemas.ts';

const COUNTS = [
  { name: 'orders', says: 'All of them.' },
  { name: 'open', says: 'On their way.' },
  { name: 'delivered', says: 'Delivered, and not all sent back.' },
  { name: 'returned', says: 'Sent back, or never delivered, as a whole.' },
  { name: 'cancelled', says: 'Cancelled, or being cancelled.' },
  { name: 'rejected', says: 'Rejected, or being rejected.' },
] as const;

type Row = Record<(typeof COUNTS)[number]['name'] | 'amount', string> & { currency: string };
type CustomerParams = { Params: { customerId: string } };

const schema = {
  operationId: 'readCustomerOrders',
  summary: 'Read what has become of a customer’s orders',
  description: 'In numbers; the orders themselves are listed by /orders?customerId=.',
  tags: ['customers'],
  params: object({ customerId: id('The customer.', 'customer-2') }, ['customerId']),
  ...conditionalRead(
    answer({
      customerId: { type: 'string' },
      ...Object.fromEntries(COUNTS.map(({ name, says }) => [name, { type: 'integer', description: says }])),
      amounts: list(
        moneyAnswer('Of the orders in one currency.'),
        'What orders come to that were neither cancelled nor rejected.',
      ),
      links,
    }),
    'It follows the orders as they go on, a moment behind.',
  ),
};

export const customerOrderRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const { sql, views, ask } = shop.database;

  app.get<CustomerParams>(
    '/customers/:customerId/orders',
    { schema, config: { needs: ['shop'], shows: { of: ['customer-orders', 'customers'], key: null } } },
    async (request, reply) => {
      const { customerId } = request.params;
      const [rows, [known]] = await Promise.all([
        ask(sql<Row[]>`
        select * from ${sql(views)}.customer_orders where customer_id = ${customerId} order by currency`),
        ask(sql`select from ${sql(views)}.customers where customer_id = ${customerId}`),
      ]);
      if (known === undefined && rows.length === 0) return sendNotFound(shop, reply, 'The customer', customerId);
      const encoded = encodeURIComponent(customerId);
      return sendConditional(request, reply, {
        customerId,
        ...Object.fromEntries(COUNTS.map(({ name }) => [name, rows.reduce((sum, row) => sum + Number(row[name]), 0)])),
        amounts: rows
          .filter(({ currency }) => currency !== '')
          .map(({ amount, currency }) => ({ amount: Number(amount), currency })),
        links: {
          self: `/customers/${encoded}/orders`,
          customer: `/customers/${encoded}`,
          list: `/orders?customerId=${encoded}`,
        },
      });
    },
  );
};
