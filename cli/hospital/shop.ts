import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import type { Settings } from '../../runtime/config/settings.ts';
import { openDoor } from '../../runtime/drain/door.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { sendOperation } from '../../runtime/hospital/send.ts';
import type { CaseBook } from '../../runtime/hospital/treatment/case-book.ts';
import { askingOf, type Order } from '../../runtime/hospital/treatment/orders.ts';
import { type Answered, outcomesFrom } from '../../runtime/hospital/treatment/outcomes.ts';
import { operationsOf } from '../../runtime/tasks/ward.ts';
import { type Connection, openConnection } from '../connect/connection.ts';
import type { CliContext } from '../context.ts';
import { onInterrupt } from '../tail/interrupt.ts';
import { createTerminal, type Terminal } from '../up/terminal.ts';

export type HospitalShop = {
  readonly connection: Connection;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
};

/**
 * Connects for a command of the hospital. `writes`: topics whose records it encodes.
 *
 * @throws LP_CLI_INTERRUPTED where the work ended by `signal`
 */
export async function withHospital<T>(
  settings: Settings,
  context: CliContext,
  writes: readonly string[],
  work: (shop: HospitalShop) => Promise<T>,
): Promise<T> {
  const interrupt = onInterrupt(context.stdout);
  const terminal = createTerminal(context.stderr);
  try {
    const connection = await openConnection(settings, context, writes);
    try {
      return await work({ connection, terminal, signal: interrupt.signal });
    } finally {
      await connection.close();
    }
  } catch (error) {
    throw interrupted(interrupt.signal, error);
  } finally {
    terminal.status(null);
    interrupt.end();
  }
}

/** What `throwIfAborted` has thrown, in words; all else stays as it is. */
function interrupted(signal: AbortSignal, error: unknown): unknown {
  if (!signal.aborted || error !== signal.reason) return error;
  const by = error instanceof Error ? error.message : String(error);
  return new LongplayError('LP_CLI_INTERRUPTED', `Stopped (${by}) before anything was asked.`, { cause: error });
}

export type Sent = {
  readonly processor: string;
  readonly ids: readonly string[];
  /** The answers that came in time; fewer than `ids` where nobody runs the processor. */
  readonly answers: readonly Answered[];
};

/** Asks a processor, and waits for its answer. While an export drains the shop, nothing goes out. */
export async function ask(
  { connection, terminal, signal }: HospitalShop,
  book: Pick<CaseBook, 'find' | 'partitionsOf'>,
  order: Order,
  patience: number,
): Promise<Sent> {
  const { processor, partitions, asked } = askingOf(order, book);
  const { prefix, wire, log, sql, logger } = connection;
  const outcomes = await outcomesFrom(connection, processor);
  const door = await openDoor({ sql, prefix, name: 'longplay hospital', logger });
  const writer = await log.writer();
  try {
    const actor = { kind: 'OPERATOR', id: userInfo().username } as const;
    const sending = { writer, prefix, wire: wire.writer(operationsOf(processor)) };
    const sender = { id: randomUUID(), actor, now: Date.now() };
    const ids = await door.through(() => {
      signal.throwIfAborted();
      return sendOperation(sending, processor, partitions, asked, sender);
    });
    terminal.status(`${processor} was asked`);
    return { processor, ids, answers: await outcomes.of(ids, patience, signal) };
  } finally {
    terminal.status(null);
    await writer.close();
    await door.close();
  }
}
