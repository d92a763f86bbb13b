import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { logObserver } from '../../runtime/gateways/observer.ts';
import { createPaymentGateway, type PaymentGateway } from '../../runtime/gateways/payments/gateway.ts';
import { startPaymentStandIn } from '../../runtime/gateways/payments/stand-in/server.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import type { Resources } from './resources.ts';

export type PaymentOptions = {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly resources: Resources;
};

const folderOf = ({ home }: Settings): string => join(home, 'payment-stand-in');
const addressFile = (settings: Settings): string => join(folderOf(settings), 'url');

/** Whether payments go to a provider that charges nobody; asked of who runs on servers of his own. */
export function usesStandIn({ payments, kafka }: Settings): boolean {
  if (payments.url !== null) return payments.url === 'stand-in';
  if (kafka.brokers === null) return true;
  throw new LongplayError('LP_PAYMENT_URL_MISSING', 'KAFKA_BROKERS is set, but PAYMENT_URL is not.');
}

/** Starts the stand-in; answers where it listens. `fresh`: with an empty ledger, as for a shop without orders. */
export async function startStandIn({ settings, logger, resources }: PaymentOptions, fresh: boolean): Promise<string> {
  const { localPort: port, apiKey } = settings.payments;
  const data = folderOf(settings);
  if (fresh) rmSync(data, { recursive: true, force: true });
  const standIn = await startPaymentStandIn({ data, port, apiKey, logger });
  resources.add('the payment stand-in', async () => {
    rmSync(addressFile(settings), { force: true });
    await standIn.stop();
  });
  writeFileSync(addressFile(settings), standIn.url);
  return standIn.url;
}

/** Where the stand-in of a running `longplay up` listens. */
export function runningStandIn(settings: Settings): string {
  try {
    return readFileSync(addressFile(settings), 'utf8');
  } catch (cause) {
    throw new LongplayError(
      'LP_CLI_NOTHING_RUNS',
      `No payment stand-in runs in ${settings.home}, and PAYMENT_URL names no provider.`,
      { cause, remedy: 'Start `longplay up` first, or set PAYMENT_URL to your provider.' },
    );
  }
}

/** The provider, or its stand-in at `url`, behind its gateway. */
export function openPayments(url: string, { settings, logger, resources }: PaymentOptions): PaymentGateway {
  const { apiKey, keyLifetime } = settings.payments;
  const gateway = createPaymentGateway({ url, apiKey, keyLifetime, scope: settings.prefix }, [
    logObserver(logger.child({ part: 'payments' })),
  ]);
  resources.add('the payment gateway', () => gateway.close());
  return gateway;
}
