import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startStack } from '../../../runtime/stack/stack.ts';
import type { Say } from '../../chaos/run.ts';
import type { FarmDrill } from '../options.ts';
import { disaster } from './disaster.ts';
import type { FarmReport } from './report.ts';
import { openWorld } from './world.ts';

const downloads = fileURLToPath(new URL('../../../.longplay/downloads', import.meta.url));

/** On a broker and a Postgres of its own. */
export async function runFarm(
  { positions, poison, workers }: FarmDrill,
  say: Say,
  signal: AbortSignal,
): Promise<FarmReport> {
  const home = mkdtempSync(join(tmpdir(), 'longplay-drill-'));
  // As root, Postgres runs as another user, who must be able to enter.
  chmodSync(home, 0o755);
  const stack = await startStack({
    home,
    downloads,
    start: { kafka: true, registry: false, postgres: true },
    ports: { kafka: 0, postgres: 0 },
    onProgress: ({ part, text }) => part === 'download' && say(text),
  });
  try {
    const world = await openWorld(
      { brokers: [...(stack.kafkaBrokers ?? [])], databaseUrl: stack.databaseUrl ?? '' },
      'drill',
      workers,
    );
    try {
      return await disaster({ world, positions, poison, say, signal });
    } finally {
      await world.close();
    }
  } finally {
    await stack.stop();
    rmSync(home, { recursive: true, force: true });
  }
}
