import type { HiddenOffsets, LogRecord, OutgoingRecord, TopicPartition } from '../port.ts';
import { type CompactionOptions, compactBatches } from './compaction.ts';
import { bytesOf, type Fate, hiddenIn, isVisible, type StoredBatch } from './stored-batch.ts';
import { createListeners, type Listeners } from './wake.ts';

export type ReadLimits = {
  readonly maxBytes: number;
  readonly maxRecords: number;
  readonly aborted?: boolean;
  readonly hidden?: boolean;
};
export type ReadResult = {
  readonly records: readonly LogRecord[];
  readonly nextOffset: bigint;
  readonly hidden?: readonly HiddenOffsets[];
};

/** One partition: batches in offset order, transactions that are still open, and where the log starts. */
export type PartitionLog = TopicPartition & {
  start(): bigint;
  /** High watermark; also the log's end, since nothing is replicated here. */
  end(): bigint;
  /** Last stable offset: the first offset of the oldest open transaction, else the end. */
  stableEnd(): bigint;
  /** One batch. Answers its base offset. */
  append(records: readonly OutgoingRecord[], producer: string, fate: Fate | null, now: number): bigint;
  /** The marker that ends a transaction here. A transaction that wrote nothing here gets one too, as on a real broker. */
  mark(fate: Fate, producer: string): void;
  /** A later transaction of the same producer has ended this one too, with its own marker. */
  release(fate: Fate): void;
  /** Committed records from a position on; null where the position lies outside the log. */
  read(position: bigint, limits: ReadLimits): ReadResult | null;
  /** The first stable offset whose record's timestamp is at or after this one; null where there is none. */
  firstSince(timestamp: number): bigint | null;
  deleteBefore(offset: bigint): void;
  compact(options: CompactionOptions): void;
  /** Whoever waits for the stable end to move, or for the log to be deleted. */
  readonly changes: Listeners;
  isDeleted(): boolean;
  delete(): void;
};

export function createPartitionLog({ topic, partition }: TopicPartition): PartitionLog {
  const changes = createListeners();
  /** In the order of their first offsets, so the first one holds the stable end back. */
  const open = new Map<Fate, bigint>();
  let batches: StoredBatch[] = [];
  let start = 0n;
  let end = 0n;
  let deleted = false;

  const stableEnd = (): bigint => {
    for (const firstOffset of open.values()) return firstOffset;
    return end;
  };

  const store = (batch: StoredBatch): void => {
    batches.push(batch);
    end = batch.lastOffset + 1n;
  };

  return {
    topic,
    partition,
    changes,
    start: () => start,
    end: () => end,
    stableEnd,

    append: (outgoing, producer, fate, now) => {
      const baseOffset = end;
      let bytes = 61;
      const records = outgoing.map((record, index): LogRecord => {
        bytes += bytesOf(record);
        const { key, value, headers = [], timestamp = now } = record;
        return { topic, partition, offset: baseOffset + BigInt(index), timestamp, key, value, headers };
      });
      const lastOffset = baseOffset + BigInt(records.length - 1);
      store({ baseOffset, lastOffset, records, bytes, producer, fate, marker: false });
      if (fate !== null && !open.has(fate)) open.set(fate, baseOffset);
      changes.notify();
      return baseOffset;
    },

    mark: (fate, producer) => {
      store({ baseOffset: end, lastOffset: end, records: [], bytes: 78, producer, fate, marker: true });
      open.delete(fate);
      changes.notify();
    },

    release: fate => {
      open.delete(fate);
      changes.notify();
    },

    read: (position, { maxBytes, maxRecords, aborted = false, hidden = false }) => {
      if (position < start || position > end) return null;
      const until = stableEnd();
      const records: LogRecord[] = [];
      const notShown: HiddenOffsets[] = [];
      const answer = (nextOffset: bigint) => ({ records, nextOffset, ...(hidden && { hidden: notShown }) });
      let nextOffset = position;
      let bytes = 0;
      let index = firstEndingAtOrAfter(batches, position);
      for (; index < batches.length; index++) {
        const batch = batches[index] as StoredBatch;
        if (batch.baseOffset >= until || (bytes > 0 && bytes + batch.bytes > maxBytes)) break;
        bytes += batch.bytes;
        for (const record of aborted || isVisible(batch) ? batch.records : []) {
          if (record.offset < position) continue;
          if (records.length >= maxRecords) return answer(record.offset);
          records.push(record);
        }
        notShown.push(...hiddenIn(batch, position, aborted));
        nextOffset = batch.lastOffset + 1n;
      }
      // The cleaner may have removed everything up to the end.
      if (index === batches.length && nextOffset < until) nextOffset = until;
      return answer(nextOffset);
    },

    firstSince: timestamp => {
      const until = stableEnd();
      for (const { records } of batches) {
        const found = records.find(record => record.offset >= start && record.timestamp >= timestamp);
        if (found !== undefined) return found.offset < until ? found.offset : null;
      }
      return null;
    },

    deleteBefore: offset => {
      if (offset <= start) return;
      start = offset;
      batches = batches.slice(firstEndingAtOrAfter(batches, offset));
      changes.notify();
    },

    compact: options => {
      const stable = stableEnd();
      const below = options.below === undefined || options.below > stable ? stable : options.below;
      batches = compactBatches(batches, below, options.tombstones ?? 'keep');
    },

    isDeleted: () => deleted,
    delete: () => {
      deleted = true;
      changes.notify();
    },
  };
}

/** Binary search: the first batch whose last offset is not below the position. */
function firstEndingAtOrAfter(batches: readonly StoredBatch[], position: bigint): number {
  let low = 0;
  let high = batches.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((batches[middle] as StoredBatch).lastOffset < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
