import { hash } from 'node:crypto';
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

export type Copies = {
  /** How many orders there are now. */
  readonly orders: number;
  /** Those that were there before: only they have a whole story on the log. */
  readonly originals: readonly string[];
  /** Writes the facts of one order more. */
  another(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Writes the newest facts of the orders that are there again, under other ids, until there are so many: a shop of that
 * size, with orders in all states as the real ones have them. An id of the same length can be put into the place of
 * another without reading the bytes around it: Avro puts the length before a string, and nothing behind.
 */
export async function copyOrders({ brokers, prefix, orders }: CopyOptions): Promise<Copies> {
  const logger = createLogger({ level: 'silent' });
  const log = createKafkajsLog({ brokers: [...brokers], clientId: 'bench-console', logger });
  const writer = await log.writer();
  const close = async (): Promise<void> => {
    await writer.close();
    await log.close();
  };
  try {
    const all = new Map<string, LogRecord[]>();
    for (const name of TOPICS) all.set(`${prefix}.${name}`, await newestOf(log, `${prefix}.${name}`));
    // The orders say how many copies there are of everything.
    const originals = (all.get(`${prefix}.orders`) ?? []).map(keyOf);
    const times = Math.ceil(orders / originals.length);
    for (const [topic, newest] of all) {
      for (let copy = 1; copy < times; copy += 1) {
        const records = newest.map(record => copied(record, topic, copy));
        for (let from = 0; from < records.length; from += BATCH) await writer.append(records.slice(from, from + BATCH));
      }
    }
    let more = 0;
    return {
      orders: originals.length * times,
      originals,
      another: async () => {
        const id = originals[more % originals.length];
        const copy = times + Math.floor(more / originals.length);
        more += 1;
        const its = [...all].flatMap(([topic, newest]) =>
          newest.filter(record => keyOf(record) === id).map(record => copied(record, topic, copy)),
        );
        await writer.append(its);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const keyOf = ({ key }: LogRecord): string => (key as Buffer).toString('latin1');

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
  const other = copiedId(id, copy);
  const replaced = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('latin1').replaceAll(id, other), 'latin1');
  return {
    topic,
    key: Buffer.from(other, 'latin1'),
    value: value === null ? null : replaced(value),
    headers: headers.map(([name, content]) => [name, replaced(content as Buffer)]),
  };
}

/** As long as the other, and no other's: an id may be short, and end in its number. */
export function copiedId(id: string, copy: number): string {
  return BigInt(`0x${hash('sha256', `${id} ${copy}`)}`)
    .toString(36)
    .slice(-id.length)
    .padStart(id.length, '0');
}
