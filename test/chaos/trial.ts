import { LongplayError } from '../../runtime/errors.ts';

/** What was read from the command line: null asks for help. */
type Parsed<O> = O | { readonly wrong: string } | null;

export type Trial<O> = {
  readonly options: Parsed<O>;
  readonly usage: string;
  /** Aborts at SIGINT and SIGTERM. `say` tells how far it is, a line at a time, on standard error. */
  run(
    options: O,
    say: (line: string) => void,
    signal: AbortSignal,
  ): Promise<{ readonly report: { readonly held: boolean }; readonly text: string }>;
};

/** A trial as a command: a report on standard output. Exit code 0: everything held, 1: something did not, 2: it could not run. */
export async function trial<O extends { readonly json: boolean }>({ options, usage, run }: Trial<O>): Promise<void> {
  if (options === null) {
    process.stdout.write(usage);
    return;
  }
  if ('wrong' in options) {
    process.stderr.write(`${options.wrong}\n\n${usage}`);
    process.exitCode = 2;
    return;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(new Error(signal)));
  try {
    const { report, text } = await run(options, line => process.stderr.write(`${line}\n`), stop.signal);
    process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : text);
    process.exitCode = report.held ? 0 : 1;
  } catch (error) {
    const known = error instanceof LongplayError;
    process.stderr.write(known ? `error ${error.code}: ${error.message}\n` : `${(error as Error).stack}\n`);
    process.exitCode = 2;
  }
}
