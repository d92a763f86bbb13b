import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Connection, openConnection } from '../../cli/connect/connection.ts';
import { loadSettings } from '../../runtime/config/settings.ts';
import type { Stack } from '../../runtime/stack/types.ts';
import { settingsFor, startServers, temporaryFolder } from '../setup/servers.ts';
import { type MailServer, openMailServer } from './mail-server.ts';
import { openProvider, type Provider } from './provider.ts';

/** Topics that the driver writes. */
const asks = ['order-requests', 'product-requests', 'stock-receipts', 'customer-requests', 'shipment-requests'];

/** Everything outside the workers: the servers, the payment provider, a mail server, and the driver's own connection. */
export type Ground = {
  readonly home: string;
  readonly logs: string;
  readonly run: string;
  readonly stack: Stack;
  /** What a worker, or the driver, has to be told. */
  readonly env: Readonly<Record<string, string>>;
  readonly provider: Provider;
  readonly mails: MailServer;
  /** Opens the driver's connection; the topics must have been made. */
  connect(): Promise<Connection>;
  /** Stops everything; `keep` leaves data and logs where they are. */
  stop(keep: boolean): Promise<void>;
};

/** Nothing is compacted or deleted while the books are open: each version has to be seen. */
const kafkaConfig = { 'log.cleaner.enable': 'false' };

export async function openGround(say: (line: string) => void): Promise<Ground> {
  const home = temporaryFolder('longplay-chaos-');
  const folder = (name: string) => join(home, name);
  const [logs, run, books, mailbox] = [
    folder('worker-logs'),
    folder('worker-run'),
    folder('provider'),
    folder('mails'),
  ];
  for (const needed of [logs, run]) mkdirSync(needed);
  const stack = await startServers(home, {
    kafkaConfig,
    onProgress: ({ part, text }) => part === 'download' && say(text),
  });
  try {
    const provider = await openProvider({ books, run, logs });
    const mails = await openMailServer({ mailbox, run, logs });
    const env = environment(stack, home, { payments: provider.url, mail: mails.url });
    return {
      home,
      logs,
      run,
      stack,
      env,
      provider,
      mails,
      connect: () => {
        const stderr = createWriteStream(join(logs, 'driver.log')) as unknown as NodeJS.WriteStream;
        return openConnection(loadSettings(env), { stderr }, asks);
      },
      stop: async keep => {
        await provider.stop();
        await mails.stop();
        await stack.stop();
        if (!keep) rmSync(home, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

type Urls = { readonly payments: string; readonly mail: string };

function environment(stack: Stack, home: string, urls: Urls): Record<string, string> {
  return {
    ...settingsFor(stack),
    PAYMENT_URL: urls.payments,
    MAIL_URL: urls.mail,
    MAIL_FROM: 'chaos@longplay.example',
    MAIL_TLS: 'none',
    VAULT_KEY: randomBytes(32).toString('base64'),
    LONGPLAY_HOME: home,
    LONGPLAY_PREFIX: 'chaos',
    LONGPLAY_REPLICATION: '1',
    LOG_FORMAT: 'json',
  };
}
