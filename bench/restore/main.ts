import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Reader } from '../../runtime/codec/reader.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import type { Log, PartitionOffsets } from '../../runtime/log/port.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import type { Owed } from '../../runtime/tasks/owed.ts';
import { fileStore } from '../../runtime/tasks/store/file.ts';
import { memoryStore } from '../../runtime/tasks/store/memory.ts';
import type { StateStore } from '../../runtime/tasks/store/port.ts';
import { interleave, report } from '../measure.ts';
import { withBroker } from '../stack.ts';
import { owed, takeOver, whole, writeOrders } from './orders.ts';

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
    await writeOrders(log, topic, keys);
    await measure(log, topic, home, Number(values.rounds));
    await log.admin.deleteTopics([topic]);
    await log.close();
  }).finally(() => rmSync(home, { recursive: true, force: true }));
}

async function measure(log: Log, topic: string, home: string, rounds: number): Promise<void> {
  const offsets = await log.admin.offsets(topic);
  const restored = (newStore: (partition: number) => StateStore | Promise<StateStore>, reader: Reader<Owed>) => () =>
    takeOver(log, offsets, newStore, reader).then(async stores => {
      const keys = stores.reduce((sum, store) => sum + store.size(), 0);
      await Promise.all(stores.map(store => store.close()));
      return keys;
    });
  const folder = (partition: number): string => join(home, String(partition));
  const anew = (partition: number): Promise<StateStore> => {
    rmSync(folder(partition), { recursive: true, force: true });
    return fileStore(folder(partition));
  };
  report(
    `Taking over ${offsets.length} partitions of orders, deadlines and effects looked up`,
    'orders',
    await interleave(
      [
        { name: 'just reading the topic', work: () => readAll(log, offsets) },
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

async function readAll(log: Log, offsets: readonly PartitionOffsets[]): Promise<number> {
  let count = 0;
  await Promise.all(
    offsets.map(async ({ topic, partition, start, end }) => {
      for await (const batch of log.readPartition({ from: { topic, partition, offset: start }, until: end })) {
        count += batch.records.length;
      }
    }),
  );
  return count;
}
