import { UNREADABLE } from '../../../streams/shipping/address.ts';
import { randomOf } from '../../property/random.ts';

/** Who buys what, and what becomes of it: for each order the same, whenever and however often it is asked. */
export type OrderPlan = {
  readonly index: number;
  readonly orderId: string;
  readonly customerId: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  /** ms after it was placed; `dispatch`: just when the warehouse dispatches; null: not cancelled. */
  readonly cancel: number | 'dispatch' | null;
  /** Everything that the customer asks is sent twice. */
  readonly repeats: boolean;
  /** The id of the placing is used again for something else. */
  readonly reuses: boolean;
  /** What the warehouse takes for each step, ms. */
  readonly packsIn: number;
  readonly dispatchesIn: number;
  readonly deliversIn: number;
  readonly deliveryFails: boolean;
  /** Of each line that is sent back at most so many come back after delivery. */
  readonly sendsBack: number;
  /** Only the first line is sent back. */
  readonly keepsRest: boolean;
  /** What comes back comes in two parcels, where it is of several lines. */
  readonly backInTwo: boolean;
  /** Of each line so many of what comes back are lost. */
  readonly lost: number;
  /** Points that the customer wants to spend on it. */
  readonly points: number;
  /** ms after it was placed, the customer asks to be erased; null: not because of this order. */
  readonly leaves: number | null;
};

export type ShopPlan = {
  readonly seed: number;
  readonly orders: number;
  /** Skus with goods for everybody; the first one is in every tenth order. */
  readonly plentiful: readonly string[];
  /** Skus with too few goods. */
  readonly scarce: readonly string[];
  readonly scarceStock: number;
  readonly customers: readonly string[];
  /** Whom the provider declines. */
  readonly declined: readonly string[];
  /** Who asks to be erased at some time. */
  readonly leaving: ReadonlySet<string>;
};

export const unknownSku = 's-unknown';
export const currency = 'USD';

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, n) => `${name}-${n}`);

export const orderIdOf = (index: number): string => `o-${index}`;
export const indexOf = (orderId: string): number => Number(orderId.slice(2));
export const priceOf = (sku: string): number => 99 + ((Number(sku.slice(2)) * 37) % 2_400);

/** Orders of one customer: so few that nobody places more in ten minutes than the rules of fraud take for honest. */
const ORDERS_EACH = 8;

export function planShop(seed: number, orders: number): ShopPlan {
  const shop = {
    seed,
    orders,
    plentiful: numbered('s', 400),
    scarce: numbered('s', 404).slice(400),
    scarceStock: Math.max(3, Math.round(orders / 400)),
    customers: numbered('c', Math.max(300, Math.ceil(orders / ORDERS_EACH))),
    declined: numbered('declined', 20),
    leaving: new Set<string>(),
  };
  for (let index = 0; index < orders; index++) {
    const { leaves, customerId } = planOrder(shop, index);
    if (leaves !== null) shop.leaving.add(customerId);
  }
  return shop;
}

export function planOrder(shop: ShopPlan, index: number): OrderPlan {
  const random = randomOf(Math.imul(shop.seed + 1, 0x9e37_79b1) ^ Math.imul(index + 1, 0x85eb_ca6b));
  const pick = (list: readonly string[]) => random.pick(list) as string;
  const line = (sku: string) => ({ sku, quantity: 1 + random.below(3) });
  const lines = Array.from({ length: 1 + random.below(3) }, () => line(pick(shop.plentiful)));
  if (random.chance(0.1)) lines.push(line(shop.plentiful[0] as string));
  if (random.chance(0.05)) lines.push(line(pick(shop.scarce)));
  if (random.chance(0.002)) lines.push(line(unknownSku));
  const cancels = random.chance(0.1);
  const after = random.chance(0.3) ? ('dispatch' as const) : random.below(6_000);
  const isDeclined = random.chance(0.03);
  return {
    index,
    orderId: orderIdOf(index),
    customerId: pick(isDeclined ? shop.declined : shop.customers),
    lines,
    cancel: cancels ? after : null,
    repeats: random.chance(0.05),
    reuses: random.chance(0.01),
    packsIn: random.below(2_000),
    dispatchesIn: random.below(2_000),
    deliversIn: random.below(2_000),
    deliveryFails: random.chance(0.03),
    sendsBack: random.chance(0.06) ? 1 + random.below(3) : 0,
    keepsRest: random.chance(0.5),
    backInTwo: random.chance(0.5),
    lost: random.below(2),
    points: random.chance(0.05) ? 1 + random.below(40) : 0,
    leaves: random.chance(0.01) && !isDeclined ? random.below(4_000) : null,
  };
}

/** What the customer sends back, by line. */
export const sentBack = ({ lines, sendsBack, keepsRest }: OrderPlan) =>
  (keepsRest ? lines.slice(0, 1) : lines).map(({ quantity }, index) => ({
    line: index + 1,
    quantity: Math.min(quantity, sendsBack),
  }));

/** The ends that are open to this order, and the reasons for which it may be turned down. */
export function endsOf(shop: ShopPlan, plan: OrderPlan): { readonly ends: Set<string>; readonly reasons: Set<string> } {
  const has = (skus: readonly string[]) => plan.lines.some(({ sku }) => skus.includes(sku));
  const reasons = new Set<string>();
  if (shop.declined.includes(plan.customerId)) reasons.add('declined');
  if (has([unknownSku])) reasons.add('unknown-sku');
  const hopeless = reasons.size > 0;
  if (has(shop.scarce)) reasons.add('insufficient-stock');
  if (plan.points > 0) reasons.add('insufficient-points');
  const ends = new Set<string>();
  if (shop.leaving.has(plan.customerId)) {
    for (const reason of ['customer-not-active', UNREADABLE, 'account-closed']) reasons.add(reason);
    ends.add('CANCELLED');
  }
  if (reasons.size > 0) ends.add('REJECTED');
  if (plan.cancel !== null) ends.add('CANCELLED');
  if (!hopeless) {
    const back = sentBack(plan);
    const all = plan.lines.every(({ quantity }, index) => quantity === back[index]?.quantity);
    ends.add(plan.deliveryFails || all ? 'RETURNED' : 'DELIVERED');
  }
  return { ends, reasons };
}
