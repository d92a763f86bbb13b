import { registerCustomer } from '../../api/requests/customers.ts';
import { placeOrder } from '../../api/requests/orders.ts';
import { putProduct } from '../../api/requests/products.ts';
import type { Asking, Request } from '../../api/requests/request.ts';
import type { RequestSender } from '../../api/requests/sender.ts';
import { deliverShipment, dispatchShipment, packShipment } from '../../api/requests/shipments.ts';
import { stockReceipt } from '../../api/requests/stock.ts';

const PRODUCTS = 200;
/** So many that none places 30 orders within ten minutes, which fraud would take for a stolen account. */
const CUSTOMERS = 5_000;
const PLENTY = 10_000_000;
const LINES = [1, 1, 1, 2, 3];

const asking = (id: string): Asking => ({ id, bodyHash: null, time: Date.now(), actor: null });
const price = { amount: 999, currency: 'USD' };
const skuOf = (n: number): string => `sku-${n % PRODUCTS}`;

/** Products with stock that does not run out, and customers. */
export async function stockTheShop(sender: RequestSender): Promise<void> {
  await sender.sendAll(
    numbersTo(PRODUCTS).flatMap((n): Request[] => [
      putProduct(asking(`put-${n}`), skuOf(n), {
        title: `Title ${n}`,
        artist: `Artist ${n % 40}`,
        format: 'LP',
        price,
      }),
      stockReceipt(asking(`receive-${n}`), skuOf(n), 'RECEIVED', { quantity: PLENTY }),
    ]),
  );
  await sender.sendAll(
    numbersTo(CUSTOMERS).map(n =>
      registerCustomer(asking(`register-${n}`), `customer-${n}`, {
        name: `Customer ${n}`,
        email: `customer-${n}@example.org`,
      }),
    ),
  );
}

const numbersTo = (end: number): number[] => Array.from({ length: end }, (_, n) => n);

/** The order number `n`: one to three lines, and an address, as an order has. */
export const orderRequest = (orderId: string, n: number): Request =>
  placeOrder(asking(`place-${orderId}`), orderId, {
    customerId: `customer-${n % CUSTOMERS}`,
    lines: Array.from({ length: LINES[n % LINES.length] as number }, (_, line) => ({
      sku: skuOf(n * 7 + line * 31),
      quantity: 1 + (n % 2),
    })),
    shippingAddress: {
      recipient: `Customer ${n % CUSTOMERS}`,
      street: '1 Groove Street',
      city: 'Berlin',
      country: 'DE',
    },
  });

/** What the warehouse reports of a shipment that stands there, or null. */
export function nextReport(orderId: string, status: string): Request | null {
  if (status === 'PREPARING') return packShipment(asking(`pack-${orderId}`), orderId);
  if (status === 'PACKED') return dispatchShipment(asking(`dispatch-${orderId}`), orderId, { carrier: 'Post' });
  if (status === 'DISPATCHED') return deliverShipment(asking(`deliver-${orderId}`), orderId);
  return null;
}
