import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import type { Log } from '../../runtime/log/port.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { createSchemaRegistry, type SchemaRegistry } from '../../runtime/registry/client.ts';
import { runningStack } from '../../runtime/stack/running.ts';
import type { CliContext } from '../context.ts';

/** The servers that are known here: those that were given, else those of a local stack; null: none. */
export type SchemaServers = {
  readonly registry: SchemaRegistry | null;
  readonly log: Log | null;
  close(): Promise<void>;
};

/** How long a registry that does not answer is asked again, ms: a person waits. */
const patience = 5_000;

/** Connects to nothing yet: schemas are also checked where no server is. */
export function schemaServers(settings: Settings, { stderr }: Pick<CliContext, 'stderr'>): SchemaServers {
  const stack = runningStack({ home: settings.home });
  const { kafka, registry, prefix } = settings;
  const brokers = kafka.brokers ?? stack?.kafkaBrokers ?? null;
  const url = registry.url ?? stack?.registryUrl ?? null;
  const logger = createLogger({
    ...settings.log,
    secrets: settings.secrets,
    destination: stderr,
    terminal: stderr.isTTY === true,
  });
  const log =
    brokers === null
      ? null
      : createKafkajsLog({
          brokers: [...brokers],
          clientId: prefix,
          logger: logger.child({ part: 'kafka' }),
          ...(kafka.tls && { tls: kafka.tls }),
          ...(kafka.sasl && { sasl: kafka.sasl }),
        });
  return {
    registry: url === null ? null : createSchemaRegistry({ url, auth: registry.auth, patience }),
    log,
    close: async () => log?.close(),
  };
}

export const unknownServer = (message: string): LongplayError => new LongplayError('LP_SCHEMAS_UNREACHABLE', message);
