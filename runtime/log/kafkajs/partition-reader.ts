import type { LogBatch, PartitionReadOptions } from '../port.ts';
import { logErrorFromCode } from './errors.ts';
import { fetchWait } from './fetch-wait.ts';
import { fetchOnce } from './fetcher.ts';
import { partitionOffsets } from './offsets.ts';
import { retrying } from './retry.ts';
import type { Session } from './session.ts';

/** Bytes of one fetch. 4 MiB restored 340,000 records/s; less pays more for round trips (notes in ADR 0011). */
const DEFAULT_MAX_BYTES = 4 * 1024 * 1024;
const FOLLOW_WAIT_MS = 200;
/** How long a read goes on looking for a broker that is away, ms, before it fails. */
const PATIENCE_MS = 60_000;

/**
 * Reads one partition without a group. The next fetch is already under way while a batch is being used. Ends at
 * `until` (an LSO sampled at the start by default), however little of it are records.
 */
export async function* readPartition(session: Session, options: PartitionReadOptions): AsyncGenerator<LogBatch> {
  const { topic, partition } = options.from;
  const { signal, aborted = false, hidden = false, maxBytes = DEFAULT_MAX_BYTES } = options;
  const patience = {
    within: PATIENCE_MS,
    first: 10,
    longest: 1_000,
    before: () => session.refresh(),
    ...(signal && { signal }),
  };
  const until =
    options.until === undefined
      ? await retrying('Finding the end', patience, async () => (await partitionOffsets(session, topic, partition)).end)
      : options.until;

  const following = fetchWait(FOLLOW_WAIT_MS);
  const fetch = (offset: bigint): Promise<LogBatch | null> =>
    retrying(`Reading ${topic}[${partition}]`, patience, async () => {
      const outcome = (
        await fetchOnce(session, [{ topic, partition, offset, maxBytes }], following.next(), { aborted, hidden })
      )[0];
      if (outcome === undefined) throw logErrorFromCode(NOT_LEADER, `Reading ${topic}[${partition}]`);
      if (outcome.failure !== undefined) throw outcome.failure;
      return outcome.batch;
    });

  let position = options.from.offset;
  let next: Promise<LogBatch | null> | null = null;
  const wanted = (): boolean => !signal?.aborted && (until === null || position < until);
  try {
    while (wanted()) {
      const batch: LogBatch | null = await (next ?? fetch(position));
      next = null;
      const isMoved = batch !== null && batch.nextOffset !== position;
      following.brought(isMoved);
      if (!isMoved) continue;
      position = batch.nextOffset;
      if (wanted()) {
        next = fetch(position);
        next.catch(() => undefined); // thrown where it is awaited
      }
      yield until === null ? batch : upTo(batch, until);
    }
  } finally {
    await next?.catch(() => undefined);
  }
}

const NOT_LEADER = 6;

/** Cuts a batch that reaches beyond the end that was asked for. */
function upTo(batch: LogBatch, until: bigint): LogBatch {
  if (batch.nextOffset <= until) return batch;
  const { records, hidden } = batch;
  return {
    ...batch,
    records: records.filter(record => record.offset < until),
    nextOffset: until,
    ...(hidden && { hidden: hidden.filter(({ from }) => from < until) }),
  };
}
