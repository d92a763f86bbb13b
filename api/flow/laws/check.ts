import { isEnd } from '../ends.ts';
import { badGoods, badMoney, type Told } from './order-laws.ts';
import { badBooks, badlyHeld, type Held } from './stock-laws.ts';

/** The laws of DESIGN §4, by what they are told apart by in metrics and alarms. */
export const LAWS = ['owed', 'money', 'goods', 'stock-books', 'stock-held', 'versions'] as const;
export type Law = (typeof LAWS)[number];

/** A law that does not hold for an order or a product, by what read models show of it now, or by what is on the log. */
export type Broken = {
  readonly law: Law;
  readonly key: string;
  readonly sentence: string;
  /** The topic of facts that it is about, where it is about one. */
  readonly topic?: string;
};

type Waits = { readonly deadlines: readonly unknown[] };

/** What read models show of an order; null: they have no such fact. */
export type OrderBooks = {
  readonly orderId: string;
  readonly order: Told['order'] & Waits;
  readonly payment: (Told['payment'] & Waits & { readonly failure: object | null }) | null;
  readonly allocation: (Told['allocation'] & Waits) | null;
  readonly shipment: (Told['shipment'] & Waits) | null;
};

export type StockBooks = {
  readonly sku: string;
  readonly stock: Parameters<typeof badBooks>[0] & Parameters<typeof badlyHeld>[0];
  readonly held: Held;
};

/**
 * The laws that an order breaks. Those of money and goods hold at rest: at an end, with nothing owed to it anywhere. What
 * is shown may be some facts apart, so that a law that is broken proves nothing before it has stayed so.
 */
export function brokenByOrder({ orderId: key, order, payment, allocation, shipment }: OrderBooks): Broken[] {
  const ended = isEnd(order.status);
  if (!ended) {
    if (order.deadlines.length > 0) return [];
    return [{ law: 'owed', key, sentence: `it is ${order.status}, and nobody owes it a step` }];
  }
  if (order.deadlines.length > 0) return [];
  if (payment === null || allocation === null || shipment === null) {
    const missing = [payment, allocation, shipment].map((one, n) => (one === null ? NEIGHBOURS[n] : null));
    const names = missing.filter(name => name !== null).join(', ');
    return [{ law: 'owed', key, sentence: `it ended ${order.status}, and nothing is known of its ${names}` }];
  }
  const asked = allocation.lines.some(line => line.asked !== null);
  const waits = [payment, allocation, shipment].some(({ deadlines }) => deadlines.length > 0);
  if (asked || waits || payment.failure !== null) return [];
  return [
    ...badMoney({ order, payment, shipment }).map(sentence => ({ law: 'money' as const, key, sentence })),
    ...badGoods({ order, allocation, shipment }).map(sentence => ({ law: 'goods' as const, key, sentence })),
  ];
}

/** The laws that say nothing of an order now: it is not at rest. */
export function openOf({
  orderId: key,
  order,
  payment,
  allocation,
  shipment,
}: OrderBooks): Pick<Broken, 'law' | 'key'>[] {
  const isAtRest =
    isEnd(order.status) &&
    payment !== null &&
    payment.failure === null &&
    [order, payment, allocation, shipment].every(one => one !== null && one.deadlines.length === 0) &&
    allocation?.lines.every(({ asked }) => asked === null);
  return isAtRest ? [] : AT_REST.map(law => ({ law, key }));
}

const AT_REST = ['money', 'goods'] as const;

const NEIGHBOURS = ['payment', 'allocation', 'shipment'] as const;

/** The laws that the stock of a product breaks; they hold at any time. */
export function brokenByStock({ sku: key, stock, held }: StockBooks): Broken[] {
  return [
    ...badBooks(stock).map(sentence => ({ law: 'stock-books' as const, key, sentence })),
    ...badlyHeld(stock, held).map(sentence => ({ law: 'stock-held' as const, key, sentence })),
  ];
}
