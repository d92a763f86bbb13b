import type { Settings } from '../runtime/config/settings.ts';
import type { LongplayError } from '../runtime/errors.ts';
import { type Connection, openConnection } from './connect/connection.ts';
import type { CliContext } from './context.ts';
import { showProgress } from './import/progress.ts';
import { onInterrupt } from './tail/interrupt.ts';
import { createTerminal, type Terminal } from './up/terminal.ts';

export type ProgressOptions = {
  readonly settings: Settings;
  readonly context: CliContext;
  /** Topics that the command writes to. Default none. */
  readonly writes?: readonly string[];
  /** What the command is doing, for the line that shows it; asked again and again. */
  readonly told: () => string;
  /** What an interrupted command ends with; null: with what its work threw. */
  readonly stopped: () => LongplayError | null;
};

export type Attended = {
  readonly connection: Connection;
  readonly terminal: Terminal;
  /** Aborted when somebody asks the command to stop. */
  readonly signal: AbortSignal;
  /** Takes the line away, before the command prints its result. */
  quiet(): void;
};

/** Runs a command that takes a while beside a running shop: connected, with a line of progress, and to be interrupted. */
export async function withProgress<T>(options: ProgressOptions, work: (attended: Attended) => Promise<T>): Promise<T> {
  const { settings, context, writes, told, stopped } = options;
  const interrupt = onInterrupt(context.stdout);
  const { signal } = interrupt;
  const terminal = createTerminal(context.stderr);
  const progress = showProgress(terminal, told);
  try {
    const connection = await openConnection(settings, { stderr: beside(terminal) }, writes);
    try {
      return await work({ connection, terminal, signal, quiet: progress.stop });
    } finally {
      await connection.close();
    }
  } catch (error) {
    throw (signal.aborted && stopped()) || error;
  } finally {
    progress.stop();
    interrupt.end();
  }
}

/** Log lines go above the line that shows the progress. */
const beside = (terminal: Terminal): NodeJS.WriteStream =>
  ({
    isTTY: terminal.interactive,
    write: (text: string) => {
      terminal.write(text);
      return true;
    },
  }) as NodeJS.WriteStream;
