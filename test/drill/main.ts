#!/usr/bin/env node
import { trial } from '../chaos/trial.ts';
import { compactedText } from './compacted/report.ts';
import { runCompacted } from './compacted/run.ts';
import { farmText } from './farm/report.ts';
import { runFarm } from './farm/run.ts';
import { parseOptions, usage } from './options.ts';
import { rebuildText } from './rebuild/report.ts';
import { runRebuild } from './rebuild/run.ts';

await trial({
  options: parseOptions(process.argv.slice(2)),
  usage,
  run: async (options, say, signal) => {
    if (options.drill === 'rebuild') {
      const report = await runRebuild(options, say, signal);
      return { report, text: rebuildText(report) };
    }
    if (options.drill === 'farm') {
      const report = await runFarm(options, say, signal);
      return { report, text: farmText(report) };
    }
    const report = await runCompacted(options, say, signal);
    return { report, text: compactedText(report) };
  },
});
