import type { CustomerActivity } from '../../schemas/types/customer-activity.ts';
import type { CustomerRequest } from '../../schemas/types/customer-requests.ts';
import type { OrderRequest } from '../../schemas/types/order-requests.ts';
import type { ProductRequest } from '../../schemas/types/product-requests.ts';
import type { Address } from '../../schemas/types/shared.ts';
import type { ShipmentRequest } from '../../schemas/types/shipment-requests.ts';
import type { StockReceipt } from '../../schemas/types/stock-receipts.ts';
import type { OrderPlan, Scenario } from './scenario.ts';

/** A request on its way: the topic, the key, and the record without its `event`. */
export type Asking = {
  readonly topic: string;
  readonly key: string;
  readonly id: string;
  readonly value: { readonly bodyHash?: string | null; readonly [field: string]: unknown };
};

type Without<T> = Omit<T, 'event'>;
const requested = (topic: string, key: string, id: string, value: Asking['value']): Asking => ({
  topic,
  key,
  id,
  value,
});

export const orderId = (index: number): string => `o${index}`;
export const skuOf = (index: number): string => `s${index}`;
export const customerOf = (index: number): string => `c${index}`;
export const currency = 'USD';

const address = (street: string | null): Address => ({
  recipient: null,
  street,
  city: null,
  state: null,
  postalCode: null,
  country: null,
});

export function putProduct(index: number, price: number, turn = 0): Asking {
  const value: Without<ProductRequest> = {
    sku: skuOf(index),
    type: 'PUT',
    bodyHash: 'put',
    restsOn: [],
    put: { title: 't', artist: 'a', album: null, genre: null, format: 'LP', price: { amount: price, currency } },
    withdraw: null,
  };
  return requested('product-requests', skuOf(index), `put/${index}/${turn}`, value);
}

export function withdraw(index: number): Asking {
  const value: Without<ProductRequest> = {
    sku: skuOf(index),
    type: 'WITHDRAW',
    bodyHash: 'w',
    restsOn: [],
    put: null,
    withdraw: { reasonCode: null },
  };
  return requested('product-requests', skuOf(index), `withdraw/${index}`, value);
}

export function customer(index: number, type: 'REGISTER' | 'CHANGE' | 'ERASE', turn = 0): Asking {
  const details = {
    name: 'n',
    email: 'e',
    phone: null,
    company: null,
    addresses: [{ addressId: '1', address: address(`street ${index} ${type}`) }],
  };
  const value: Without<CustomerRequest> = {
    customerId: customerOf(index),
    type,
    bodyHash: type,
    restsOn: [],
    enrols: false,
    register: type === 'REGISTER' ? details : null,
    change: type === 'CHANGE' ? details : null,
    erase: type === 'ERASE' ? { reasonCode: null } : null,
  };
  const id = turn === 0 ? `${type}/${index}` : `${type}/${index}/${turn}`;
  return requested('customer-requests', customerOf(index), id, value);
}

/** What activity passed on, long ago, of an order by which the customer earned so many points. */
export function earnedBefore(index: number, points: number): Asking {
  const value: Without<CustomerActivity> = {
    customerId: customerOf(index),
    orderId: `before-${index}`,
    version: 1,
    before: null,
    after: {
      orderStatus: 'DELIVERED',
      paymentStatus: 'CAPTURED',
      declineReason: null,
      open: false,
      placedAt: 0,
      total: { amount: 100 * points, currency },
      kept: { amount: 100 * points, currency },
      pointsSpent: 0,
    },
  };
  return requested('customer-activity', customerOf(index), `before-${index}/activity/1`, value);
}

export function receipt(index: number, type: StockReceipt['type'], quantity: number, turn = 0): Asking {
  const value: Without<StockReceipt> = {
    sku: skuOf(index),
    type,
    bodyHash: `${quantity}`,
    restsOn: [],
    quantity,
    reference: null,
    reasonCode: null,
  };
  return requested('stock-receipts', skuOf(index), `${type}/${index}/${turn}`, value);
}

export function place(scenario: Scenario, index: number, plan: OrderPlan): Asking {
  const value: Without<OrderRequest> = {
    orderId: orderId(index),
    customerId: customerOf(plan.customer),
    type: 'PLACE',
    bodyHash: 'place',
    restsOn: [],
    place: {
      placedAt: null,
      lines: plan.lines.map(({ sku, quantity }, line) => ({
        line: line + 1,
        sku: skuOf(sku),
        quantity,
        unitPrice: line === 0 ? { amount: scenario.skus[sku]?.price ?? 0, currency } : null,
      })),
      shippingAddress: plan.unreadableAddress ? address(null) : null,
      pointsToSpend: plan.points,
      expectedTotal: null,
      note: null,
    },
    cancel: null,
    return: null,
  };
  return requested('order-requests', orderId(index), `place/${index}`, value);
}

/** `version`: only where the order is still as the client saw it (If-Match). */
export function cancel(index: number, turn = 0, version: number | null = null): Asking {
  const value: Without<OrderRequest> = {
    orderId: orderId(index),
    customerId: null,
    type: 'CANCEL',
    bodyHash: 'cancel',
    restsOn: version === null ? [] : [{ topic: 'orders', key: orderId(index), version }],
    place: null,
    cancel: { reasonCode: 'changed-mind', reason: null },
    return: null,
  };
  return requested('order-requests', orderId(index), `cancel/${index}/${turn}`, value);
}

/** The customer sends back one more of a line that has arrived. */
export function sendBack(index: number, line: number, turn: number): Asking {
  const value: Without<OrderRequest> = {
    orderId: orderId(index),
    customerId: null,
    type: 'RETURN',
    bodyHash: 'return',
    restsOn: [],
    place: null,
    cancel: null,
    return: { lines: [{ line, quantity: 1 }], reasonCode: 'damaged', reason: null },
  };
  return requested('order-requests', orderId(index), `return/${index}/${line}/${turn}`, value);
}

type Act = Exclude<ShipmentRequest['type'], 'UNKNOWN' | 'RETURN'>;

export function warehouse(key: string, type: Act, turn: number): Asking {
  const value: Without<ShipmentRequest> = {
    orderId: key,
    customerId: null,
    type,
    bodyHash: type,
    restsOn: [],
    pack: type === 'PACK' ? { parcels: 1 } : null,
    dispatch: type === 'DISPATCH' ? { carrier: 'post', tracking: null } : null,
    deliver: type === 'DELIVER' ? { deliveredAt: null } : null,
    fail: type === 'FAIL' ? { reasonCode: 'no-such-address', note: null } : null,
    return: null,
  };
  return requested('shipment-requests', key, `${type}/${key}/${turn}`, value);
}

/** The warehouse receives one more of a line back; of each line, the first ones may be lost. */
export function receiveBack(key: string, line: number, turn: number, lost: boolean): Asking {
  const value: Without<ShipmentRequest> = {
    orderId: key,
    customerId: null,
    type: 'RETURN',
    bodyHash: 'back',
    restsOn: [],
    pack: null,
    dispatch: null,
    deliver: null,
    fail: null,
    return: { lines: [{ line, refunded: 1, restocked: lost ? 0 : 1 }], note: null },
  };
  return requested('shipment-requests', key, `RETURN/${key}/${line}/${turn}`, value);
}
