import type { FastifyPluginAsync } from 'fastify';
import type { HospitalDesk } from '../../runtime/casebook/desk.ts';
import type { Shop } from '../context.ts';
import { MOST_READ } from '../flow/cases.ts';
import { shownCase } from './hospital.ts';
import { known } from './hospital-case-schemas.ts';
import { MOST_OWN, orderCaseReads } from './order-case-reads.ts';
import { orderIdSchema } from './order-parts.ts';
import { answer, links, list, listAnswers, object, type Schema } from './schemas.ts';

const concern: Schema = {
  type: 'string',
  enum: ['own-key', 'names-it', 'holds-it-up'],
  description:
    'own-key: it is under the order’s own key, which waits behind it while it is open. names-it: it is under the key of its customer or of a product, and its record is about this order. holds-it-up: it is about something else, and the order waits behind it.',
};

const { properties, required } = known as { properties: Record<string, Schema>; required: string[] };

export const orderCasesSchema = {
  operationId: 'readOrderCases',
  summary: 'Read what is parked of an order, and what it waits behind',
  description: `Open and closed cases of its own key, the oldest ${MOST_OWN}; of its customer’s and its products’ keys the open ones whose record names the order, of which ${MOST_READ} at most are looked at, and those in front of a key that the order waits at now. Of an order that nobody knows yet there may be a case all the same: its request is parked.`,
  tags: ['orders'],
  params: object({ orderId: orderIdSchema }, ['orderId']),
  response: listAnswers(
    answer(
      {
        orderId: orderIdSchema,
        cases: list(answer({ ...properties, concern }, [...required, 'concern'])),
        links,
      },
      ['orderId', 'cases', 'links'],
    ),
    'Its cases; none: nothing of it is parked.',
  ),
};

/** What is parked of an order, under whatever key. */
export const orderCaseRoutes: FastifyPluginAsync<{ shop: Shop; desk: HospitalDesk }> = async (app, { shop, desk }) => {
  const read = orderCaseReads(shop.database, desk.book, shop.flow, shop.follow);

  app.get<{ Params: { orderId: string } }>(
    '/orders/:orderId/cases',
    { schema: orderCasesSchema, config: { needs: ['operator'] } },
    async (request, reply) => {
      const { orderId } = request.params;
      const order = `/orders/${encodeURIComponent(orderId)}`;
      reply.header('cache-control', 'no-store');
      return {
        orderId,
        cases: (await read(orderId)).map(({ concern: about, ...one }) => ({ ...shownCase(one), concern: about })),
        links: { self: `${order}/cases`, order },
      };
    },
  );
};
