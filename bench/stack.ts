import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from '../runtime/stack/stack.ts';
import type { Stack, StackOptions } from '../runtime/stack/types.ts';

/** Servers whose data is thrown away when the next ones start. */
const startServers = (data: string, start: StackOptions['start']): Promise<Stack> =>
  startStack({
    home: '.longplay',
    data,
    fresh: true,
    start,
    ports: { kafka: 0, registry: 0, postgres: 0 },
    onProgress: ({ text }) => process.stderr.write(`${text}\n`),
  });

/** Runs `work` on the brokers of KAFKA_BROKERS, or on a broker of its own whose data is thrown away afterwards. */
export async function withBroker(work: (brokers: string[]) => Promise<void>): Promise<void> {
  const given = process.env.KAFKA_BROKERS;
  if (given !== undefined) return work(given.split(','));
  const stack = await startServers('bench', { kafka: true, registry: false, postgres: false });
  try {
    await work(stack.kafkaBrokers as string[]);
  } finally {
    await stack.stop();
  }
}

/** Runs `work` on all servers, with a LONGPLAY_HOME for what runs on them. */
export async function withServers(bench: string, work: (stack: Stack, home: string) => Promise<void>): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), `longplay-bench-${bench}-`));
  const stack = await startServers(`bench-${bench}`, { kafka: true, registry: true, postgres: true });
  try {
    await work(stack, home);
  } finally {
    await stack.stop();
    rmSync(home, { recursive: true, force: true });
  }
}
