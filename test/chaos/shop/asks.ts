import { bodyHash } from '../../../api/requests/body-hash.ts';
import { changeCustomer, eraseCustomer, registerCustomer } from '../../../api/requests/customers.ts';
import { cancelOrder, placeOrder, returnOrder } from '../../../api/requests/orders.ts';
import { putProduct } from '../../../api/requests/products.ts';
import type { Asking, Request } from '../../../api/requests/request.ts';
import {
  deliverShipment,
  dispatchShipment,
  failShipment,
  packShipment,
  returnShipment,
} from '../../../api/requests/shipments.ts';
import { stockReceipt } from '../../../api/requests/stock.ts';
import { currency, type OrderPlan, priceOf, type ShopPlan, sentBack } from './plan.ts';

const asking = (id: string, body: unknown): Asking => ({ id, bodyHash: bodyHash(body), time: Date.now(), actor: null });

/** Texts that must be nowhere in the clear, whosoever they are. */
export const personalTexts: readonly string[] = ['Groove Street', 'Ann of', '@fan.example'];

export const addressOf = (customerId: string): string => `${customerId}@fan.example`;
export const nameOf = (customerId: string): string => `Ann of ${customerId}`;

const detailsOf = (customerId: string) => ({
  name: nameOf(customerId),
  email: addressOf(customerId),
  addresses: [{ street: '1 Groove Street', city: 'Berlin', postalCode: '10115', country: 'DE' }],
});

/** What has to be known before the first order. */
export function setup(shop: ShopPlan): Request[] {
  const { plentiful, scarce, customers, declined } = shop;
  return [
    ...[...plentiful, ...scarce].map(sku => {
      const price = { amount: priceOf(sku), currency };
      const body = { title: `Side ${sku}`, artist: 'The Partitions', format: 'LP', price };
      return putProduct(asking(`put-${sku}`, body), sku, body);
    }),
    ...[...customers, ...declined].map(id => {
      const body = detailsOf(id);
      return registerCustomer(asking(`register-${id}`, body), id, body);
    }),
  ];
}

export function receive(sku: string, quantity: number, turn: number): Request {
  const body = { quantity };
  return stockReceipt(asking(`received-${sku}-${turn}`, body), sku, 'RECEIVED', body);
}

export function place(plan: OrderPlan, note: string | null = null): Request {
  const body = {
    customerId: plan.customerId,
    lines: plan.lines.map(line => ({ ...line, unitPrice: null })),
    pointsToSpend: plan.points,
    note,
  };
  return placeOrder(asking(`place-${plan.orderId}`, body), plan.orderId, body);
}

/** `turn`: a customer may ask again, under another id. */
export function cancel(plan: OrderPlan, turn = 0): Request {
  const body = { reasonCode: 'changed-mind', reason: null };
  return cancelOrder(asking(`cancel-${plan.orderId}-${turn}`, body), plan.orderId, plan.customerId, body);
}

export function sendBack(plan: OrderPlan): Request {
  const body = { lines: sentBack(plan), reasonCode: 'damaged', reason: null };
  return returnOrder(asking(`return-${plan.orderId}`, body), plan.orderId, plan.customerId, body);
}

export const pack = ({ orderId }: OrderPlan): Request => packShipment(asking(`pack-${orderId}`, {}), orderId, {});

export function dispatch({ orderId, index }: OrderPlan): Request {
  const body = { carrier: 'Post', tracking: `T${index}` };
  return dispatchShipment(asking(`dispatch-${orderId}`, body), orderId, body);
}

/** The carrier's last word: delivered, or not. */
export function lastWord(plan: OrderPlan): Request {
  const { orderId, customerId, deliveryFails } = plan;
  if (!deliveryFails) return deliverShipment(asking(`deliver-${orderId}`, {}), orderId, {});
  const body = { reasonCode: 'no-such-address', note: null };
  return failShipment(asking(`fail-${orderId}`, body), orderId, customerId, body);
}

/**
 * The warehouse has it back, in one parcel or two: all of it where it could not be delivered, else what the customer has
 * sent.
 */
export function receiveBack(plan: OrderPlan): Request[] {
  const whole = plan.lines.map(({ quantity }, index) => ({ line: index + 1, quantity }));
  const lines = (plan.deliveryFails ? whole : sentBack(plan)).map(({ line, quantity }) => ({
    line,
    refunded: quantity,
    restocked: Math.max(0, quantity - plan.lost),
  }));
  const parcels = plan.backInTwo && lines.length > 1 ? [lines.slice(0, 1), lines.slice(1)] : [lines];
  return parcels.map((parcel, index) => {
    const body = { lines: parcel, note: null };
    return returnShipment(asking(`back-${plan.orderId}-${index}`, body), plan.orderId, plan.customerId, body);
  });
}

export const erase = ({ orderId, customerId }: OrderPlan): Request =>
  eraseCustomer(asking(`erase-${orderId}`, {}), customerId);

/** What comes late of one who asked to be erased: another name, and a second registration. */
export function lateWords({ orderId, customerId }: OrderPlan): Request[] {
  const body = detailsOf(customerId);
  return [
    changeCustomer(asking(`change-${orderId}`, body), customerId, body),
    registerCustomer(asking(`again-${orderId}`, body), customerId, body),
  ];
}
