import type { EffectRunner } from '../../tasks/engine.ts';
import { createGateway, type GatewayStatus } from '../gateway.ts';
import type { GatewayObserver } from '../observer.ts';
import type { GatewayOptions } from '../options.ts';
import { type PaymentEffect, type PaymentState, paymentCall } from './calls.ts';
import { createPaymentClient, type PaymentClientOptions } from './client.ts';

export type PaymentGatewayOptions = PaymentClientOptions & Omit<GatewayOptions, 'name'>;

export type PaymentGateway = {
  /** One for each kind of effect that the processor of payments intends. */
  readonly runners: Readonly<Record<PaymentEffect, EffectRunner>>;
  status(): GatewayStatus;
  /** Closes the connections that are kept alive; for after the last run has ended. */
  close(): void;
};

/** The payment provider behind a gateway. The lifetime of its keys belongs to the contract with it: there is no default. */
export function createPaymentGateway(
  { url, apiKey = null, scope = '', ...options }: PaymentGatewayOptions,
  observers: readonly GatewayObserver[] = [],
): PaymentGateway {
  const client = createPaymentClient({ url, apiKey, scope });
  const gateway = createGateway({ ...options, name: 'payments' }, client, observers);
  // Only the processor of payments intends these kinds; what its state lacks is found where the call is made.
  const run: EffectRunner = (effect, state, signal) =>
    gateway.run(effect, () => paymentCall(effect, state as PaymentState), signal);
  return {
    runners: { authorise: run, capture: run, void: run, refund: run },
    status: gateway.status,
    close: client.close,
  };
}
