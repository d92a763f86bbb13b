import type { Contributed } from '../../runtime/projector/definition.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { monthOf } from '../utc.ts';

/** From the moment it is paid and reserved, until it is taken back as a whole before it was sent. */
const SOLD: ReadonlySet<Order['status']> = new Set([
  'CONFIRMED',
  'PACKED',
  'DISPATCHED',
  'DELIVERED',
  'STOPPING',
  'DELIVERY_FAILED',
  'RETURNING',
  'RETURNED',
]);

/** Copies of each product, in the month in which they were ordered. A product on two lines counts as one order. */
export function project({ version, status, placedAt, event, lines }: Order): Contributed {
  if (!SOLD.has(status)) return { version, contributions: [] };
  const month = monthOf(placedAt ?? event.time);
  const contributions = [...Map.groupBy(lines, ({ sku }) => sku)].map(([sku, same]) => ({
    month,
    sku,
    orders: 1,
    sold: same.reduce((sum, { quantity }) => sum + quantity, 0),
    returned: same.reduce((sum, { returnedQuantity }) => sum + returnedQuantity, 0),
  }));
  return { version, contributions };
}
