import { z } from 'zod';
import type { HttpAnswer } from '../http.ts';
import { operationIn, operationShape, operationText } from '../operations/answers.ts';
import type { PaymentCall } from './calls.ts';

/** The provider's word for each operation. */
export const kinds = {
  authorise: 'authorisation',
  capture: 'capture',
  void: 'void',
  refund: 'refund',
} as const satisfies Record<PaymentCall['operation'], string>;

/** Fields that we don't know are ignored, so that the provider may add some. */
const operationSchema = z.object({
  ...operationShape,
  kind: z.enum(Object.values(kinds)),
  orderId: operationText,
  amount: z.int().nonnegative(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  expiresAt: z.iso.datetime().nullish(),
});

export type PaymentOperation = z.infer<typeof operationSchema>;

/** The provider's answer to a call. */
export const paymentIn = (answer: HttpAnswer, body: unknown, call: PaymentCall, reference: string): PaymentOperation =>
  operationIn(answer, body, operationSchema, {
    kind: kinds[call.operation],
    reference,
    orderId: call.orderId,
    ...(call.operation !== 'void' && call.money),
  });

/** What the payment's fact keeps: times as milliseconds since the epoch, amounts in minor units. */
export const detailOf = ({ amount, currency, createdAt, expiresAt }: PaymentOperation) => ({
  amount: String(amount),
  currency,
  at: String(Date.parse(createdAt)),
  ...(expiresAt !== null && expiresAt !== undefined && { expiresAt: String(Date.parse(expiresAt)) }),
});
