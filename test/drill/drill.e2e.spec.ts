import { expect, it } from 'vitest';
import { rebuildText } from './rebuild/report.ts';
import { runRebuild } from './rebuild/run.ts';

const minutes = 60_000;

it(
  'given orders and readers through the API, when projectors are killed while they apply and rebuild, then no query fails or goes back, and every table is what the log says',
  async () => {
    const options = { drill: 'rebuild', rate: 20, kills: 2, freezes: 0, seed: 3, keep: false, json: false } as const;
    const told: string[] = [];
    const report = await runRebuild(options, line => told.push(line), AbortSignal.timeout(8 * minutes));
    expect(report.held, [...told, rebuildText(report)].join('\n')).toBe(true);
    expect(report.kills.map(({ outcome }) => outcome)).toEqual([null, 'done']);
    expect(report.counts.answers).toBeGreaterThan(100);
  },
  10 * minutes,
);
