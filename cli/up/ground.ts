import { join } from 'node:path';
import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import type { Log } from '../../runtime/log/port.ts';
import { createHealth, type Health } from '../../runtime/observe/health.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import { kafkaProbe, postgresProbe, registryProbe } from '../../runtime/observe/probes.ts';
import { connectPostgres, type Sql } from '../../runtime/postgres/connect.ts';
import { createSchemaRegistry, type SchemaRegistry } from '../../runtime/registry/client.ts';
import { startStack } from '../../runtime/stack/stack.ts';
import type { Part, Stack, StackProgress } from '../../runtime/stack/types.ts';
import { localKeyEncryptionKey, parseKeyEncryptionKeys } from '../../runtime/vault/key-encryption-key.ts';
import type { Vault } from '../../runtime/vault/port.ts';
import { openPostgresVault } from '../../runtime/vault/postgres.ts';
import type { Lifetime } from './lifetime.ts';
import type { Resources } from './resources.ts';

/** Where the three servers are, fit for a person's eyes. */
export type Addresses = { readonly kafka: string; readonly registry: string; readonly postgres: string };

/** What everything else stands on: the three servers, connected. */
export type Ground = {
  readonly log: Log;
  readonly registry: SchemaRegistry;
  readonly sql: Sql;
  readonly health: Health;
  readonly addresses: Addresses;
};

export type GroundOptions = {
  readonly settings: Settings;
  readonly fresh: boolean;
  readonly logger: Logger;
  readonly lifetime: Lifetime;
  readonly onProgress: (progress: StackProgress) => void;
  readonly resources: Resources;
};

/** Opens the vault; its key comes from VAULT_KEY, else from a file in the home, made on the first start. */
export async function openVault({ sql }: Ground, { vaultKeys, home }: Settings): Promise<Vault> {
  const keyEncryptionKeys = vaultKeys
    ? parseKeyEncryptionKeys(vaultKeys.join(','))
    : ([await localKeyEncryptionKey(join(home, 'vault.key'))] as const);
  return openPostgresVault({ sql, keyEncryptionKeys });
}

/** Starts the servers that were not given, and connects to all three. Nothing has been asked of them yet. */
export async function openGround(options: GroundOptions): Promise<Ground> {
  const { settings, logger, resources } = options;
  const { kafka, registry, postgres, prefix } = settings;
  const died = new Map<Part, string>();
  const stack = await startLocal(options, (part, reason) => {
    died.set(part, reason);
    logger.error(new LongplayError('LP_STACK_PART_ENDED', `${part} has ended by itself: ${reason}.`));
  });
  const brokers = kafka.brokers ?? stack?.kafkaBrokers;
  const registryUrl = registry.url ?? stack?.registryUrl;
  const databaseUrl = postgres.url ?? stack?.databaseUrl;
  if (!brokers || !registryUrl || !databaseUrl) throw new Error('the local stack answered without an address');

  const log = createKafkajsLog({
    brokers,
    clientId: prefix,
    logger: logger.child({ part: 'kafka' }),
    ...(kafka.tls && { tls: kafka.tls }),
    ...(kafka.sasl && { sasl: kafka.sasl }),
  });
  resources.add('the log', () => log.close());
  const sql = connectPostgres({ url: databaseUrl, tls: postgres.tls, name: prefix });
  resources.add('the database connections', () => sql.end({ timeout: 5 }));

  const probes = [kafkaProbe(log.admin), registryProbe({ url: registryUrl, auth: registry.auth }), postgresProbe(sql)];
  return {
    log,
    sql,
    registry: createSchemaRegistry({ url: registryUrl, auth: registry.auth }),
    health: createHealth({ probes, timeout: settings.healthTimeout, known: name => died.get(name as Part) }),
    addresses: {
      kafka: brokers.join(','),
      registry: registryUrl,
      postgres: settings.shown.DATABASE_URL ?? databaseUrl,
    },
  };
}

async function startLocal(
  { settings, fresh, logger, lifetime, onProgress, resources }: GroundOptions,
  onExit: (part: Part, reason: string) => void,
): Promise<Stack | null> {
  const { kafka, registry, postgres, home, localPorts } = settings;
  const start = { kafka: kafka.brokers === null, registry: registry.url === null, postgres: postgres.url === null };
  if (!Object.values(start).includes(true)) {
    if (fresh) throw new LongplayError('LP_CLI_USAGE', '--fresh deletes local data, but all three servers are given.');
    return null;
  }
  const stack = await startStack({
    home,
    fresh,
    start,
    ports: localPorts,
    signal: lifetime.signal,
    onProgress,
    ...(kafka.brokers !== null && { externalKafka: [...kafka.brokers] }),
  });
  resources.add('the local servers', () => stack.stop());
  lifetime.onForce(() => killAll(stack));
  stack.onExit(onExit);
  for (const { part, title, address, startedIn } of stack.parts) {
    logger.info({ part, address, ms: startedIn }, `${title} is up`);
  }
  return stack;
}

function killAll(stack: Stack): void {
  for (const pid of Object.values(stack.pids)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}
