import type { LogBatch, PartitionReadOptions } from '../port.ts';
import type { Cluster } from './cluster.ts';
import { createFetcher } from './fetch.ts';
import type { Session } from './network.ts';
import { nameOf } from './refusals.ts';

const DEFAULT_MAX_BYTES = 4 * 1024 * 1024;

/** Reads one partition without a group. Ends at `until`, or quietly when the signal is aborted. */
export async function* readPartition(
  cluster: Cluster,
  session: Session,
  { from, until, maxBytes = DEFAULT_MAX_BYTES, aborted = false, hidden = false, signal }: PartitionReadOptions,
): AsyncGenerator<LogBatch> {
  const end =
    until !== undefined
      ? until
      : await cluster.network.call(session, 'offsets', nameOf(from), () => cluster.partition(from).stableEnd());
  const fetcher = createFetcher({
    cluster,
    session,
    maxBytes,
    aborted,
    hidden,
    wanted: () => signal?.aborted !== true,
  });
  signal?.addEventListener('abort', fetcher.wake);
  try {
    let position = from.offset;
    while (end === null || position < end) {
      const batch = await fetcher.next({ ...from, offset: position });
      if (batch === null) return;
      position = batch.nextOffset;
      yield end === null || position <= end
        ? batch
        : {
            ...batch,
            records: batch.records.filter(record => record.offset < end),
            nextOffset: end,
            ...(batch.hidden && { hidden: batch.hidden.filter(({ from }) => from < end) }),
          };
    }
  } finally {
    signal?.removeEventListener('abort', fetcher.wake);
  }
}
