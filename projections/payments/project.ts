import type { Payment } from '../../schemas/types/payments.ts';

export type PaymentDocument = Pick<
  Payment,
  | 'version'
  | 'status'
  | 'amount'
  | 'authorisation'
  | 'capture'
  | 'voidance'
  | 'refunds'
  | 'captured'
  | 'refunded'
  | 'failure'
  | 'declineReason'
  | 'history'
  | 'deadlines'
>;

export type PaymentRow = {
  readonly order_id: string;
  readonly version: number;
  readonly status: Payment['status'];
  readonly changed_at: string;
  readonly document: PaymentDocument;
};

export function project(payment: Payment): PaymentRow {
  const { version, status, amount, authorisation, capture, voidance, refunds, captured, refunded } = payment;
  const { failure, declineReason, history, deadlines } = payment;
  return {
    order_id: payment.orderId,
    version,
    status,
    changed_at: new Date(payment.event.time).toISOString(),
    document: {
      version,
      status,
      amount,
      authorisation,
      capture,
      voidance,
      refunds,
      captured,
      refunded,
      failure,
      declineReason,
      history,
      deadlines,
    },
  };
}
