import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Reader } from '../../runtime/codec/reader.ts';
import type { Log } from '../../runtime/log/port.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { fileStore } from '../../runtime/tasks/store/file.ts';
import { tableSource } from '../../runtime/tasks/tables.ts';
import { owed, takeOver, whole, writeOrders } from '../restore/orders.ts';

/** What the states of so many orders take, and how long it takes to have them again. */
export async function growStates(log: Log, orders: number): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'longplay-bench-grow-'));
  const topic = `bench-grow-${Date.now().toString(36)}-orders`;
  try {
    await writeOrders(log, topic, orders);
    const offsets = await log.admin.offsets(topic);
    const folder = (partition: number): string => join(home, String(partition));
    const before = await memory();
    const anew = await timed(() => takeOver(log, offsets, partition => fileStore(folder(partition)), owed));
    const held = (await memory()) - before;
    const bytes = offsets
      .flatMap(({ partition }) => readdirSync(folder(partition)).map(file => join(folder(partition), file)))
      .reduce((sum, file) => sum + statSync(file).size, 0);
    await Promise.all(anew.done.map(store => store.close()));
    const again = await timed(() => takeOver(log, offsets, partition => fileStore(folder(partition)), owed));
    await Promise.all(again.done.map(store => store.close()));
    const table = await asTable(log, topic);
    const per = 100_000 / orders;
    process.stdout.write(
      [
        `\nStates of ${orders.toLocaleString('en-US')} orders on ${offsets.length} partitions`,
        `  on disk ${Math.round(bytes / orders)} B an order, in memory ${Math.round(held / orders)} B`,
        `  restored from nothing in ${anew.seconds.toFixed(2)} s, ${(anew.seconds * per).toFixed(2)} s for 100,000`,
        `  from a checkpoint at the end in ${again.seconds.toFixed(2)} s, ${(again.seconds * per).toFixed(2)} s for 100,000`,
        `  as a table, which each process holds whole: read in ${table.seconds.toFixed(2)} s, in memory ${Math.round(table.held / orders)} B an order`,
        '',
      ].join('\n'),
    );
  } finally {
    await log.admin.deleteTopics([topic]);
    rmSync(home, { recursive: true, force: true });
  }
}

async function asTable(log: Log, topic: string): Promise<{ seconds: number; held: number }> {
  const before = await memory();
  const tables = tableSource({ log, topicName: name => name, reader: () => whole as Reader<unknown>, logger });
  const { done, seconds } = await timed(() => tables.open(topic));
  const held = (await memory()) - before;
  if (done.size() === 0) throw new Error('The table is empty, which cannot be.');
  await tables.stop();
  return { seconds, held };
}

const logger = createLogger({ level: 'warn', format: 'pretty' });

async function timed<T>(work: () => Promise<T>): Promise<{ done: T; seconds: number }> {
  const began = performance.now();
  const done = await work();
  return { done, seconds: (performance.now() - began) / 1_000 };
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of what is really held. The collector frees buffers after it has run, so it runs twice. */
async function memory(): Promise<number> {
  collect();
  await setTimeout(200);
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
