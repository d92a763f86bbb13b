import { LongplayError } from '../../runtime/errors.ts';
import { topicOf } from '../../runtime/tasks/engine.ts';
import type { Connection } from '../connect/connection.ts';
import type { Names } from './names.ts';

type Where = Pick<Connection, 'log' | 'prefix'>;

/** What no reader takes for a record: another magic byte, and no schema behind it. */
const unreadable = (n: number): Buffer => Buffer.from(`\xffscratched ${n}`, 'latin1');

/**
 * @throws LP_LOAD_POISON_REFUSED where a record that cannot be read would stop its task for good: the hospital of the
 * orders holds nothing, so nobody can tell that anything is ever parked there.
 */
export async function checkPoison({ log, prefix }: Where): Promise<void> {
  const offsets = await log.admin.offsets(topicOf({ prefix }, 'orders.hospital'));
  if (offsets.some(({ end }) => end > 0n)) return;
  throw new LongplayError(
    'LP_LOAD_POISON_REFUSED',
    'Records that cannot be read would stop the processor of the orders: its message hospital is not in use.',
  );
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
