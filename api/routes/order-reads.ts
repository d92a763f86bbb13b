import type { OrderDocument } from '../../projections/orders/project.ts';
import type { ShipmentDocument } from '../../projections/shipments/project.ts';
import { createSealer } from '../../runtime/codec/sealer.ts';
import { schemaText } from '../../schemas/load.ts';
import type { Shop } from '../context.ts';
import type { Database } from './database.ts';
import type { OrderParts } from './order-view.ts';

/** An order with its neighbours; null where the read model has none. */
export type OrderReads = {
  find(orderId: string): Promise<OrderParts | null>;
  list(query: ListQuery): Promise<ListedOrder[]>;
};

type ListQuery = {
  readonly status: string | null;
  readonly customerId: string | null;
  /** From this time on. */
  readonly placedFrom: Date | null;
  /** Before this time. */
  readonly placedTo: Date | null;
  readonly after: string | null;
  readonly limit: number;
};

export type ListedOrder = {
  readonly order_id: string;
  readonly version: string;
  readonly status: string;
  readonly customer_id: string;
  readonly placed_at: Date | null;
  readonly total_amount: string | null;
  readonly total_currency: string | null;
};

export function orderReads({ database, vault }: Pick<Shop, 'database' | 'vault'>): OrderReads {
  const { sql, views, ask } = database;
  const orderSealer = createSealer<OrderDocument>(schemaText({ schema: 'orders' }), vault);
  const shipmentSealer = createSealer<ShipmentDocument>(schemaText({ schema: 'shipments' }), vault);
  return {
    find: async orderId => {
      const [row] = await ask(sql<OrderParts[]>`
        select o.document as "order", p.document as payment, a.document as allocation, s.document as shipment
        from ${sql(views)}.orders o
        left join ${sql(views)}.payments p using (order_id)
        left join ${sql(views)}.allocations a using (order_id)
        left join ${sql(views)}.shipments s using (order_id)
        where o.order_id = ${orderId}`);
      if (row === undefined) return null;
      const [order] = await orderSealer.open([row.order]);
      const [shipment = null] = row.shipment === null ? [] : await shipmentSealer.open([row.shipment]);
      return { ...row, order: order as OrderDocument, shipment };
    },

    list: ({ status, customerId, placedFrom, placedTo, after, limit }) =>
      ask(sql<ListedOrder[]>`
        select order_id, version, status, customer_id, placed_at, total_amount, total_currency
        from ${sql(views)}.orders
        where true
          ${status === null ? sql`` : sql`and status = ${status}`}
          ${customerId === null ? sql`` : sql`and customer_id = ${customerId}`}
          ${placedFrom === null ? sql`` : sql`and placed_at >= ${placedFrom}`}
          ${placedTo === null ? sql`` : sql`and placed_at < ${placedTo}`}
          ${after === null ? sql`` : sql`and order_id > ${after}`}
        order by order_id limit ${limit + 1}`),
  };
}

/** Whose order (or what else there is a table of) it is; null where the read model does not know it. */
export async function customerOf(
  { sql, views, ask }: Database,
  id: string,
  { table, key } = { table: 'orders', key: 'order_id' },
): Promise<string | null> {
  const [row] = await ask(
    sql<{ customer_id: string }[]>`select customer_id from ${sql(views)}.${sql(table)} where ${sql(key)} = ${id}`,
  );
  return row?.customer_id ?? null;
}
