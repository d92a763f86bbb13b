import type { Decision } from '../../runtime/tasks/definition.ts';
import type { OrderRequest, PlaceOrder } from '../../schemas/types/order-requests.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { type Asked, accepted, rejected, remembered } from '../door.ts';
import { considered } from './consider.ts';
import { decided, type OrderContext, type OrderDraft } from './model.ts';
import { wanted } from './points.ts';

/** Most lines of an order. Each is a line in every neighbour's fact; records must stay far below 900 KB. */
const MOST_LINES = 500;

/** Takes an order in, and places it at once where the tables show all that it names. */
export function placed(request: OrderRequest, asked: Asked, context: OrderContext): Decision<Order> {
  const { place, customerId } = request;
  if (place === null) return { outcomes: [rejected(asked, 'body-missing', ['/place'])] };
  if (customerId === null) return { outcomes: [rejected(asked, 'customer-missing', ['/customerId'])] };
  const fault = faultOf(place);
  if (fault !== null) return { outcomes: [rejected(asked, fault.code, [fault.field])] };
  const order: OrderDraft = {
    ...empty,
    orderId: request.orderId,
    customerId,
    placedAt: place.placedAt ?? request.event.time,
    expectedTotal: place.expectedTotal,
    shippingAddress: place.shippingAddress,
    note: place.note,
    lines: place.lines.map(({ line, sku, quantity, unitPrice }) => ({
      line,
      sku,
      quantity,
      title: '',
      artist: '',
      format: '',
      requestedPrice: unitPrice,
      unitPrice: null,
      productVersion: null,
      returnedQuantity: 0,
    })),
    loyalty: place.pointsToSpend === 0 ? null : wanted(place.pointsToSpend),
    requests: remembered([], asked, context.now, null),
  };
  const move = considered(order, context, ['RECEIVED']);
  return decided({ ...move, outcomes: [...move.outcomes, accepted(asked)] });
}

type Fault = { readonly code: string; readonly field: string };

/** What is wrong with the request whatever the tables say; then there is no order. */
function faultOf({ lines, pointsToSpend, expectedTotal }: PlaceOrder): Fault | null {
  if (lines.length === 0) return { code: 'no-lines', field: '/place/lines' };
  if (lines.length > MOST_LINES) return { code: 'too-many-lines', field: '/place/lines' };
  const seen = new Set<number>();
  for (const [index, { line, sku, quantity, unitPrice }] of lines.entries()) {
    const field = `/place/lines/${index}`;
    if (!Number.isInteger(line) || line < 1) return { code: 'line-invalid', field: `${field}/line` };
    if (seen.has(line)) return { code: 'line-twice', field: `${field}/line` };
    seen.add(line);
    if (sku === '') return { code: 'sku-missing', field: `${field}/sku` };
    if (!Number.isInteger(quantity) || quantity < 1) return { code: 'quantity-invalid', field: `${field}/quantity` };
    if (unitPrice !== null && !isAmount(unitPrice.amount)) {
      return { code: 'amount-invalid', field: `${field}/unitPrice/amount` };
    }
  }
  if (!isAmount(pointsToSpend)) return { code: 'points-invalid', field: '/place/pointsToSpend' };
  if (expectedTotal !== null && !isAmount(expectedTotal.amount)) {
    return { code: 'amount-invalid', field: '/place/expectedTotal/amount' };
  }
  return null;
}

const isAmount = (amount: number): boolean => Number.isSafeInteger(amount) && amount >= 0;

const empty: Omit<
  OrderDraft,
  | 'orderId'
  | 'customerId'
  | 'placedAt'
  | 'expectedTotal'
  | 'shippingAddress'
  | 'note'
  | 'lines'
  | 'loyalty'
  | 'requests'
> = {
  status: 'RECEIVED',
  customer: null,
  subtotal: null,
  discount: null,
  total: null,
  payment: null,
  allocation: null,
  shipment: null,
  askedVersion: null,
  rejection: null,
  cancellation: null,
  returns: [],
  deadlines: [],
  effects: [],
};
