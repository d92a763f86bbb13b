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
  /** Of each line at most so many come back after delivery. */
  readonly sendsBack: number;
  /** Of each line so many of what comes back are lost. */
  readonly lost: number;
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
};

export const unknownSku = 's-unknown';
export const currency = 'USD';

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, n) => `${name}-${n}`);

export const orderIdOf = (index: number): string => `o-${index}`;
export const indexOf = (orderId: string): number => Number(orderId.slice(2));
export const priceOf = (sku: string): number => 99 + ((Number(sku.slice(2)) * 37) % 2_400);

export function planShop(seed: number, orders: number): ShopPlan {
  return {
    seed,
    orders,
    plentiful: numbered('s', 400),
    scarce: numbered('s', 404).slice(400),
    scarceStock: Math.max(3, Math.round(orders / 400)),
    customers: numbered('c', 300),
    declined: numbered('declined', 20),
  };
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
  return {
    index,
    orderId: orderIdOf(index),
    customerId: random.chance(0.03) ? pick(shop.declined) : pick(shop.customers),
    lines,
    cancel: cancels ? after : null,
    repeats: random.chance(0.05),
    reuses: random.chance(0.01),
    packsIn: random.below(2_000),
    dispatchesIn: random.below(2_000),
    deliversIn: random.below(2_000),
    deliveryFails: random.chance(0.02),
    sendsBack: random.chance(0.04) ? 1 + random.below(3) : 0,
    lost: random.below(2),
  };
}

/** The ends that are open to this order, and the reasons for which it may be turned down. */
export function endsOf(shop: ShopPlan, plan: OrderPlan): { readonly ends: Set<string>; readonly reasons: Set<string> } {
  const has = (skus: readonly string[]) => plan.lines.some(({ sku }) => skus.includes(sku));
  const reasons = new Set<string>();
  if (shop.declined.includes(plan.customerId)) reasons.add('declined');
  if (has([unknownSku])) reasons.add('unknown-sku');
  const hopeless = reasons.size > 0;
  if (has(shop.scarce)) reasons.add('insufficient-stock');
  const ends = new Set<string>();
  if (reasons.size > 0) ends.add('REJECTED');
  if (plan.cancel !== null) ends.add('CANCELLED');
  if (!hopeless) {
    const all = plan.lines.every(({ quantity }) => quantity <= plan.sendsBack);
    ends.add(plan.deliveryFails || all ? 'RETURNED' : 'DELIVERED');
  }
  return { ends, reasons };
}
