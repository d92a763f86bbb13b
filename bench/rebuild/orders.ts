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

/** What a history is like. */
export type HistoryShape = {
  readonly events: number;
  readonly keys: number;
  /** Orders under way at the same time, whose facts stand side by side: all `keys` of them, or a few, as in a shop. */
  readonly open: number;
};

/** The nth fact of a history: version after version of all orders, or of `open` at a time, `versions` of each. */
export async function factsOf(
  topic: string,
  keys: number,
  { open, versions }: { readonly open: number; readonly versions: number } = { open: keys, versions: Infinity },
): Promise<(n: number) => OutgoingRecord> {
  const sealer = createSealer<Order>(orderSchema, createMemoryVault());
  const base = await Promise.all(Array.from({ length: 64 }, (_, n) => sealer.seal(fatOrder(n, true))));
  const names = Array.from({ length: keys }, (_, n) => keyOf(n));
  const turn = open * versions;
  return n => {
    const within = n % turn;
    const orderId = names[(Math.floor(n / turn) * open + (within % open)) % keys] as string;
    const version = Math.floor(within / open) + 1;
    const value = writer.encode({ ...(base[n % base.length] as Order), orderId, version });
    return { topic, key: Buffer.from(orderId), value };
  };
}

/**
 * So many facts of so many orders, in transactions: each leaves a marker. Then one order in a hundred gets a tombstone.
 */
export async function writeHistory(log: Log, topic: string, shape: HistoryShape): Promise<void> {
  const { events, keys } = shape;
  if (keys % shape.open !== 0 || events % keys !== 0)
    throw new Error('Events must be a multiple of keys, and keys of open.');
  const transactions = await log.transactionalWriter(`${topic}-history`);
  await transactions.fence();
  const fact = await factsOf(topic, keys, { open: shape.open, versions: events / keys });
  const dead = Math.floor(keys / 100);
  const record = (n: number): OutgoingRecord =>
    n < events ? fact(n) : { topic, key: Buffer.from(keyOf((n - events) * 100)), value: null };
  for (let from = 0; from < events + dead; from += BATCH) {
    const size = Math.min(BATCH, events + dead - from);
    await transactions.transact({ records: Array.from({ length: size }, (_, n) => record(from + n)) });
  }
  await transactions.close();
}
