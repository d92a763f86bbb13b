#!/usr/bin/env node
import { LongplayError } from '../../runtime/errors.ts';
import { parseOptions, usage } from './options.ts';
import { reportText } from './report.ts';
import { runChaos } from './run.ts';

const options = parseOptions(process.argv.slice(2));
if (options === null) process.stdout.write(usage);
else if ('wrong' in options) {
  process.stderr.write(`${options.wrong}\n\n${usage}`);
  process.exitCode = 2;
} else {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(new Error(signal)));
  try {
    const report = await runChaos(options, line => process.stderr.write(`${line}\n`), stop.signal);
    process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
    process.exitCode = report.held ? 0 : 1;
  } catch (error) {
    const known = error instanceof LongplayError;
    process.stderr.write(known ? `error ${error.code}: ${error.message}\n` : `${(error as Error).stack}\n`);
    process.exitCode = 2;
  }
}
