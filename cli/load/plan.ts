import { album, EDITIONS, EVERY_EDITION, TITLES } from './catalogue.ts';
import { drawsOf } from './draw.ts';
import type { Names } from './names.ts';

/** Who buys what, and what becomes of it: of a seed, for each order always the same, however many are placed. */
export type OrderPlan = {
  readonly index: number;
  readonly orderId: string;
  readonly customerId: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  /** ms after it was placed; `packed`: when the parcel is packed; null: not cancelled. */
  readonly cancel: number | 'packed' | null;
  readonly deliveryFails: boolean;
  /** What comes back after delivery: the first line only, or all of them; null: nothing. */
  readonly sendsBack: 'part' | 'all' | null;
  /** Of what comes back, the first line is not fit to be sold again. */
  readonly damaged: boolean;
};

/** Customers come and go: so many belong to each so many orders. */
export const GENERATION = 2_000;
export const CUSTOMERS = 500;
/** Of them, the first so many order three times as often. */
export const REGULARS = 100;
export const DECLINED = 40;

const SHARE = { declined: 0.03, regulars: 0.3, scarce: 0.02, early: 0.05, packed: 0.02, fails: 0.02, back: 0.05 };
/** Early cancels come within so many ms of the order. */
const EARLY_MS = 3_000;

export const generationOf = (index: number): number => Math.floor(index / GENERATION);
export const editionOf = (index: number): number => Math.floor(index / EVERY_EDITION);

export function planOrder(names: Names, index: number): OrderPlan {
  const draw = drawsOf(names.seed, `order ${index}`);
  const cancel = draw('cancel');
  const back = draw('back');
  return {
    index,
    orderId: names.order(index),
    customerId: customerOf(names, index),
    lines: linesOf(names, index),
    cancel:
      cancel < SHARE.early
        ? Math.floor(draw('when') * EARLY_MS)
        : cancel < SHARE.early + SHARE.packed
          ? 'packed'
          : null,
    deliveryFails: draw('fails') < SHARE.fails,
    sendsBack: back >= SHARE.back ? null : back < SHARE.back / 2 ? 'part' : 'all',
    damaged: draw('damaged') < 0.25,
  };
}

function customerOf(names: Names, index: number): string {
  const draw = drawsOf(names.seed, `customer of ${index}`);
  const generation = generationOf(index);
  const who = (count: number) => Math.floor(draw('who') * count);
  if (draw('declined') < SHARE.declined) return names.declined(generation, who(DECLINED));
  return names.customer(generation, who(draw('regular') < SHARE.regulars ? REGULARS : CUSTOMERS));
}

function linesOf(names: Names, index: number): OrderPlan['lines'] {
  const draw = drawsOf(names.seed, `lines of ${index}`);
  const many = draw('many');
  const count = many < 0.6 ? 1 : many < 0.85 ? 2 : many < 0.95 ? 3 : 4;
  const skus = Array.from({ length: count }, (_, n) => names.title(album(draw(`title ${n}`))));
  if (draw('scarce') < SHARE.scarce) skus.push(names.edition(editionOf(index), Math.floor(draw('edition') * EDITIONS)));
  // The same album twice is one line of two.
  const quantities = new Map<string, number>();
  for (const [n, sku] of skus.entries()) {
    quantities.set(sku, (quantities.get(sku) ?? 0) + (draw(`quantity ${n}`) < 0.15 ? 2 : 1));
  }
  return [...quantities].map(([sku, quantity]) => ({ sku, quantity }));
}

/** All that has to be there before so many orders are placed. */
export function needsOf(names: Names, orders: number) {
  const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);
  const last = orders - 1;
  const generations = upTo(generationOf(last) + 1);
  return {
    titles: upTo(TITLES).map(names.title),
    editions: upTo(editionOf(last) + 1).flatMap(edition => upTo(EDITIONS).map(n => names.edition(edition, n))),
    customers: generations.flatMap(one => [
      ...upTo(CUSTOMERS).map(n => names.customer(one, n)),
      ...upTo(DECLINED).map(n => names.declined(one, n)),
    ]),
  };
}
