import type { Context } from '../../runtime/tasks/definition.ts';
import type { Draft, PendingEffect } from '../../runtime/tasks/fat-event.ts';
import type { FraudFlag } from '../../schemas/types/fraud-flags.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';

export type PaymentInputs = { orders: Order; shipments: Shipment };
export type PaymentTables = { 'fraud-flags': FraudFlag };
export type PaymentContext = Context<PaymentTables>;
export type PaymentDraft = Draft<Payment>;

/** What is asked of the provider, one step at a time: each rests on what became of the one before. */
export const steps = ['authorise', 'capture', 'void', 'refund'] as const;
export type Step = (typeof steps)[number];

export const stepName = { authorise: 'AUTHORISE', capture: 'CAPTURE', void: 'VOID', refund: 'REFUND' } as const;

/** Why our own rule declines. */
export const DECLINED_BY_RULE = 'fraud-flagged';

/** The step whose answer is awaited. */
export const pendingOf = (payment: PaymentDraft): PendingEffect | null => payment.effects[0] ?? null;

/** An effect that is intended now. The key is the same for every attempt, so that the provider does it once. */
export function intended(orderId: string, kind: Step, about: string, now: number): PendingEffect {
  const id = about === '' ? `${orderId}/${kind}` : `${orderId}/${kind}/${about}`;
  return {
    id,
    kind,
    about,
    attempt: 1,
    idempotencyKey: id,
    reference: id,
    since: now,
    retryAt: null,
    lastError: null,
  };
}
