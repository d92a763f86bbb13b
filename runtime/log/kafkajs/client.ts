import type { ISocketFactory, Kafka, KafkaConfig, SASLOptions } from 'kafkajs';
import type { Logger } from '../../observe/logger.ts';
import { kafkajsLogCreator } from './noise.ts';
import { loadKafkajs } from './repairs.ts';
import { promptSockets } from './sockets.ts';

export type KafkajsLogOptions = {
  /** `host:port` of one or more brokers; the others are found through them. */
  readonly brokers: readonly string[];
  /** Names this program in the broker's logs and quotas. */
  readonly clientId: string;
  readonly logger: Logger;
  /** TLS; `true` takes the system's certificate authorities. Default: plain text. */
  readonly tls?: boolean | { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
  /** Makes the sockets. Default: `promptSockets`. Tests stand between client and broker with it. */
  readonly socketFactory?: ISocketFactory;
};

export const kafkajs = loadKafkajs({
  positions: true,
  aborted: true,
  timer: true,
  connections: true,
  metadata: true,
});

/**
 * How long a request may take, ms. Beyond it the connection counts as dead. Longer than any wait that we ask the
 * broker for (fetch, produce), shorter than a person's patience.
 */
const REQUEST_TIMEOUT_MS = 10_000;
const CONNECTION_TIMEOUT_MS = 3_000;

/** A kafkajs client. Its own retries are few and short: this adapter retries itself, and says so in its logs. */
export function kafkaClient(options: KafkajsLogOptions): Kafka {
  const config: KafkaConfig = {
    clientId: options.clientId,
    brokers: [...options.brokers],
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    retry: { initialRetryTime: 5, maxRetryTime: 200, retries: 3 },
    logLevel: kafkajs.logLevel.INFO,
    logCreator: kafkajsLogCreator(options.logger),
    socketFactory: options.socketFactory ?? promptSockets,
  };
  if (options.tls !== undefined && options.tls !== false) config.ssl = options.tls;
  if (options.sasl !== undefined) config.sasl = options.sasl as SASLOptions;
  return new kafkajs.Kafka(config);
}
