import type { Context } from '../../runtime/tasks/definition.ts';
import type { Draft } from '../../runtime/tasks/fat-event.ts';
import type { OrderActivity } from '../../schemas/types/order-activity.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Payment } from '../../schemas/types/payments.ts';

export type ActivityInputs = { orders: Order; payments: Payment };
export type ActivityContext = Context<Record<never, never>>;
export type ActivityDraft = Draft<OrderActivity>;

export const nothingOf = ({ orderId, customerId }: Order | Payment): ActivityDraft => ({
  orderId,
  customerId,
  order: null,
  payment: null,
  content: null,
  passes: 0,
  deadlines: [],
  effects: [],
});
