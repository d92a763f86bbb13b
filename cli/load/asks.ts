import { bodyHash } from '../../api/requests/body-hash.ts';
import { registerCustomer } from '../../api/requests/customers.ts';
import { cancelOrder, placeOrder, returnOrder } from '../../api/requests/orders.ts';
import { putProduct } from '../../api/requests/products.ts';
import type { Asking, Request } from '../../api/requests/request.ts';
import { failShipment, returnShipment } from '../../api/requests/shipments.ts';
import { stockReceipt } from '../../api/requests/stock.ts';
import { productOf } from './catalogue.ts';
import type { OrderPlan } from './plan.ts';

/*
 * What everybody outside asks, under natural ids: whoever asks it again, in this run or in another one of the same seed,
 * changes nothing.
 */

const asking = (id: string, body: unknown, kind: 'CUSTOMER' | 'WAREHOUSE' | 'OPERATOR'): Asking => ({
  id: `load/${id}`,
  bodyHash: bodyHash(body),
  time: Date.now(),
  actor: { kind, id: 'longplay-load' },
});

export function offer(seed: number, sku: string): Request {
  const body = productOf(seed, sku);
  return putProduct(asking(`${sku}/put`, body, 'OPERATOR'), sku, body);
}

export function register(customerId: string): Request {
  const address = { street: '1 Groove Street', city: 'Berlin', postalCode: '10115', country: 'DE' };
  const body = { name: `Ann ${customerId}`, email: `${customerId}@example.org`, addresses: [address] };
  return registerCustomer(asking(`${customerId}/register`, body, 'OPERATOR'), customerId, body);
}

export function receive(sku: string, quantity: number): Request {
  const body = { quantity, reference: 'longplay load' };
  return stockReceipt(asking(`${sku}/received`, body, 'WAREHOUSE'), sku, 'RECEIVED', body);
}

export function place({ orderId, customerId, lines }: OrderPlan): Request {
  const body = { customerId, lines };
  return placeOrder(asking(`${orderId}/place`, body, 'CUSTOMER'), orderId, body);
}

export function cancel({ orderId, customerId }: OrderPlan): Request {
  const body = { reasonCode: 'changed-mind' };
  return cancelOrder(asking(`${orderId}/cancel`, body, 'CUSTOMER'), orderId, customerId, body);
}

/** Of the lines that were ordered, those that the customer does not want to keep. */
const sentBack = ({ lines, sendsBack }: OrderPlan) =>
  lines.map(({ quantity }, index) => ({ line: index + 1, quantity })).slice(0, sendsBack === 'part' ? 1 : lines.length);

export function sendBack(plan: OrderPlan): Request {
  const body = { lines: sentBack(plan), reasonCode: 'does-not-please' };
  return returnOrder(asking(`${plan.orderId}/return`, body, 'CUSTOMER'), plan.orderId, plan.customerId, body);
}

/** The warehouse has in its hands what the customer has sent. */
export function receiveBack(plan: OrderPlan): Request {
  const lines = sentBack(plan).map(({ line, quantity }) => ({
    line,
    refunded: quantity,
    restocked: plan.damaged && line === 1 ? quantity - 1 : quantity,
  }));
  const body = { lines };
  return returnShipment(asking(`${plan.orderId}/back`, body, 'WAREHOUSE'), plan.orderId, plan.customerId, body);
}

/** The carrier does not find the doorstep. */
export function failDelivery({ orderId, customerId }: OrderPlan): Request {
  const body = { reasonCode: 'no-such-address' };
  return failShipment(asking(`${orderId}/fail`, body, 'WAREHOUSE'), orderId, customerId, body);
}
