#!/usr/bin/env node
import { LongplayError } from '../../runtime/errors.ts';
import { compactedText } from './compacted/report.ts';
import { runCompacted } from './compacted/run.ts';
import { type CompactedDrill, parseOptions, type RebuildDrill, usage } from './options.ts';
import { rebuildText } from './rebuild/report.ts';
import { runRebuild } from './rebuild/run.ts';

const options = parseOptions(process.argv.slice(2));
if (options === null) process.stdout.write(usage);
else if ('wrong' in options) {
  process.stderr.write(`${options.wrong}\n\n${usage}`);
  process.exitCode = 2;
} else {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(new Error(signal)));
  try {
    const { report, text } = await run(options, stop.signal);
    process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : text);
    process.exitCode = report.held ? 0 : 1;
  } catch (error) {
    const known = error instanceof LongplayError;
    process.stderr.write(known ? `error ${error.code}: ${error.message}\n` : `${(error as Error).stack}\n`);
    process.exitCode = 2;
  }
}

async function run(options: RebuildDrill | CompactedDrill, signal: AbortSignal) {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  if (options.drill === 'rebuild') {
    const report = await runRebuild(options, say, signal);
    return { report, text: rebuildText(report) };
  }
  const report = await runCompacted(options, say, signal);
  return { report, text: compactedText(report) };
}
