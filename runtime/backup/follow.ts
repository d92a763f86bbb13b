import type { Reader } from '../codec/reader.ts';
import type { Log, LogRecord, PartitionOffsets } from '../log/port.ts';

/** Reads a partition on and on, each time from where it was, and hands each record over decoded. */
export type Follower<V> = {
  /** Reads on to the end that is given. */
  readTo(where: PartitionOffsets, take: Take<V>, signal: AbortSignal): Promise<void>;
};

type Take<V> = (key: string, value: V | null, record: LogRecord) => void;

export function follower<V>(log: Pick<Log, 'readPartition'>, reader: Reader<V>): Follower<V> {
  const positions = new Map<string, bigint>();
  return {
    readTo: async ({ topic, partition, start, end: until }, take, signal) => {
      const id = `${topic}/${partition}`;
      const known = positions.get(id) ?? start;
      if (known >= until) return;
      const from = { topic, partition, offset: known };
      if (known < start) from.offset = start;
      for await (const batch of log.readPartition({ from, until, signal })) {
        await reader.prepare(batch.records.map(({ value }) => value));
        for (const record of batch.records) {
          const { key, value } = record;
          if (key !== null) take(key.toString('utf8'), value === null ? null : reader.decode(value), record);
        }
        positions.set(id, batch.nextOffset);
      }
      signal.throwIfAborted();
    },
  };
}
