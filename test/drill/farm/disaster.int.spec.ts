import { expect, inject, it } from 'vitest';
import { disaster } from './disaster.ts';
import { farmText } from './report.ts';
import { openWorld } from './world.ts';

it('given a kind of position that aborts its worker, then all others are priced, those are cases, and a group retry prices them once it is corrected', async () => {
  const servers = { brokers: inject('kafkaBrokers'), databaseUrl: inject('databaseUrl') };
  const world = await openWorld(servers, `farm-${Date.now().toString(36)}`, 2);
  const told: string[] = [];
  try {
    const report = await disaster({
      world,
      positions: 600,
      poison: 6,
      say: line => told.push(line),
      signal: AbortSignal.timeout(240_000),
    });
    expect(report.problems, [...told, farmText(report)].join('\n')).toEqual([]);
  } finally {
    await world.close();
  }
}, 300_000);
