import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createCodec } from '../../runtime/codec/codec.ts';
import type { Reader } from '../../runtime/codec/reader.ts';
import { createSealer } from '../../runtime/codec/sealer.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import type { Log, PartitionOffsets } from '../../runtime/log/port.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import type { FatEvent } from '../../runtime/tasks/fat-event.ts';
import { type Owed, owedSchema } from '../../runtime/tasks/owed.ts';
import { restore } from '../../runtime/tasks/restore.ts';
import { states } from '../../runtime/tasks/states.ts';
import { fileStore } from '../../runtime/tasks/store/file.ts';
import { memoryStore } from '../../runtime/tasks/store/memory.ts';
import type { StateStore } from '../../runtime/tasks/store/port.ts';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { fatOrder, orderSchema } from '../codec/order.ts';
import { interleave, report } from '../measure.ts';
import { withBroker } from '../stack.ts';

const PARTITIONS = 3;
/** One order in so many has a deadline: the others have come to their end. */
const OPEN_EVERY = 50;

/**
 * `npm run bench -- restore [--keys N] [--rounds N]`: taking over the partitions of a topic of orders, all at once as a
 * process does, against just reading them. One core does it all but the writing to disk.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { keys: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '2' } },
  });
  const keys = Number(values.keys);
  const home = mkdtempSync(join(tmpdir(), 'longplay-bench-restore-'));
  await withBroker(async brokers => {
    const logger = createLogger({ level: 'warn', format: 'pretty' });
    const log = createKafkajsLog({ brokers, clientId: 'bench-restore', logger });
    const topic = `bench-restore-${Date.now().toString(36)}`;
    await write(log, topic, keys);
    await measure(log, topic, home, Number(values.rounds));
    await log.admin.deleteTopics([topic]);
    await log.close();
  }).finally(() => rmSync(home, { recursive: true, force: true }));
}

const codec = createCodec({ schemas: { schemaById: async () => orderSchema } });

/** Orders with random ids, as theirs are, and sealed addresses. */
async function write(log: Log, topic: string, keys: number): Promise<void> {
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

async function measure(log: Log, topic: string, home: string, rounds: number): Promise<void> {
  const offsets = await log.admin.offsets(topic);
  const owed = codec.reader<Owed>(owedSchema(orderSchema));
  const whole = codec.reader<Order>(orderSchema);
  const restored = (newStore: (partition: number) => StateStore | Promise<StateStore>, reader: Reader<Owed>) => () =>
    inAll(offsets, async own => {
      const store = await newStore(own.partition);
      const clusterId = 'bench';
      const signal = new AbortController().signal;
      const at = { ...own, topicId: topic };
      const maxAge = 3_600_000;
      await restore({ log, store, reader, own: at, clusterId, now: Date.now(), maxAge, signal });
      let open = 0;
      await states<FatEvent>(store, whole as unknown as Reader<FatEvent>).eachOpen(signal, () => open++);
      if (open === 0) throw new Error('No order is open, which cannot be.');
      const size = store.size();
      await store.close();
      return size;
    });
  const folder = (partition: number): string => join(home, String(partition));
  const anew = (partition: number): Promise<StateStore> => {
    rmSync(folder(partition), { recursive: true, force: true });
    return fileStore(folder(partition));
  };
  report(
    `Taking over ${PARTITIONS} partitions of orders, deadlines and effects looked up`,
    'orders',
    await interleave(
      [
        { name: 'just reading the topic', work: () => inAll(offsets, own => readAll(log, own)) },
        { name: 'restored from nothing, states in files', work: restored(anew, owed) },
        {
          name: 'the same, from a checkpoint at the end',
          work: restored(partition => fileStore(folder(partition)), owed),
        },
        { name: 'from nothing, whole facts decoded', work: restored(anew, whole as unknown as Reader<Owed>) },
        { name: 'from nothing, states in memory', work: restored(() => memoryStore(), owed) },
      ],
      rounds,
    ),
  );
}

async function inAll(
  offsets: readonly PartitionOffsets[],
  work: (own: PartitionOffsets) => Promise<number>,
): Promise<number> {
  return (await Promise.all(offsets.map(work))).reduce((sum, count) => sum + count, 0);
}

async function readAll(log: Log, { topic, partition, start, end }: PartitionOffsets): Promise<number> {
  let count = 0;
  for await (const batch of log.readPartition({ from: { topic, partition, offset: start }, until: end })) {
    count += batch.records.length;
  }
  return count;
}
