import type { Context, Decision, OutcomeOut, RequestOut } from '../../runtime/tasks/definition.ts';
import type { Draft } from '../../runtime/tasks/fat-event.ts';
import type { Allocation } from '../../schemas/types/allocations.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { LoyaltyReply } from '../../schemas/types/loyalty-replies.ts';
import type { OrderRequest } from '../../schemas/types/order-requests.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import type { Product } from '../../schemas/types/products.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';

export type OrderInputs = {
  'order-requests': OrderRequest;
  payments: Payment;
  allocations: Allocation;
  shipments: Shipment;
  'loyalty-replies': LoyaltyReply;
};
export type OrderTables = { products: Product; customers: Customer };
export type OrderContext = Context<OrderTables>;
export type OrderDraft = Draft<Order>;

/** A change of an order on its way to a decision; one step may lead to the next. */
export type Move = {
  readonly order: OrderDraft;
  readonly what: readonly string[];
  readonly reason?: string;
  readonly outcomes: readonly OutcomeOut[];
  /** What is asked of loyalty. */
  readonly requests?: readonly RequestOut[];
};

export const moved = (order: OrderDraft, what: readonly string[] = [], outcomes: readonly OutcomeOut[] = []): Move => ({
  order,
  what,
  outcomes,
});

export const decided = (move: Move, alarms: readonly string[] = []): Decision<Order> => ({
  state: move.order,
  what: move.what,
  outcomes: move.outcomes,
  requests: move.requests ?? [],
  alarms,
  ...(move.reason === undefined ? {} : { reason: move.reason }),
});

/** From now on the neighbours have to answer the version that is being written. */
export const asking = (
  order: OrderDraft,
  status: 'REJECTING' | 'CANCELLING' | 'STOPPING',
  { version }: Pick<OrderContext, 'version'>,
): OrderDraft => ({ ...order, status, askedVersion: version });

/** Turns the order down; the first reason stays. */
export function rejecting(order: OrderDraft, code: string, by: string, context: Pick<OrderContext, 'version' | 'now'>) {
  const rejection = order.rejection ?? { code, by, since: context.now };
  return { ...moved({ ...asking(order, 'REJECTING', context), rejection }, ['REJECTING']), reason: code };
}
