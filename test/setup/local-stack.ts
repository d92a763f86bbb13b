import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { removeAbandoned } from '../../runtime/stack/abandoned.ts';
import type { Stack, StackProgress } from '../../runtime/stack/types.ts';
import { startServers, temporaryFolder } from './servers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    kafkaBrokers: string[];
    /** The Confluent-compatible API. */
    registryUrl: string;
    databaseUrl: string;
  }
}

const prefix = 'longplay-int-';

let home: string | null = null;
let stack: Stack | null = null;

/**
 * One stack of real servers for all integration specs of a run: own data in a temporary folder, free ports, downloads
 * shared with `npm start`. KAFKA_BROKERS, SCHEMA_REGISTRY_URL and DATABASE_URL put given servers in its place, each
 * alone too.
 */
export async function setup(project: TestProject): Promise<void> {
  await removeAbandonedHomes();
  const { KAFKA_BROKERS, SCHEMA_REGISTRY_URL, DATABASE_URL } = process.env;
  const brokers = KAFKA_BROKERS?.split(',').map(broker => broker.trim()) ?? null;
  if (!(brokers && SCHEMA_REGISTRY_URL && DATABASE_URL)) {
    home = temporaryFolder(prefix);
    stack = await startServers(home, {
      start: { kafka: !brokers, registry: !SCHEMA_REGISTRY_URL, postgres: !DATABASE_URL },
      ...(brokers && { externalKafka: brokers }),
      // Specs wait for compaction.
      kafkaConfig: { 'log.cleaner.backoff.ms': '200' },
      onProgress: report,
    });
    stack.onExit((_part, reason) => say(reason));
  }
  project.provide('kafkaBrokers', brokers ?? stack?.kafkaBrokers ?? []);
  project.provide('registryUrl', SCHEMA_REGISTRY_URL || (stack?.registryUrl ?? ''));
  project.provide('databaseUrl', DATABASE_URL || (stack?.databaseUrl ?? ''));
}

export async function teardown(): Promise<void> {
  await stack?.stop();
  if (home !== null) rmSync(home, { recursive: true, force: true });
}

/** What killed runs have left: their servers have ended by themselves, their folders have not. */
async function removeAbandonedHomes(): Promise<void> {
  const found = readdirSync(tmpdir()).filter(name => name.startsWith(prefix));
  for (const name of found) await removeAbandoned(join(tmpdir(), name));
}

let lastSaid = 0;

/** A download may take minutes: a line every five seconds. The rest of a start is short. */
function report({ part, text }: StackProgress): void {
  if (part !== 'download' || Date.now() - lastSaid < 5_000) return;
  lastSaid = Date.now();
  say(`download: ${text}`);
}

function say(text: string): void {
  process.stderr.write(`local stack: ${text}\n`);
}
