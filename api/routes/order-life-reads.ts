import { LIFE } from '../follow/event-ids.ts';
import type { LifeFacts } from '../follow/order-life.ts';
import type { Database } from './database.ts';

export type LifeReads = {
  /** The newest facts of an order that are shown, and whose it is; null: it is not there yet. */
  find(orderId: string): Promise<{ readonly customerId: string | null; readonly facts: LifeFacts }>;
  /** Whether what is shown has come so far, in every partition. */
  isAt(ends: ReadonlyMap<string, readonly bigint[]>): Promise<boolean>;
};

type Row = { customer_id: string } & LifeFacts;

/** What the read models say of an order's life; none of it is personal. */
export function lifeReads({ sql, views, ask }: Database): LifeReads {
  return {
    find: async orderId => {
      const [row] = await ask(sql<Row[]>`
        select o.customer_id, o.document as orders, p.document as payments, a.document as allocations,
          s.document as shipments
        from ${sql(views)}.orders o
        left join ${sql(views)}.payments p using (order_id)
        left join ${sql(views)}.allocations a using (order_id)
        left join ${sql(views)}.shipments s using (order_id)
        where o.order_id = ${orderId}`);
      const { orders = null, payments = null, allocations = null, shipments = null } = row ?? {};
      return { customerId: row?.customer_id ?? null, facts: { orders, payments, allocations, shipments } };
    },

    isAt: async ends => {
      const rows = await ask(sql<{ topic: string; partition: number; position: string }[]>`
        select p.topic, p.partition, p.position from ${sql(views)}.position p
        join ${sql(views)}.generation g on g.projection = p.projection and g.number = p.generation and g.state = 'live'
        where p.projection in ${sql([...LIFE])}`);
      const at = new Map(rows.map(({ topic, partition, position }) => [`${topic} ${partition}`, BigInt(position)]));
      return [...ends].every(([topic, offsets]) =>
        offsets.every((offset, partition) => (at.get(`${topic} ${partition}`) ?? 0n) >= offset),
      );
    },
  };
}
