import type { FastifyPluginAsync } from 'fastify';
import type { Shop } from '../context.ts';
import type { Follow } from '../follow/context.ts';
import { lifeEventId, toldIn } from '../follow/event-ids.ts';
import { type LiveLife, liveLife } from '../follow/live-facts.ts';
import { isAtRest, present, stepsOf, tellOrderLife } from '../follow/order-life.ts';
import { requestIdOf } from '../request-ids.ts';
import { sendNotFound } from './not-found.ts';
import { lifeReads } from './order-life-reads.ts';
import { id, object } from './schemas.ts';
import { exampleOf, lastEventId, streamAnswers } from './sse-schemas.ts';

const schema = {
  operationId: 'followOrder',
  summary: 'Follow an order, from request to doorstep',
  description:
    'Server-sent events: each version of the order, its payment, its allocation and its shipment, as an event of that name (`orders`, `payments`, `allocations`, `shipments`) with what changed; first what has happened so far, then what comes. An id counts what was told, so a client that comes back with it (Last-Event-ID) misses nothing and is told nothing twice, on any instance and after any restart. `rest`: the order has ended and nobody owes it a step; the stream ends, and coming back is answered 204, which tells a browser to stop. A stream also ends after an hour and when the server stops: come back.',
  tags: ['orders'],
  params: object({ orderId: id('The order.', 'order-2c1f6b5e6f0e4a3b9f2d6a1f0c9d7e11') }, ['orderId']),
  headers: lastEventId,
  response: {
    ...streamAnswers(
      'What happened, and then what happens.',
      exampleOf('2.0.0.0', 'orders', {
        orderId: 'order-2c1f6b5e6f0e4a3b9f2d6a1f0c9d7e11',
        topic: 'orders',
        version: 2,
        at: '2026-11-21T10:00:00.000Z',
        changes: [{ what: 'PLACED', at: '2026-11-21T10:00:00.000Z', reason: null }],
      }),
    ),
    204: { type: 'null', description: 'All was told, and the order is at rest: nothing more is expected.' },
  },
};

type Asked = { Params: { orderId: string }; Headers: { 'last-event-id'?: string } };

export const orderEventRoutes: FastifyPluginAsync<{ shop: Shop; follow: Follow }> = async (app, { shop, follow }) => {
  const { prefix, wire, tails, streams, restAfter } = follow;
  const reads = lifeReads(shop.database);

  const isTaken = async (orderId: string) => (await shop.book.find(requestIdOf(orderId))) !== null;

  app.get<Asked>(
    '/orders/:orderId/events',
    // Its headers would be followed by nothing, for as long as the stream goes on.
    { schema, config: { needs: ['shop'], unlimited: true }, exposeHeadRoute: false },
    async (request, reply) => {
      const { orderId } = request.params;
      const seen = request.headers['last-event-id'];
      const told = toldIn(seen ?? lifeEventId({ orders: 0, payments: 0, allocations: 0, shipments: 0 }));
      const place = streams.take(request.caller);
      let live: LiveLife | null = null;
      let over = false;
      let ended = (): void => {
        over = true;
      };
      try {
        live = await liveLife({ tails, wire, prefix, orderId, ended: () => ended() });
        const { since, release } = live;
        // Placed a moment ago, it can be followed before anybody has decided about it.
        const { customerId } = await reads.find(orderId);
        if (customerId === null && !(await isTaken(orderId)))
          return await sendNotFound(shop, reply, 'The order', orderId);
        const isCaughtUp = (): Promise<boolean> => reads.isAt(since);
        if (seen !== undefined && (await isCaughtUp())) {
          const { facts } = await reads.find(orderId);
          if (isAtRest(facts) && stepsOf(present(facts), told).length === 0) {
            return await reply.code(204).send();
          }
        }
        const stream = place.open(reply);
        ended = stream.end;
        if (over) stream.end();
        stream.signal.addEventListener('abort', release);
        const shown = async () => (await reads.find(orderId)).facts;
        try {
          await tellOrderLife({ orderId, stream, told, live, shown, isCaughtUp, restAfter });
        } catch (err) {
          request.log.warn({ err }, 'an order cannot be followed for the moment; its client comes back');
        } finally {
          stream.end();
        }
      } finally {
        live?.release();
        place.release();
      }
    },
  );
};
