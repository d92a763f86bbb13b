import { join } from 'node:path';
import type { Settings } from '../../runtime/config/settings.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import type { Log } from '../../runtime/log/port.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../../runtime/postgres/connect.ts';
import { createSchemaRegistry, type SchemaRegistry } from '../../runtime/registry/client.ts';
import {
  type KeyEncryptionKey,
  localKeyEncryptionKey,
  parseKeyEncryptionKeys,
} from '../../runtime/vault/key-encryption-key.ts';
import type { Vault } from '../../runtime/vault/port.ts';
import { openPostgresVault } from '../../runtime/vault/postgres.ts';
import type { Resources } from '../up/resources.ts';
import type { ServerAddresses } from './addresses.ts';

/** The three servers, connected; nothing has been asked of them yet. */
export type Servers = {
  readonly log: Log;
  readonly registry: SchemaRegistry;
  readonly sql: Sql;
  /** Further connections to the database, so that one kind of work never waits behind another. `name` shows in its logs. */
  openPool(name: string): Sql;
};

export type ConnectOptions = {
  readonly settings: Settings;
  readonly addresses: ServerAddresses;
  readonly logger: Logger;
  readonly resources: Resources;
};

export function connectServers({ settings, addresses, logger, resources }: ConnectOptions): Servers {
  const { kafka, registry, postgres, prefix } = settings;
  const log = createKafkajsLog({
    brokers: [...addresses.brokers],
    clientId: prefix,
    logger: logger.child({ part: 'kafka' }),
    ...(kafka.tls && { tls: kafka.tls }),
    ...(kafka.sasl && { sasl: kafka.sasl }),
  });
  resources.add('the log', () => log.close());
  const openPool = (name: string) => {
    const sql = connectPostgres({ url: addresses.databaseUrl, tls: postgres.tls, name });
    resources.add(`the database connections of ${name}`, () => sql.end({ timeout: 5 }));
    return sql;
  };
  return {
    log,
    sql: openPool(prefix),
    openPool,
    registry: createSchemaRegistry({ url: addresses.registryUrl, auth: registry.auth }),
  };
}

/** Opens the vault; its key comes from VAULT_KEY, else from a file in the home, made on the first start. */
export async function openVault({ sql }: Pick<Servers, 'sql'>, settings: Settings): Promise<Vault> {
  return openPostgresVault({ sql, keyEncryptionKeys: await keyEncryptionKeysOf(settings) });
}

export async function keyEncryptionKeysOf({
  vaultKeys,
  home,
}: Settings): Promise<readonly [KeyEncryptionKey, ...KeyEncryptionKey[]]> {
  return vaultKeys
    ? parseKeyEncryptionKeys(vaultKeys.join(','))
    : [await localKeyEncryptionKey(join(home, 'vault.key'))];
}
