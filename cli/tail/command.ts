import type { Settings } from '../../runtime/config/settings.ts';
import { openConnection } from '../connect/connection.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { onInterrupt } from './interrupt.ts';
import { lineOf } from './line.ts';
import { tail } from './tail.ts';

export type TailCommand = {
  readonly topics: readonly string[];
  readonly order: string | null;
  readonly from: 'beginning' | 'now';
  /** A JSON document a line. */
  readonly json: boolean;
};

/** Columns that most topics' names fit into. */
const WIDTH = 17;

export async function tailCommandRun(settings: Settings, command: TailCommand, context: CliContext): Promise<ExitCode> {
  const { topics, order, from, json } = command;
  const { stdout, stderr } = context;
  const interrupt = onInterrupt(stdout);
  const { signal } = interrupt;
  const colours = stdout.isTTY === true && !context.env.NO_COLOR;
  const width = Math.max(...topics.map(name => name.length), topics.length === 0 ? WIDTH : 0);
  const print = async (line: string): Promise<void> => {
    if (signal.aborted || stdout.write(`${line}\n`) !== false) return;
    // Whoever reads slowly is waited for; whoever has gone is not.
    await new Promise<void>(resolve => {
      stdout.once('drain', resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  };
  const connection = await openConnection(settings, context);
  try {
    await tail({
      ...connection,
      topics,
      order,
      from,
      signal,
      onEvent: told => print(json ? JSON.stringify(told) : lineOf(told, { colours, width })),
      onLive: () => {
        if (stderr.isTTY && stdout.isTTY) stderr.write('Waiting for what comes; Ctrl-C ends it.\n');
      },
    });
    // Such as a full disk behind `>`; a broken pipe has no code here.
    if ((signal.reason as NodeJS.ErrnoException | undefined)?.code !== undefined) throw signal.reason;
    return exitCodes.done;
  } finally {
    interrupt.end();
    await connection.close();
  }
}
