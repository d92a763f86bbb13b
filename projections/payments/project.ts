import type { Payment } from '../../schemas/types/payments.ts';
import { kept } from '../kept.ts';

const DOCUMENT = [
  'version',
  'status',
  'amount',
  'authorisation',
  'capture',
  'voidance',
  'refunds',
  'captured',
  'refunded',
  'failure',
  'declineReason',
  'history',
  'deadlines',
] as const;

export type PaymentDocument = Pick<Payment, (typeof DOCUMENT)[number]>;

export type PaymentRow = {
  readonly order_id: string;
  readonly version: number;
  readonly status: Payment['status'];
  readonly changed_at: string;
  readonly document: PaymentDocument;
};

export const project = (payment: Payment): PaymentRow => ({
  order_id: payment.orderId,
  version: payment.version,
  status: payment.status,
  changed_at: new Date(payment.event.time).toISOString(),
  document: kept(payment, DOCUMENT),
});
