import { bodyHash } from '../../api/requests/body-hash.ts';
import { placeOrder } from '../../api/requests/orders.ts';
import { askingOf, type ImportOf, type Judge, requestId } from './verdict.ts';

/** An order keeps its id, so it is placed once; another order under the same id is refused by its owner. */
export function orderJudge(of: ImportOf): Judge<'orders'> {
  return ({ orderId, total, ...order }) => {
    const body = { ...order, expectedTotal: total };
    const hash = bodyHash(body);
    return { send: placeOrder(askingOf(of, requestId('orders', orderId, hash), hash), orderId, body) };
  };
}
