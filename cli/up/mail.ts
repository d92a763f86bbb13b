import { mkdirSync } from 'node:fs';
import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { createMailGateway, type MailGateway } from '../../runtime/gateways/mail/gateway.ts';
import { startMailStandIn } from '../../runtime/gateways/mail/stand-in/server.ts';
import { logObserver } from '../../runtime/gateways/observer.ts';
import { gatewayMetrics } from '../../runtime/observe/metrics-tasks.ts';
import type { Vault } from '../../runtime/vault/port.ts';
import { composeMail } from '../../streams/mails.ts';
import type { Program } from './program.ts';
import { standInPlace } from './stand-in.ts';

type Options = Pick<Program, 'settings' | 'logger' | 'resources'>;
type GatewayOptions = Options & Pick<Program, 'metrics'>;

/** `url` is for the gateway, `web` for a browser. */
export type MailAddresses = { readonly url: string; readonly web: string };

const placeIn = (settings: Settings) => standInPlace(settings, { title: 'mail', setting: 'MAIL_URL' });

/** Whether mails go to a mailbox that passes nothing on; asked of who runs on servers of his own. */
export function usesMailStandIn({ mail, kafka }: Settings): boolean {
  if (mail.url !== null) return mail.url === 'stand-in';
  if (kafka.brokers === null) return true;
  throw new LongplayError('LP_MAIL_URL_MISSING', 'KAFKA_BROKERS is set, but MAIL_URL is not.');
}

/** Starts the stand-in; answers where it listens. `fresh`: with an empty mailbox, as for a shop without orders. */
export async function startMail({ settings, logger, resources }: Options, fresh: boolean): Promise<MailAddresses> {
  const { localPort: port, localWebPort: webPort } = settings.mail;
  const place = placeIn(settings);
  if (fresh) place.empty();
  // Whole mails lie there, opened.
  mkdirSync(place.data, { recursive: true, mode: 0o700 });
  const standIn = await startMailStandIn({ data: place.data, port, webPort, logger });
  resources.add('the mail stand-in', () => standIn.stop());
  const { url, web } = standIn;
  resources.add('the addresses of the mail stand-in', place.tell({ url, web }));
  return { url, web };
}

/** Where the stand-in of a running `longplay up` listens. */
export function runningMail(settings: Settings): MailAddresses {
  const { told } = placeIn(settings);
  return { url: told('url'), web: told('web') };
}

/** The mail server, or its stand-in at `url`, behind its gateway, which opens recipients by the vault. */
export function openMail(
  url: string,
  vault: Vault,
  { settings, logger, resources, metrics }: GatewayOptions,
): MailGateway {
  const { from, tls, ca } = settings.mail;
  const gateway = createMailGateway({ url, from, tls, vault, compose: composeMail, ...(ca !== null && { ca }) }, [
    logObserver(logger.child({ part: 'mail' })),
    gatewayMetrics(metrics),
  ]);
  resources.add('the mail gateway', () => gateway.close());
  return gateway;
}
