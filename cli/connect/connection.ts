import type { Settings } from '../../runtime/config/settings.ts';
import type { Log } from '../../runtime/log/port.ts';
import { createLogger, type Logger } from '../../runtime/observe/logger.ts';
import type { Sql } from '../../runtime/postgres/connect.ts';
import type { ProjectorWire } from '../../runtime/projector/code.ts';
import type { SchemaRegistry } from '../../runtime/registry/client.ts';
import type { Wire } from '../../runtime/tasks/engine.ts';
import type { Vault } from '../../runtime/vault/port.ts';
import type { CliContext } from '../context.ts';
import { createResources } from '../up/resources.ts';
import { attachedAddresses } from './addresses.ts';
import { connectServers, openVault } from './servers.ts';
import { createWire, registeredIds } from './wire.ts';

/** What a command beside a running shop works with. */
export type Connection = {
  readonly log: Log;
  readonly registry: SchemaRegistry;
  readonly sql: Sql;
  readonly prefix: string;
  /** Reads every topic of the catalogue; writes those that were asked for. */
  readonly wire: Wire & ProjectorWire;
  readonly logger: Logger;
  vault(): Promise<Vault>;
  close(): Promise<void>;
};

/** Connects to the servers that were given, or to the local stack that runs; starts none. Logs go to standard error. */
export async function openConnection(
  settings: Settings,
  context: Pick<CliContext, 'stderr'>,
  writes: readonly string[] = [],
): Promise<Connection> {
  const logger = createLogger({
    ...settings.log,
    secrets: settings.secrets,
    destination: context.stderr,
    terminal: context.stderr.isTTY === true,
  });
  const resources = createResources(logger);
  try {
    const servers = connectServers({ settings, addresses: attachedAddresses(settings), logger, resources });
    const ids = await registeredIds(servers.registry, settings.prefix, writes);
    return {
      ...servers,
      prefix: settings.prefix,
      // Whoever looks wants to know now what the registry does not know; nothing is parked by what a command reads.
      wire: createWire(servers.registry, settings.prefix, ids, { believedAfter: 0 }),
      logger,
      vault: () => openVault(servers, settings),
      close: resources.close,
    };
  } catch (error) {
    await resources.close();
    throw error;
  }
}
