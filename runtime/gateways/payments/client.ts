import { createOperationsClient, type OperationsClient, type OperationsOptions } from '../operations/client.ts';
import { detailOf, kinds, paymentIn } from './answers.ts';
import type { PaymentCall } from './calls.ts';

export type PaymentClientOptions = OperationsOptions;
export type PaymentClient = OperationsClient<PaymentCall>;

/** The payment provider over HTTP: amounts in minor units. */
export const createPaymentClient = (options: PaymentClientOptions): PaymentClient =>
  createOperationsClient(options, {
    title: 'Payment',
    pathOf,
    bodyOf: call => {
      const { orderId, customerId } = call;
      return { orderId, customerId, ...(call.operation === 'void' ? {} : call.money) };
    },
    kindOf: ({ operation }) => kinds[operation],
    operationIn: paymentIn,
    detailOf,
  });

function pathOf(call: PaymentCall): string {
  switch (call.operation) {
    case 'authorise':
      return '/authorisations';
    case 'capture':
      return `/authorisations/${encodeURIComponent(call.of)}/captures`;
    case 'void':
      return `/authorisations/${encodeURIComponent(call.of)}/voids`;
    case 'refund':
      return `/captures/${encodeURIComponent(call.of)}/refunds`;
  }
}
