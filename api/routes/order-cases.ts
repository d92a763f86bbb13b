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
    'own-key: it is under the order’s own key, which waits behind it while it is open. names-it: it is under the key of its customer or of a product, and its record is about this order. holds-it-up: the order waits behind it, and nothing tells that it is about this order; where `unread` is 0, it is about something else.',
};

const { properties, required } = known as { properties: Record<string, Schema>; required: string[] };

export const orderCasesSchema = {
  operationId: 'readOrderCases',
  summary: 'Read what is parked of an order, and what it waits behind',
  description: `Of its own key ${MOST_OWN} cases at most, the oldest first: the open ones come before those closed last. Under other keys open ones only: under its customer’s key those whose record was written since the order began, under its products’ keys those of stock whose record was written at the very time at which the order decided something or asked something that is not answered yet. ${MOST_READ} of these records are looked at, at most, and those that name the order are told; \`unread\` counts the others that could not be looked at. Beside them stand those in front of a key that the order waits at now. Of an order that nobody knows yet there may be a case all the same: its request is parked.`,
  tags: ['orders'],
  params: object({ orderId: orderIdSchema }, ['orderId']),
  response: listAnswers(
    answer(
      {
        orderId: orderIdSchema,
        cases: list(answer({ ...properties, concern }, [...required, 'concern'])),
        unread: {
          type: 'integer',
          description: `Open cases under other keys that may be about the order, and could not be looked at: there are more than ${MOST_READ}, their record is not on the log any more, or the log cannot be read just now.`,
          examples: [0],
        },
        links,
      },
      ['orderId', 'cases', 'unread', 'links'],
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
      const { cases, unread } = await read(orderId);
      return {
        orderId,
        cases: cases.map(({ concern: about, ...one }) => ({ ...shownCase(one), concern: about })),
        unread,
        links: { self: `${order}/cases`, order },
      };
    },
  );
};
