import type { HiddenOffsets, LogRecord, OutgoingRecord } from '../port.ts';

/** What became of a transaction, shared by all its batches: whether they can be seen is asked when they are read. */
export type Fate = { outcome: 'open' | 'committed' | 'aborted' };

/**
 * A record batch as the log keeps it. Compaction takes records out, but the offsets that the batch covers stay what
 * they were, as on a real broker: a position follows from `lastOffset`, never from the last record.
 */
export type StoredBatch = {
  readonly baseOffset: bigint;
  readonly lastOffset: bigint;
  readonly records: readonly LogRecord[];
  readonly bytes: number;
  /** Whose numbering this batch continues: the cleaner keeps the last one of each producer, if need be empty. */
  readonly producer: string;
  /** null: written without a transaction. */
  readonly fate: Fate | null;
  /** A transaction marker: takes up one offset and holds no record. */
  readonly marker: boolean;
};

export const isVisible = ({ fate }: StoredBatch): boolean => fate === null || fate.outcome === 'committed';

/** What a batch holds from a position on and no reader is shown; nothing where it is shown, or empty. */
export function hiddenIn(batch: StoredBatch, position: bigint, aborted: boolean): HiddenOffsets[] {
  const { baseOffset, lastOffset, marker, records, fate } = batch;
  const from = baseOffset < position ? position : baseOffset;
  if (marker) return [{ from, to: lastOffset + 1n, what: fate?.outcome === 'aborted' ? 'abort' : 'commit' }];
  return aborted || isVisible(batch) || records.length === 0 ? [] : [{ from, to: lastOffset + 1n, what: 'aborted' }];
}

/** About what a record takes on the wire; the limits of topics and fetches are compared with it. */
export function bytesOf({ key, value, headers }: Pick<OutgoingRecord, 'key' | 'value' | 'headers'>): number {
  let bytes = 12 + (key?.length ?? 0) + (value?.length ?? 0);
  for (const [name, content] of headers ?? []) bytes += 2 + Buffer.byteLength(name) + (content?.length ?? 0);
  return bytes;
}
