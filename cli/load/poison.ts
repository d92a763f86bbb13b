import { setTimeout as sleep } from 'node:timers/promises';
import { openCaseBook } from '../../runtime/hospital/treatment/case-book.ts';
import type { CaseSource } from '../../runtime/hospital/treatment/ward-topics.ts';
import { topicOf } from '../../runtime/tasks/engine.ts';
import type { Connection } from '../connect/connection.ts';
import type { Names } from './names.ts';

type Where = Pick<Connection, 'log' | 'prefix'>;

/** What no reader takes for a record: another magic byte, and no schema behind it. */
const unreadable = (n: number): Buffer => Buffer.from(`\xffscratched ${n}`, 'latin1');

/** What became of the records that cannot be read: each has to be parked, under its key. */
export type PoisonBooks = {
  readonly written: number;
  readonly parked: number;
  /** Keys of which the hospital knows nothing: none, where nothing was skipped. */
  readonly missing: readonly string[];
  /** One of the cases. */
  readonly example: string | null;
};

const LOOK_EVERY_MS = 200;

/** Looks for them in the hospital of the orders, and waits for those that are not there yet. */
export async function keepPoisonBooks(
  source: CaseSource,
  names: Names,
  written: number,
  patience: number,
): Promise<PoisonBooks> {
  const keys = Array.from({ length: written }, (_, n) => names.poison(n));
  if (written === 0) return { written, parked: 0, missing: [], example: null };
  const book = await openCaseBook(source, ['orders']);
  for (const until = Date.now() + patience; ; await sleep(LOOK_EVERY_MS)) {
    const parked = new Map(book.all().map(({ one }) => [one.blockedKey, one.caseId]));
    const missing = keys.filter(key => !parked.has(key));
    if (missing.length === 0 || Date.now() >= until) {
      const example = keys.map(key => parked.get(key)).find(id => id !== undefined) ?? null;
      return { written, parked: written - missing.length, missing, example };
    }
    await book.refresh();
  }
}

/** Writes records that cannot be read to the order requests, under keys of their own. */
export async function openPoison({ log, prefix }: Where, names: Names) {
  const writer = log.writer();
  let written = 0;
  return {
    get written() {
      return written;
    },
    async write(): Promise<void> {
      const n = written++;
      const record = {
        topic: topicOf({ prefix }, 'order-requests'),
        key: Buffer.from(names.poison(n)),
        value: unreadable(n),
      };
      await (await writer).append([record]);
    },
    close: async () => (await writer).close(),
  };
}
