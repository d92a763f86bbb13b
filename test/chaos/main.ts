#!/usr/bin/env node
import { parseOptions, usage } from './options.ts';
import { reportText } from './report.ts';
import { runChaos } from './run.ts';
import { trial } from './trial.ts';

await trial({
  options: parseOptions(process.argv.slice(2)),
  usage,
  run: async (options, say, signal) => {
    const report = await runChaos(options, say, signal);
    return { report, text: reportText(report) };
  },
});
