import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { createHealth, type GrowingHealth } from '../../runtime/observe/health.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import { kafkaProbe, postgresProbe, registryProbe } from '../../runtime/observe/probes.ts';
import { startStack } from '../../runtime/stack/stack.ts';
import type { Part, Stack, StackProgress } from '../../runtime/stack/types.ts';
import { addressesOf, attachedAddresses, type ServerAddresses } from '../connect/addresses.ts';
import { connectServers, type Servers } from '../connect/servers.ts';
import type { Lifetime } from './lifetime.ts';
import type { Resources } from './resources.ts';

/** Where the three servers are, fit for a person's eyes. */
export type Addresses = { readonly kafka: string; readonly registry: string; readonly postgres: string };

/** What everything else stands on: the three servers, connected. */
export type Ground = Servers & { readonly health: GrowingHealth; readonly addresses: Addresses };

export type GroundOptions = {
  readonly settings: Settings;
  /** Servers that were not given: `start` them, or use those of a `longplay up` that runs here (`attach`). */
  readonly local: 'start' | 'attach';
  readonly fresh: boolean;
  readonly logger: Logger;
  readonly lifetime: Lifetime;
  readonly onProgress: (progress: StackProgress) => void;
  readonly resources: Resources;
};

/** Starts the servers that were not given, or finds them, and connects to all three. Nothing has been asked of them yet. */
export async function openGround(options: GroundOptions): Promise<Ground> {
  const { settings, logger, resources } = options;
  const died = new Map<Part, string>();
  const addresses = await serverAddresses(options, (part, reason) => {
    died.set(part, reason);
    logger.error(new LongplayError('LP_STACK_PART_ENDED', `${part} has ended by itself: ${reason}.`));
  });
  const servers = connectServers({ settings, addresses, logger, resources });
  const { brokers, registryUrl, databaseUrl } = addresses;
  const probes = [
    kafkaProbe(servers.log.admin),
    registryProbe({ url: registryUrl, auth: settings.registry.auth }),
    postgresProbe(servers.sql),
  ];
  return {
    ...servers,
    health: createHealth({ probes, timeout: settings.healthTimeout, known: name => died.get(name as Part) }),
    addresses: {
      kafka: brokers.join(','),
      registry: registryUrl,
      postgres: settings.shown.DATABASE_URL ?? databaseUrl,
    },
  };
}

async function serverAddresses(
  options: GroundOptions,
  onExit: (part: Part, reason: string) => void,
): Promise<ServerAddresses> {
  if (options.local === 'attach') return attachedAddresses(options.settings);
  return addressesOf(options.settings, await startLocal(options, onExit));
}

async function startLocal(
  { settings, fresh, logger, lifetime, onProgress, resources }: GroundOptions,
  onExit: (part: Part, reason: string) => void,
): Promise<Stack | null> {
  const { kafka, registry, postgres, home, localPorts, kafkaJava } = settings;
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
    kafkaJava,
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
