import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import type { Log, LogRecord, OutgoingRecord } from '../../runtime/log/port.ts';
import { createLogger } from '../../runtime/observe/logger.ts';

/** Topics of facts that are keyed by order. */
const TOPICS = ['orders', 'payments', 'allocations', 'shipments', 'notifications'] as const;
const BATCH = 2_000;

export type CopyOptions = {
  readonly brokers: readonly string[];
  readonly prefix: string;
  /** Orders that shall be there in the end, about. */
  readonly orders: number;
};

/**
 * Writes the newest facts of the orders that are there again, under other ids, until there are so many: a shop of that
 * size, with orders in all states as the real ones have them. An id of the same length can be put into the place of
 * another without reading the bytes around it: Avro puts the length before a string, and nothing behind.
 *
 * @returns how many orders there are.
 */
export async function copyOrders({ brokers, prefix, orders }: CopyOptions): Promise<number> {
  const logger = createLogger({ level: 'silent' });
  const log = createKafkajsLog({ brokers: [...brokers], clientId: 'bench-console', logger });
  const writer = await log.writer();
  try {
    let all = 0;
    let times = 0;
    for (const name of TOPICS) {
      const topic = `${prefix}.${name}`;
      const newest = await newestOf(log, topic);
      // The orders say how many copies there are of everything.
      if (name === 'orders') times = Math.ceil(orders / newest.length);
      if (name === 'orders') all = newest.length * times;
      for (let copy = 1; copy < times; copy += 1) {
        const records = newest.map(record => copied(record, topic, copy));
        for (let from = 0; from < records.length; from += BATCH) await writer.append(records.slice(from, from + BATCH));
      }
    }
    return all;
  } finally {
    await writer.close();
    await log.close();
  }
}

async function newestOf(log: Log, topic: string): Promise<LogRecord[]> {
  const newest = new Map<string, LogRecord>();
  for (const { partition, start } of await log.admin.offsets(topic)) {
    for await (const { records } of log.readPartition({ from: { topic, partition, offset: start } })) {
      for (const record of records) if (record.key !== null) newest.set(record.key.toString('latin1'), record);
    }
  }
  return [...newest.values()];
}

function copied({ key, value, headers }: LogRecord, topic: string, copy: number): OutgoingRecord {
  const id = (key as Buffer).toString('latin1');
  const other = id.slice(0, -5) + copy.toString(16).padStart(5, '0');
  const replaced = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('latin1').replaceAll(id, other), 'latin1');
  return {
    topic,
    key: Buffer.from(other, 'latin1'),
    value: value === null ? null : replaced(value),
    headers: headers.map(([name, content]) => [name, replaced(content as Buffer)]),
  };
}
