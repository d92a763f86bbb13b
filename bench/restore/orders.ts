import { createHash } from 'node:crypto';
import { createCodec } from '../../runtime/codec/codec.ts';
import type { Reader } from '../../runtime/codec/reader.ts';
import { createSealer } from '../../runtime/codec/sealer.ts';
import type { Log, PartitionOffsets } from '../../runtime/log/port.ts';
import type { FatEvent } from '../../runtime/tasks/fat-event.ts';
import { type Owed, owedSchema } from '../../runtime/tasks/owed.ts';
import { restore } from '../../runtime/tasks/restore.ts';
import { states } from '../../runtime/tasks/states.ts';
import type { StateStore } from '../../runtime/tasks/store/port.ts';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { fatOrder, orderSchema } from '../codec/order.ts';

const PARTITIONS = 3;
/** One order in so many has a deadline: the others have come to their end. */
const OPEN_EVERY = 50;

const codec = createCodec({ schemas: { schemaById: async () => orderSchema } });

/** What a takeover reads of each order. */
export const owed = codec.reader<Owed>(owedSchema(orderSchema));
/** The whole schema. */
export const whole = codec.reader<Order>(orderSchema);

/** Orders with random ids, as theirs are, and sealed addresses. */
export async function writeOrders(log: Log, topic: string, keys: number): Promise<void> {
  const config = { 'cleanup.policy': 'compact' };
  await log.admin.createTopics([{ name: topic, partitions: PARTITIONS, replication: 1, config }]);
  const sealer = createSealer<Order>(orderSchema, createMemoryVault());
  const writer = codec.writer<Order>(orderSchema, 1);
  const values = await Promise.all(
    Array.from({ length: OPEN_EVERY }, async (_, n) => {
      const { deadlines, ...order } = await sealer.seal(fatOrder(n, true));
      return writer.encode({ ...order, deadlines: n === 0 ? deadlines : [] } as Order);
    }),
  );
  const bytes = values.reduce((sum, value) => sum + value.length, 0) / values.length;
  process.stdout.write(`Writing ${keys.toLocaleString('en-US')} orders of ${Math.round(bytes)} B …\n`);
  const out = await log.writer();
  for (let from = 0; from < keys; from += 5_000) {
    await out.append(
      Array.from({ length: Math.min(5_000, keys - from) }, (_, n) => ({
        topic,
        key: Buffer.from(
          createHash('sha256')
            .update(`order ${from + n}`)
            .digest('hex')
            .slice(0, 32),
        ),
        value: values[(from + n) % values.length] as Buffer,
      })),
    );
  }
  await out.close();
}

/** Takes the topic's partitions over, all at once, as a process does; answers the stores, open. */
export function takeOver(
  log: Log,
  offsets: readonly PartitionOffsets[],
  newStore: (partition: number) => StateStore | Promise<StateStore>,
  reader: Reader<Owed>,
): Promise<StateStore[]> {
  const { signal } = new AbortController();
  return Promise.all(
    offsets.map(async own => {
      const store = await newStore(own.partition);
      const at = { ...own, topicId: own.topic };
      await restore({ log, store, reader, own: at, clusterId: 'bench', now: Date.now(), maxAge: 3_600_000, signal });
      let open = 0;
      await states<FatEvent>(store, whole as unknown as Reader<FatEvent>).eachOpen(signal, () => open++);
      if (open === 0) throw new Error('No order is open, which cannot be.');
      return store;
    }),
  );
}
