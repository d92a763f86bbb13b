import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StackAddresses } from '../../runtime/stack/running.ts';
import { startStack } from '../../runtime/stack/stack.ts';
import type { Stack, StackOptions } from '../../runtime/stack/types.ts';

/** The jars of this checkout, which its local servers share. */
export const sharedDownloads = join(import.meta.dirname, '../../.longplay/downloads');

/** As root, Postgres runs as another user, who must be able to enter. */
export function temporaryFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o755);
  return folder;
}

/** Of Kafka's Java. A server of a spec lives for minutes: what Java would compile for later costs more than it brings. */
export const shortLived = '-XX:TieredStopAtLevel=1';

/** Servers with their data in this folder, on free ports: all of them, silently, unless said otherwise. */
export const startServers = (home: string, otherwise: Partial<StackOptions> = {}): Promise<Stack> =>
  startStack({
    home,
    downloads: sharedDownloads,
    start: { kafka: true, registry: true, postgres: true },
    ports: { kafka: 0, registry: 0, postgres: 0 },
    kafkaJava: [shortLived],
    onProgress: () => {},
    ...otherwise,
  });

/** What a program on these servers has to be told. */
export const settingsFor = (stack: StackAddresses | null | undefined) => ({
  KAFKA_BROKERS: (stack?.kafkaBrokers ?? []).join(','),
  SCHEMA_REGISTRY_URL: stack?.registryUrl ?? '',
  DATABASE_URL: stack?.databaseUrl ?? '',
});
