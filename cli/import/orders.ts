import { placeOrder } from '../../api/requests/orders.ts';
import type { PersonalHash } from './personal-hash.ts';
import { askingOf, type ImportOf, type Judge, requestId } from './verdict.ts';

/** An order keeps its id, so it is placed once; another order under the same id is refused by its owner. */
export function orderJudge(of: ImportOf, hash: PersonalHash): Judge<'orders'> {
  return {
    prepare: values => hash.prepare(values.map(({ customerId }) => customerId)),
    decide: ({ orderId, total, ...order }) => {
      const body = { ...order, expectedTotal: total };
      const hashed = hash.of(order.customerId, body);
      return { send: placeOrder(askingOf(of, requestId('orders', orderId, hashed), hashed), orderId, body) };
    },
  };
}
