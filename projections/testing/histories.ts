import type { Log, OutgoingRecord } from '../../runtime/log/port.ts';
import type { Sql } from '../../runtime/postgres/connect.ts';
import { viewsSchema } from '../../runtime/projector/names.ts';
import { projectionStatus } from '../../runtime/projector/status.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { order } from '../../streams/testing/records.ts';
import { readAll, type Shown } from '../../test/topology/shop.ts';
import { projections } from '../catalogue.ts';
import { project } from '../orders/project.ts';

const STATUSES: readonly Order['status'][] = ['RECEIVED', 'PLACED', 'CONFIRMED', 'PACKED', 'DISPATCHED', 'DELIVERED'];

/** The `version`th fact of an order; its personal texts are none, since nobody seals here. */
export const orderFact = (orderId: string, version: number): Order =>
  order(STATUSES[version % STATUSES.length] as Order['status'], {
    orderId,
    version,
    shippingAddress: null,
    placedAt: 1_700_000_000_000 + version,
    total: { amount: 100 * version, currency: 'USD' },
  });

export const orderRecord = ({ prefix, wire }: Shown, orderId: string, version: number): OutgoingRecord => ({
  topic: `${prefix}.orders`,
  key: Buffer.from(orderId),
  value: wire.writer('orders').encode(orderFact(orderId, version)),
});

export async function append(log: Log, records: readonly OutgoingRecord[]): Promise<void> {
  const writer = await log.writer();
  await writer.append(records);
  await writer.close();
}

/** The rows that a fold of the whole topic comes to, by order id. */
export async function foldedOrders(shown: Shown): Promise<unknown[]> {
  const newest = new Map<string, Order>();
  for (const { value } of await readAll<Order>(shown, 'orders')) {
    if (value.version > (newest.get(value.orderId)?.version ?? 0)) newest.set(value.orderId, value);
  }
  const sorted = [...newest.values()].sort((one, other) => (one.orderId < other.orderId ? -1 : 1));
  return sorted.map(value => JSON.parse(JSON.stringify(project(value))));
}

export async function ordersIn(sql: Sql, prefix: string): Promise<unknown[]> {
  const rows = await sql<{ row: unknown }[]>`
    select to_json(orders) as row from ${sql(viewsSchema(prefix))}.orders order by order_id collate "C"`;
  return rows.map(({ row }) => sameTimes(row as Record<string, unknown>));
}

/** Postgres writes times with an offset of its own. */
const sameTimes = (row: Record<string, unknown>): unknown => ({
  ...row,
  placed_at: new Date(String(row.placed_at)).toISOString(),
  changed_at: new Date(String(row.changed_at)).toISOString(),
});

/** What is left to read of a projection, in offsets, over all partitions; -1 while readers don't see it yet. */
export async function lagOf(shown: Shown, sql: Sql, name: string): Promise<bigint> {
  const only = projections.filter(projection => projection.name === name);
  const [status] = await projectionStatus({ sql, ...shown }, only);
  const left = status?.partitions.reduce((sum, one) => sum + one.lag, 0n) ?? -1n;
  return left === 0n && status?.filling !== null ? -1n : left;
}
