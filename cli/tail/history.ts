import type { Log, LogRecord, PartitionOffsets } from '../../runtime/log/port.ts';
import { presentRecords } from '../../runtime/log/present.ts';

/** Of one partition in one fetch: many partitions are held at once. */
const MAX_BYTES = 256 * 1024;

type Source = { readonly batches: AsyncGenerator<readonly LogRecord[]>; records: readonly LogRecord[]; next: number };

/**
 * All records that are there now, in the order of their times: partitions are read side by side, so that the story of an
 * order reads as it happened.
 */
export async function* history(
  log: Log,
  partitions: readonly PartitionOffsets[],
  signal: AbortSignal,
): AsyncGenerator<LogRecord> {
  const sources = partitions
    .filter(({ start, end }) => start < end)
    .map(
      (one): Source => ({ batches: presentRecords(log, one, { signal, maxBytes: MAX_BYTES }), records: [], next: 0 }),
    );
  const refill = async (source: Source): Promise<boolean> => {
    while (source.next >= source.records.length) {
      const { done, value } = await source.batches.next();
      if (done === true) return false;
      source.records = value;
      source.next = 0;
    }
    return true;
  };
  try {
    const filled = await Promise.all(sources.map(refill));
    const open = new Set(sources.filter((_, index) => filled[index]));
    while (open.size > 0 && !signal.aborted) {
      let first: Source | undefined;
      for (const source of open) if (first === undefined || headOf(source) < headOf(first)) first = source;
      if (first === undefined) return;
      yield first.records[first.next++] as LogRecord;
      if (first.next >= first.records.length && !(await refill(first))) open.delete(first);
    }
  } finally {
    await Promise.all(sources.map(({ batches }) => batches.return(undefined)));
  }
}

const headOf = ({ records, next }: Source): number => records[next]?.timestamp ?? 0;
