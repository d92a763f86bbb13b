import { areas, place } from '../../api/console/places.ts';
import type { SeenShop } from './shop.ts';

type Records = { records: { offset: string; key: string }[] };
type Orders = { orders: { orderId: string; customerId: string }[] };
type Cases = { cases: { caseId: string; processor: string; group: string; key: string }[] };

/** Every kind of page, with the ids of this shop. Those with forms are looked at, and nothing is sent. */
export async function pagesOf({ read }: SeenShop): Promise<string[]> {
  const { records } = await read<Records>('/topics/orders/records?partition=0&limit=1');
  const { orders } = await read<Orders>('/orders?limit=1');
  const { cases } = await read<Cases>('/hospital/cases?limit=1');
  const [record, order, found] = [records[0], orders[0], cases[0]];
  if (record === undefined || order === undefined || found === undefined) throw new Error('The shop is empty.');
  const { caseId, processor, group, key } = found;
  return [
    ...areas.map(({ href }) => href),
    '/console?topics=all',
    place(['nodes', 'processors', 'orders']),
    place(['nodes', 'processors', 'orders', 'pause']),
    place(['nodes', 'topics', 'orders']),
    place(['orders'], { tab: 'stuck' }),
    place(['orders'], { tab: 'flow' }),
    place(['orders'], { q: 'nobody' }),
    place(['orders'], { customer: order.customerId }),
    place(['orders', order.orderId]),
    place(['orders', order.orderId], { scale: 'time' }),
    place(['hospital', 'groups', processor, group]),
    place(['hospital', 'groups', processor, group, 'retry']),
    place(['hospital', 'cases', caseId]),
    ...['retry', 'dry-run', 'discard', 'edit'].map(deed => place(['hospital', 'cases', caseId, deed])),
    place(['hospital', 'keys', processor, key, 'retry']),
    place(['projections', 'orders']),
    ...['rebuild', 'verify', 'pause', 'rollback'].map(deed => place(['projections', 'orders', deed])),
    place(['projections', 'orders', 'heal'], { of: order.orderId }),
    ...['', '?view=json', '?view=difference', '?view=readers', '?view=records&look=now', '/check'].map(
      more => `/console/schemas/orders${more}`,
    ),
    place(['topics', 'orders']),
    place(['topics', 'orders'], { key: record.key, as: 'raw' }),
    place(['topics', 'orders', 0, record.offset]),
    '/docs',
  ];
}
