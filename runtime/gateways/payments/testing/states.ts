import type { PaymentState } from '../calls.ts';

/** A payment of 19.99 EUR of which nothing is done yet. */
export function paymentState(over: Partial<PaymentState> = {}): PaymentState {
  return {
    event: { id: 'payments/order-1/1', type: 'test', time: 0, causes: [], correlationId: 'order-1', actor: null },
    version: 1,
    history: [],
    historyDropped: 0,
    deadlines: [],
    effects: [],
    orderId: 'order-1',
    customerId: 'customer-1',
    amount: { amount: 1_999, currency: 'EUR' },
    authorisation: null,
    capture: null,
    refunds: [],
    ...over,
  };
}
