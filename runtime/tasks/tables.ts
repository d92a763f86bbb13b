import { setTimeout as sleep } from 'node:timers/promises';
import type { Reader } from '../codec/reader.ts';
import type { Log } from '../log/port.ts';
import type { Logger } from '../observe/logger.ts';

/** A compacted topic, replicated to this process. */
export type Table<V> = {
  get(key: string): V | undefined;
  values(): Iterable<V>;
  size(): number;
};

/** The tables of this process: each topic once, however many processors read it. */
export type TableSource = {
  /** Resolves when the table was read to the end that it had at the first asking; rejects where that is stopped before. */
  open(topic: string): Promise<Table<unknown>>;
  stop(): Promise<void>;
};

/** Pause before a table that could not be followed is followed again, ms. */
const PAUSE_MS = 500;

type Followed = { readonly table: Promise<Table<unknown>>; readonly done: Promise<void> };

/**
 * Follows tables for ever. A value is decoded when it is asked for: most rows of a large table are never read. A row
 * that cannot be decoded fails the decision that reads it, and no other.
 */
export function tableSource(options: {
  readonly log: Log;
  readonly topicName: (name: string) => string;
  readonly reader: (name: string) => Reader<unknown>;
  readonly logger: Logger;
}): TableSource {
  const { log, topicName, logger } = options;
  const followed = new Map<string, Followed>();
  const stopping = new AbortController();

  const follow = (name: string): Followed => {
    const topic = topicName(name);
    const reader = options.reader(name);
    const rows = new Map<string, { bytes: Buffer; value?: unknown }>();
    const working: Promise<void>[] = [];

    const followPartition = async (
      partition: number,
      start: bigint,
      end: bigint,
      caughtUp: () => void,
    ): Promise<void> => {
      let offset = start;
      if (offset >= end) caughtUp();
      while (!stopping.signal.aborted) {
        try {
          const from = { topic, partition, offset };
          for await (const batch of log.readPartition({ from, until: null, signal: stopping.signal })) {
            await reader.prepare(batch.records.map(record => record.value));
            for (const { key, value } of batch.records) {
              if (key === null) continue;
              // A copy: a slice would keep its whole fetch in memory.
              if (value === null) rows.delete(key.toString('utf8'));
              else rows.set(key.toString('utf8'), { bytes: Buffer.from(value) });
            }
            offset = batch.nextOffset;
            if (offset >= end) caughtUp();
          }
        } catch (error) {
          if (stopping.signal.aborted) return;
          logger.warn({ err: error }, `The table ${topic} is not followed for the moment; trying again.`);
          await sleep(PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
        }
      }
    };

    const decoded = (row: { bytes: Buffer; value?: unknown }): unknown => {
      row.value ??= reader.decode(row.bytes);
      return row.value;
    };
    const table: Table<unknown> = {
      get: key => {
        const row = rows.get(key);
        return row === undefined ? undefined : decoded(row);
      },
      values: () => rows.values().map(decoded),
      size: () => rows.size,
    };
    const ready = (async () => {
      const partitions = await log.admin.offsets(topic);
      await Promise.all(
        partitions.map(
          ({ partition, start, end }) =>
            new Promise<void>((resolve, reject) => {
              const ended = (): void => reject(new Error(`${topic} is not followed any more.`));
              working.push(followPartition(partition, start, end, resolve).finally(ended));
            }),
        ),
      );
      return table;
    })();
    const done = ready.then(
      () => Promise.all(working),
      () => Promise.all(working), // stopped before it was read to its end
    );
    return { table: ready, done: done.then(() => undefined) };
  };

  return {
    open: name => {
      let found = followed.get(name);
      if (found === undefined) {
        found = follow(name);
        followed.set(name, found);
        found.table.catch(() => followed.delete(name));
        found.done.catch(() => undefined);
      }
      return found.table;
    },
    stop: async () => {
      stopping.abort();
      await Promise.allSettled([...followed.values()].map(one => one.done));
    },
  };
}
