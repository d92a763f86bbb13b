import type { Say } from '../../chaos/run.ts';
import type { FarmDrill } from '../options.ts';
import { withServers } from '../servers.ts';
import { disaster } from './disaster.ts';
import type { FarmReport } from './report.ts';
import { openWorld } from './world.ts';

/** On a broker and a Postgres of its own. */
export async function runFarm(
  { positions, poison, workers }: FarmDrill,
  say: Say,
  signal: AbortSignal,
): Promise<FarmReport> {
  return await withServers(say, async ({ kafkaBrokers, databaseUrl }) => {
    const world = await openWorld(
      { brokers: [...(kafkaBrokers ?? [])], databaseUrl: databaseUrl ?? '' },
      'drill',
      workers,
    );
    try {
      return await disaster({ world, positions, poison, say, signal });
    } finally {
      await world.close();
    }
  });
}
