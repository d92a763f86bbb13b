import type { Allocation } from '../../../schemas/types/allocations.ts';
import type { Stock } from '../../../schemas/types/stock.ts';

type Books = Pick<Stock, 'onHand' | 'received' | 'counted' | 'writtenOff' | 'restocked' | 'consumed'>;

/** Received ± counted − written off + restocked = on hand + consumed. */
export function badBooks({ onHand, received, counted, writtenOff, restocked, consumed }: Books): string[] {
  const left = received + counted - writtenOff + restocked - consumed;
  return onHand === left ? [] : [`${onHand} on hand, by its own books ${left}`];
}

/** What the allocations of one product come to, and what they have asked of stock and not heard of. */
export type Held = {
  readonly reserved: number;
  /** Consumed, less what was put back. */
  readonly consumed: number;
  readonly reserving: number;
  readonly releasing: number;
  readonly consuming: number;
  readonly restocking: number;
};

/**
 * Reserved = the reserved lines of allocations, and gone = the consumed ones: what is asked and not answered may be done or
 * not.
 */
export function badlyHeld(
  { reserved, onHand, consumed, restocked }: Pick<Stock, 'reserved' | 'onHand' | 'consumed' | 'restocked'>,
  held: Held,
): string[] {
  const gone = consumed - restocked;
  const isReserved = isWithin(
    reserved,
    held.reserved - held.releasing - held.consuming,
    held.reserved + held.reserving,
  );
  const isGone = isWithin(gone, held.consumed - held.restocking, held.consumed + held.consuming);
  return [
    ...(isReserved ? [] : [`${reserved} reserved, by the orders ${held.reserved}`]),
    ...(isGone ? [] : [`${gone} gone, by the orders ${held.consumed}`]),
    ...(reserved >= 0 && onHand >= reserved ? [] : [`${reserved} reserved of ${onHand}`]),
  ];
}

const isWithin = (value: number, least: number, most: number): boolean => value >= least && value <= most;

/** What all allocations together have taken of each sku, and what was received of it. */
export type Goods = {
  take(allocation: Allocation): void;
  receive(sku: string, quantity: number): void;
  /** Which laws the stock of these skus breaks at rest, a sentence each. */
  broken(stocks: Iterable<Stock>): string[];
};

export function countGoods(): Goods {
  const taken = new Map<string, number>();
  const received = new Map<string, number>();
  const add = (to: Map<string, number>, sku: string, quantity: number) => to.set(sku, (to.get(sku) ?? 0) + quantity);
  return {
    take: ({ lines }) => {
      for (const { sku, status, quantity, restockedQuantity } of lines) {
        if (status === 'CONSUMED' || status === 'RESTOCKED') add(taken, sku, quantity - restockedQuantity);
      }
    },
    receive: (sku, quantity) => void add(received, sku, quantity),
    broken: stocks => {
      const problems: string[] = [];
      const rest = new Set(received.keys());
      for (const { sku, onHand, reserved, consumed, restocked, received: came, ...more } of stocks) {
        rest.delete(sku);
        const gone = taken.get(sku) ?? 0;
        const wanted = received.get(sku) ?? 0;
        if (reserved !== 0) problems.push(`${sku}: ${reserved} reserved for nobody`);
        if (consumed - restocked !== gone) problems.push(`${sku}: ${consumed - restocked} gone, by the orders ${gone}`);
        if (came !== wanted) problems.push(`${sku}: ${came} received, by the receipts ${wanted}`);
        const books = { ...more, received: came, onHand, consumed, restocked };
        problems.push(...badBooks(books).map(one => `${sku}: ${one}`));
      }
      return [...problems, ...[...rest].map(sku => `${sku}: received, and no stock is known`)];
    },
  };
}
