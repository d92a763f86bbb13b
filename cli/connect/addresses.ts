import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { runningStack } from '../../runtime/stack/running.ts';

/** Where the three servers are. */
export type ServerAddresses = {
  readonly brokers: readonly string[];
  readonly registryUrl: string;
  readonly databaseUrl: string;
};

type Started = {
  readonly kafkaBrokers: readonly string[] | null;
  readonly registryUrl: string | null;
  readonly databaseUrl: string | null;
};

/** The servers that were given, and for the others those of a local stack. */
export function addressesOf({ kafka, registry, postgres, home }: Settings, stack: Started | null): ServerAddresses {
  const brokers = kafka.brokers ?? stack?.kafkaBrokers ?? null;
  const registryUrl = registry.url ?? stack?.registryUrl ?? null;
  const databaseUrl = postgres.url ?? stack?.databaseUrl ?? null;
  if (brokers !== null && registryUrl !== null && databaseUrl !== null) return { brokers, registryUrl, databaseUrl };
  const missing = [
    ...(brokers === null ? ['KAFKA_BROKERS'] : []),
    ...(registryUrl === null ? ['SCHEMA_REGISTRY_URL'] : []),
    ...(databaseUrl === null ? ['DATABASE_URL'] : []),
  ];
  throw new LongplayError(
    'LP_CLI_NOTHING_RUNS',
    `No local stack runs in ${home}, and ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set.`,
  );
}

/** For commands beside a running `longplay up`: they start no servers of their own. */
export const attachedAddresses = (settings: Settings): ServerAddresses =>
  addressesOf(settings, runningStack({ home: settings.home }));
