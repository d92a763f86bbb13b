import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { ShipmentDocument } from '../../projections/shipments/project.ts';
import { createSealer } from '../../runtime/codec/sealer.ts';
import { schemaText } from '../../schemas/load.ts';
import { sendConditional } from '../conditional.ts';
import type { Shop } from '../context.ts';
import { problem, sendProblem } from '../errors.ts';
import { requestIds } from '../request-ids.ts';
import type { DispatchBody, FailureBody, GoodsBackBody } from '../requests/bodies.ts';
import {
  deliverShipment,
  dispatchShipment,
  failShipment,
  packShipment,
  returnShipment,
} from '../requests/shipments.ts';
import { answerWrite, type Write } from '../writing.ts';
import { shipmentView } from './order-view.ts';
import { ownerOf } from './owners.ts';
import { type PageQuery, paged, pageOf, sendPage } from './paging.ts';
import {
  deliverSchema,
  dispatchSchema,
  failSchema,
  goodsBackSchema,
  listSchema,
  packSchema,
  readSchema,
} from './shipment-schemas.ts';

type OfOrder = { Params: { orderId: string } };
type Row = { order_id: string; document: ShipmentDocument };

export const shipmentRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const { sql, views, ask } = shop.database;
  const sealer = createSealer<ShipmentDocument>(schemaText({ schema: 'shipments' }), shop.vault);
  const pathOf = (orderId: string): string => `/shipments/${encodeURIComponent(orderId)}`;

  app.get<{ Querystring: PageQuery & { status?: string } }>(
    '/shipments',
    { schema: listSchema, config: { needs: ['shop', 'warehouse'], shows: { of: ['shipments'], key: null } } },
    async (request, reply) => {
      const { status } = request.query;
      const page = pageOf(request);
      const rows = await ask(sql<Row[]>`
      select order_id, document from ${sql(views)}.shipments
      where true
        ${status === undefined ? sql`` : sql`and status = ${status}`}
        ${page.after === null ? sql`` : sql`and order_id > ${page.after}`}
      order by order_id limit ${page.limit + 1}`);
      const documents = await sealer.open(rows.map(row => row.document));
      const { items, nextCursor } = paged(documents, page, one => one.orderId, shipmentView);
      return sendPage(request, reply, 'shipments', { shipments: items, nextCursor });
    },
  );

  app.get<OfOrder>(
    '/shipments/:orderId',
    {
      schema: readSchema,
      config: { needs: ['shop', 'warehouse', 'operator'], shows: { of: ['shipments'], key: 'orderId' } },
    },
    async (request, reply) => {
      const { orderId } = request.params;
      const [row] = await ask(sql<Row[]>`
      select order_id, document from ${sql(views)}.shipments where order_id = ${orderId}`);
      if (row === undefined) {
        const detail = `The order ${orderId} has no shipment: there is one once the order is confirmed or ends.`;
        return sendProblem(reply, problem('LP_API_NOT_FOUND', detail));
      }
      const [document] = await sealer.open([row.document]);
      return sendConditional(request, reply, shipmentView(document as ShipmentDocument));
    },
  );

  const report = (request: FastifyRequest<OfOrder>, reply: FastifyReply, build: Write['build']) => {
    const { orderId } = request.params;
    const owned = { topic: 'shipments', key: orderId };
    return answerWrite(shop, request, reply, { ids: requestIds(request), resource: pathOf(orderId), owned, build });
  };

  app.post<OfOrder & { Body: { parcels?: number } | null }>(
    '/shipments/:orderId/packing',
    { schema: packSchema, config: { needs: ['warehouse'] } },
    (request, reply) =>
      report(request, reply, asking => packShipment(asking, request.params.orderId, request.body ?? {})),
  );

  app.post<OfOrder & { Body: DispatchBody }>(
    '/shipments/:orderId/dispatch',
    { schema: dispatchSchema, config: { needs: ['warehouse'] } },
    (request, reply) =>
      report(request, reply, asking => dispatchShipment(asking, request.params.orderId, request.body)),
  );

  app.post<OfOrder & { Body: { deliveredAt?: string | null } | null }>(
    '/shipments/:orderId/delivery',
    { schema: deliverSchema, config: { needs: ['warehouse'] } },
    (request, reply) => {
      const { deliveredAt } = request.body ?? {};
      const at = deliveredAt == null ? null : Date.parse(deliveredAt);
      return report(request, reply, asking => deliverShipment(asking, request.params.orderId, { deliveredAt: at }));
    },
  );

  app.post<OfOrder & { Body: FailureBody }>(
    '/shipments/:orderId/failure',
    { schema: failSchema, config: { needs: ['warehouse'] } },
    (request, reply) =>
      report(request, reply, async asking => {
        const { orderId } = request.params;
        const owner = await ownerOf(shop, orderId, request.body.note);
        return { request: failShipment(asking, orderId, owner, request.body), options: {} };
      }),
  );

  app.post<OfOrder & { Body: GoodsBackBody }>(
    '/shipments/:orderId/return',
    { schema: goodsBackSchema, config: { needs: ['warehouse'] } },
    (request, reply) =>
      report(request, reply, async asking => {
        const { orderId } = request.params;
        const owner = await ownerOf(shop, orderId, request.body.note);
        return { request: returnShipment(asking, orderId, owner, request.body), options: {} };
      }),
  );
};
