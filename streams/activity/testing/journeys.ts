import type { Input } from '../../../runtime/tasks/definition.ts';
import type { Order } from '../../../schemas/types/orders.ts';
import type { Payment } from '../../../schemas/types/payments.ts';
import { order, orderLines, payment, usd } from '../../testing/records.ts';
import type { ActivityInputs } from '../model.ts';

type Journey = {
  readonly orders: readonly (readonly [Order['status'], Partial<Order>?])[];
  readonly payments: readonly (readonly [Payment['status'], Partial<Payment>?])[];
};

const back = (...quantities: readonly number[]): Partial<Order> => ({
  lines: orderLines.map((line, index) => ({ ...line, returnedQuantity: quantities[index] ?? 0 })),
});
const captured = { captured: usd(2500) };
const refunded = (amount: number): Partial<Payment> => ({ ...captured, refunded: usd(amount) });
const pending = (kind: string): Partial<Payment> => ({
  effects: [
    {
      id: kind,
      kind,
      about: '',
      attempt: 1,
      idempotencyKey: kind,
      reference: kind,
      since: 0,
      retryAt: null,
      lastError: null,
    },
  ],
});
const failed = {
  shipment: { version: 5, status: 'FAILED', answersVersion: null, reason: 'address-unknown', returned: [] },
} as const satisfies Partial<Order>;

const delivered: Journey = {
  orders: [['RECEIVED', { total: null }], ['PLACED'], ['CONFIRMED'], ['PACKED'], ['DISPATCHED'], ['DELIVERED']],
  payments: [['REQUESTED'], ['AUTHORISED'], ['AUTHORISED', pending('capture')], ['CAPTURED', captured]],
};

/** The ways of an order and its payment, each by its own facts. All of them end at rest. */
export const journeys = {
  delivered,
  declined: {
    orders: [['PLACED'], ['REJECTING', { askedVersion: 2 }], ['REJECTED']],
    payments: [['REQUESTED'], ['DECLINED', { declineReason: 'card-declined' }]],
  },
  cancelled: {
    orders: [['PLACED'], ['CONFIRMED'], ['STOPPING'], ['CANCELLING', { askedVersion: 4 }], ['CANCELLED']],
    payments: [['REQUESTED'], ['AUTHORISED'], ['FAILED', pending('void')], ['VOIDED']],
  },
  'sent back': {
    orders: [...delivered.orders, ['RETURNING'], ['RETURNED', back(2, 1)]],
    payments: [
      ...delivered.payments,
      ['CAPTURED', { ...captured, ...pending('refund') }],
      ['REFUNDED', refunded(2500)],
    ],
  },
  'sent back in parts, delivered again': {
    orders: [
      ...delivered.orders,
      ['RETURNING'],
      ['DELIVERED', back(1, 0)],
      ['RETURNING', back(1, 0)],
      ['RETURNED', back(2, 1)],
    ],
    payments: [...delivered.payments, ['REFUNDED', refunded(1000)], ['REFUNDED', refunded(2500)]],
  },
  'never sent back, delivered again': {
    orders: [...delivered.orders, ['RETURNING'], ['DELIVERED']],
    payments: delivered.payments,
  },
  'not to be delivered': {
    orders: [...delivered.orders.slice(0, -1), ['RETURNING', failed], ['RETURNED', { ...failed, ...back(2, 1) }]],
    payments: [...delivered.payments, ['REFUNDED', refunded(2500)]],
  },
} as const satisfies Record<string, Journey>;

export type Fact = Extract<Input<ActivityInputs>, { readonly from: 'orders' | 'payments' }>;

/** The facts of a journey, each published so many times, every time with a version more. */
export function factsOf(journey: Journey, copies: readonly number[]) {
  const published = <V extends { readonly version: number }>(
    make: (version: number) => V,
    index: number,
    from: V[],
  ) => {
    for (let copy = 0; copy < (copies[index] ?? 1); copy++) from.push(make(from.length + 1));
  };
  const orders: Order[] = [];
  const payments: Payment[] = [];
  for (const [index, [status, over]] of journey.orders.entries()) {
    published(version => order(status, { ...over, version }), index, orders);
  }
  for (const [index, [status, over]] of journey.payments.entries()) {
    published(version => payment(status, { ...over, version }), index, payments);
  }
  return {
    orders: orders.map((value): Fact => ({ from: 'orders', key: 'order-1', value })),
    payments: payments.map((value): Fact => ({ from: 'payments', key: 'order-1', value })),
  };
}
