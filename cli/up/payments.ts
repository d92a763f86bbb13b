import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { logObserver } from '../../runtime/gateways/observer.ts';
import { createPaymentGateway, type PaymentGateway } from '../../runtime/gateways/payments/gateway.ts';
import { startPaymentStandIn } from '../../runtime/gateways/payments/stand-in/server.ts';
import { gatewayMetrics } from '../../runtime/observe/metrics-tasks.ts';
import type { Program } from './program.ts';
import { standInPlace } from './stand-in.ts';

type Options = Pick<Program, 'settings' | 'logger' | 'resources'>;
type GatewayOptions = Options & Pick<Program, 'metrics'>;

const placeIn = (settings: Settings) => standInPlace(settings, { title: 'payment', setting: 'PAYMENT_URL' });

/** Whether payments go to a provider that charges nobody; asked of who runs on servers of his own. */
export function usesPaymentStandIn({ payments, kafka }: Settings): boolean {
  if (payments.url !== null) return payments.url === 'stand-in';
  if (kafka.brokers === null) return true;
  throw new LongplayError('LP_PAYMENT_URL_MISSING', 'KAFKA_BROKERS is set, but PAYMENT_URL is not.');
}

/** Starts the stand-in; answers where it listens. `fresh`: with an empty ledger, as for a shop without orders. */
export async function startPayments({ settings, logger, resources }: Options, fresh: boolean): Promise<string> {
  const { localPort: port, apiKey } = settings.payments;
  const place = placeIn(settings);
  if (fresh) place.empty();
  const standIn = await startPaymentStandIn({ data: place.data, port, apiKey, logger });
  resources.add('the payment stand-in', () => standIn.stop());
  resources.add('the address of the payment stand-in', place.tell({ url: standIn.url }));
  return standIn.url;
}

/** Where the stand-in of a running `longplay up` listens. */
export const runningPayments = (settings: Settings): string => placeIn(settings).told('url');

/** The provider, or its stand-in at `url`, behind its gateway. */
export function openPayments(url: string, { settings, logger, resources, metrics }: GatewayOptions): PaymentGateway {
  const { apiKey, keyLifetime, scope } = settings.payments;
  const gateway = createPaymentGateway({ url, apiKey, keyLifetime, scope }, [
    logObserver(logger.child({ part: 'payments' })),
    gatewayMetrics(metrics),
  ]);
  resources.add('the payment gateway', () => gateway.close());
  return gateway;
}
