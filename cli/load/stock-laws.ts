import type { Allocation } from '../../schemas/types/allocations.ts';
import type { Stock } from '../../schemas/types/stock.ts';

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
        const left = came + more.counted - more.writtenOff + restocked - consumed;
        if (onHand !== left) problems.push(`${sku}: ${onHand} on hand, by its own books ${left}`);
      }
      return [...problems, ...[...rest].map(sku => `${sku}: received, and no stock is known`)];
    },
  };
}
