import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '../../runtime/config/settings.ts';
import { viewsSchema } from '../../runtime/projector/names.ts';
import { isPassing } from '../../runtime/projector/passing.ts';
import { refuseWithoutReadModels } from '../../runtime/projector/present.ts';
import {
  askFor,
  findOperation,
  type Operation,
  type OperationKind,
  type OperationOptions,
} from '../../runtime/projector/rebuild/operations.ts';
import { progressOf } from '../../runtime/projector/rebuild/progress.ts';
import { type ShownOperation, shownOperation } from '../../runtime/projector/rebuild/shown.ts';
import { openConnection } from '../connect/connection.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { onInterrupt } from '../tail/interrupt.ts';
import { createTerminal } from '../up/terminal.ts';
import { outcomeText } from './outcome-text.ts';
import { progressText } from './progress-text.ts';

const LOOK_EVERY_MS = 200;
/** Where nobody watches, ms. */
const LINE_EVERY_MS = 1_000;
/** A projector that runs has taken it by then, ms. */
const TAKEN_WITHIN_MS = 3_000;

export type Asked = {
  readonly projection: string;
  readonly kind: OperationKind;
  readonly options: OperationOptions;
  /** One document at the end, and nothing before it. */
  readonly json: boolean;
  /** Not to be waited for. */
  readonly detach: boolean;
};

/** Asks for something and shows how far it is until it has ended. The work goes on where this process ends. */
export async function operate(settings: Settings, asked: Asked, context: CliContext): Promise<ExitCode> {
  const connection = await openConnection(settings, context);
  const interrupt = onInterrupt(context.stdout);
  try {
    const where = { sql: connection.sql, control: viewsSchema(connection.prefix) };
    await refuseWithoutReadModels(connection);
    const { id } = await askFor(where, asked.projection, asked.kind, asked.options);
    const look = async (): Promise<ShownOperation> =>
      shownOperation((await findOperation(where, id)) as Operation, await progressOf(where, id));
    if (asked.detach) {
      const now = await look();
      context.stdout.write(
        asked.json ? `${JSON.stringify(now, null, 2)}\n` : `${asked.kind} ${id} of ${asked.projection}\n`,
      );
      return exitCodes.done;
    }
    const last = await watch(look, asked, context, interrupt.signal);
    if (last === null) {
      context.stderr.write(
        `${asked.kind} ${id} of ${asked.projection} goes on. longplay projections status shows it.\n`,
      );
      return exitCodes.no;
    }
    if (last.error !== null) context.stderr.write(`error ${last.error.code}: ${last.error.message}\n`);
    if (asked.json) context.stdout.write(`${JSON.stringify(last, null, 2)}\n`);
    else if (context.stdout.isTTY === true) context.stdout.write(outcomeText(last));
    return last.state === 'done' ? exitCodes.done : exitCodes.no;
  } finally {
    interrupt.end();
    await connection.close();
  }
}

/** Null where it was interrupted before the end. */
async function watch(
  look: () => Promise<ShownOperation>,
  { json }: Asked,
  context: CliContext,
  signal: AbortSignal,
): Promise<ShownOperation | null> {
  const terminal = createTerminal(context.stdout);
  const began = Date.now();
  let told = 0;
  let warned = false;
  let last: ShownOperation | null = null;
  for (;;) {
    const now: ShownOperation = await look().catch(error => {
      // Postgres is away; the work waits for it too.
      if (last !== null && isPassing(error)) return last;
      throw error;
    });
    last = now;
    if (!now.taken && now.finishedAt === null && !warned && Date.now() - began > TAKEN_WITHIN_MS) {
      warned = true;
      context.stderr.write('No projector has taken it yet. One runs in: longplay up, longplay projections.\n');
    }
    if (!json) {
      if (terminal.interactive) terminal.status(now.finishedAt === null ? progressText(now) : null);
      else if (Date.now() - told >= LINE_EVERY_MS || now.finishedAt !== null) {
        told = Date.now();
        context.stdout.write(`${JSON.stringify(now)}\n`);
      }
    }
    if (now.finishedAt !== null) return now;
    if (signal.aborted) return null;
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}
