import { createHash } from 'node:crypto';
import { createCodec } from '../../runtime/codec/codec.ts';
import { createSealer } from '../../runtime/codec/sealer.ts';
import type { Log, OutgoingRecord } from '../../runtime/log/port.ts';
import type { ProjectorWire } from '../../runtime/projector/code.ts';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { fatOrder, orderSchema } from '../codec/order.ts';

const codec = createCodec({ schemas: { schemaById: async () => orderSchema } });
const writer = codec.writer<Order>(orderSchema, 1);

export const wireOf = (): ProjectorWire => ({
  reader: () => codec.reader(orderSchema) as never,
  schema: () => orderSchema,
  readerOf: schema => codec.reader(schema),
});

const BATCH = 2_000;

/** The key of the nth order, as random as real ones. */
const keyOf = (n: number): string => createHash('sha256').update(`order ${n}`).digest('hex').slice(0, 32);

/**
 * So many facts of so many orders, version after version, in transactions: each leaves a marker. Then one order in a
 * hundred gets a tombstone, and one transaction is broken off by its successor.
 */
export async function writeHistory(log: Log, topic: string, events: number, keys: number): Promise<void> {
  const transactions = await log.transactionalWriter(`${topic}-history`);
  await transactions.fence();
  const sealer = createSealer<Order>(orderSchema, createMemoryVault());
  const base = await Promise.all(Array.from({ length: 64 }, (_, n) => sealer.seal(fatOrder(n, true))));
  const names = Array.from({ length: keys }, (_, n) => keyOf(n));
  for (let from = 0; from < events; from += BATCH) {
    const records = Array.from({ length: Math.min(BATCH, events - from) }, (_, n): OutgoingRecord => {
      const at = from + n;
      const orderId = names[at % keys] as string;
      const value = writer.encode({
        ...(base[at % base.length] as Order),
        orderId,
        version: Math.floor(at / keys) + 1,
      });
      return { topic, key: Buffer.from(orderId), value };
    });
    await transactions.transact({ records });
  }
  const dead = names.filter((_, n) => n % 100 === 0).map(name => ({ topic, key: Buffer.from(name), value: null }));
  for (let from = 0; from < dead.length; from += BATCH)
    await transactions.transact({ records: dead.slice(from, from + BATCH) });
  await transactions.close();
}
