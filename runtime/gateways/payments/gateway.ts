import { createGateway, type EffectRunner, effectRunner, type GatewayStatus } from '../gateway.ts';
import type { GatewayObserver } from '../observer.ts';
import type { GatewayOptions } from '../options.ts';
import { type PaymentState, paymentCall } from './calls.ts';
import { createPaymentClient, type PaymentClientOptions } from './client.ts';

export type PaymentGatewayOptions = PaymentClientOptions & Omit<GatewayOptions, 'name'>;

export type PaymentGateway = {
  /** Runs each kind of `paymentEffects`. */
  readonly run: EffectRunner<PaymentState>;
  status(): GatewayStatus;
  /** Closes the connections that are kept alive; for after the last run has ended. */
  close(): void;
};

/** The payment provider behind a gateway. The lifetime of its keys belongs to the contract with it: there is no default. */
export function createPaymentGateway(
  { url, apiKey = null, ...options }: PaymentGatewayOptions,
  observers: readonly GatewayObserver[] = [],
): PaymentGateway {
  const client = createPaymentClient({ url, apiKey });
  const gateway = createGateway({ ...options, name: 'payments' }, client, observers);
  return { run: effectRunner(gateway, paymentCall), status: gateway.status, close: client.close };
}
