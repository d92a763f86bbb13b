import { deadlinesOf } from '../../runtime/tasks/patience.ts';
import { known } from '../known.ts';
import { money, sum, times } from '../money.ts';
import { patience } from '../patience.ts';
import { same } from '../same.ts';
import { advanced, settled } from './advance.ts';
import { type Move, moved, type OrderContext, type OrderDraft, rejecting } from './model.ts';
import { pointsAsked } from './points.ts';

/**
 * What the tables make of a received order: PLACED with what it costs, REJECTING, or RECEIVED still, until they show
 * every product and the customer, and loyalty has answered where points are to be spent. What was read is kept in the
 * order, so what is answered is an answer to just that.
 */
export function considered(order: OrderDraft, context: OrderContext, what: readonly string[] = []): Move {
  const read = readTables(order, context);
  if ('missing' in read) {
    const owed = [{ name: 'tables', owedBy: read.missing, patience: patience.tables }];
    return moved({ ...order, deadlines: deadlinesOf(owed, order.deadlines, context.now) }, what);
  }
  if ('reject' in read) {
    const move = rejecting({ ...order, ...read.order }, read.reject, read.by, context);
    return settled({ ...move, what: [...what, ...move.what] }, context);
  }
  const shown = { ...order, ...read.order };
  const asked = pointsAsked(shown, context.version, what);
  return asked === null ? priced({ ...shown, loyalty: null }, context, what) : settled(asked, context);
}

/** PLACED with what is to be paid, or REJECTING where that is not what the customer saw. */
export function priced(order: OrderDraft, context: OrderContext, what: readonly string[] = []): Move {
  const { subtotal, expectedTotal, loyalty } = order;
  const discount = loyalty?.discount ?? null;
  const total = subtotal && money(subtotal.amount - (discount?.amount ?? 0), subtotal.currency);
  if (expectedTotal !== null && !same(amountOf(expectedTotal), total && amountOf(total))) {
    const move = rejecting(order, 'total-changed', 'orders', context);
    return settled({ ...move, what: [...what, ...move.what] }, context);
  }
  return advanced({ ...order, discount, total, status: 'PLACED' }, context, [...what, 'PLACED']);
}

type Read =
  | { readonly missing: 'customers' | 'catalogue' }
  | { readonly reject: string; readonly by: string; readonly order?: Partial<OrderDraft> }
  | { readonly order: Partial<OrderDraft> };

/** Rejected because the tables did not show it in time. */
export const UNKNOWN = { customers: 'unknown-customer', catalogue: 'unknown-sku' } as const;

export function readTables(order: OrderDraft, { tables }: OrderContext): Read {
  const row = tables.customers.get(order.customerId);
  if (row === undefined) return { missing: 'customers' };
  const customer = { version: row.version, status: known(row.status, 'status of the customer') };
  const no = (reject: string, by: string): Read => ({ reject, by, order: { customer } });
  if (customer.status !== 'ACTIVE') return no('customer-not-active', 'customers');
  if (!row.acceptsOrders) return no('too-many-open-orders', 'customers');
  const shippingAddress = order.shippingAddress ?? row.addresses[0]?.address ?? null;
  if (shippingAddress === null) return no('address-missing', 'customers');
  const lines: OrderDraft['lines'][number][] = [];
  for (const line of order.lines) {
    const product = tables.products.get(line.sku);
    if (product === undefined) return { missing: 'catalogue' };
    if (known(product.status, 'status of the product') === 'WITHDRAWN' || product.price === null) {
      return no('product-withdrawn', 'catalogue');
    }
    if (line.requestedPrice !== null && !same(amountOf(line.requestedPrice), amountOf(product.price))) {
      return no('price-changed', 'catalogue');
    }
    const { title, artist, format, price, version } = product;
    lines.push({ ...line, title, artist, format, unitPrice: price, productVersion: version });
  }
  const subtotal = sum(lines.map(line => times(line.unitPrice ?? { amount: 0, currency: '' }, line.quantity)));
  if (subtotal === null) return no(mixed(lines) ? 'currency-mismatch' : 'amount-too-large', 'orders');
  return { order: { customer, shippingAddress, lines, subtotal } };
}

const amountOf = ({ amount, currency }: { amount: number; currency: string }) => ({ amount, currency });

const mixed = (lines: OrderDraft['lines']): boolean => new Set(lines.map(line => line.unitPrice?.currency)).size > 1;
