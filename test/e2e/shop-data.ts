import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Real orders lie beside the repository, and never in it. */
const folder = join(import.meta.dirname, '../../../shared/data');
export const shopDataIsHere = existsSync(join(folder, 'orders.ndjson'));
export const shopData = (name: 'products' | 'customers' | 'orders'): string => join(folder, `${name}.ndjson`);

type OrderLine = { readonly sku: string; readonly quantity: number };
export type FileOrder = {
  readonly orderId: string;
  readonly lines: readonly OrderLine[];
  readonly total: { readonly amount: number; readonly currency: string };
};

export function readOrders(): FileOrder[] {
  const lines = readFileSync(shopData('orders'), 'utf8').trim().split('\n');
  return lines.map(line => JSON.parse(line));
}

/** How many of each sku are ordered in all. */
export function orderedOf(orders: readonly FileOrder[]): Map<string, number> {
  const ordered = new Map<string, number>();
  for (const { sku, quantity } of orders.flatMap(({ lines }) => lines)) {
    ordered.set(sku, (ordered.get(sku) ?? 0) + quantity);
  }
  return ordered;
}

/** Sum of the totals; all orders of the file are in one currency. */
export const worth = (orders: readonly FileOrder[]): number => orders.reduce((sum, { total }) => sum + total.amount, 0);

/** A file of goods received, for `longplay import stock`. */
export function writeStock(path: string, quantities: Iterable<readonly [string, number]>, receiptId: string): string {
  return writeLines(
    path,
    [...quantities].map(([sku, quantity]) => ({ sku, quantity, receiptId })),
  );
}

/** A file of some of the orders, for `longplay import orders`. */
export const writeOrders = (path: string, orders: readonly FileOrder[]): string => writeLines(path, orders);

function writeLines(path: string, values: readonly object[]): string {
  writeFileSync(path, `${values.map(value => JSON.stringify(value)).join('\n')}\n`);
  return path;
}
