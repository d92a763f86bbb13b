import type { Log, TopicPartition } from '../../log/port.ts';
import type { Row } from '../definition.ts';
import type { Gatherer } from './gather.ts';

const FETCH_BYTES = 4 * 1_048_576;
/** A stretch without a newest fact that is worth a new beginning, offsets: what was fetched in advance is thrown away. */
const WORTH_A_JUMP = 20_000n;

export type Stretch = TopicPartition & { readonly from: bigint; readonly to: bigint };

/** Reads once more what was gathered, and makes the rows of the newest facts; long stretches without any are left out. */
export async function* newestRows(
  log: Log,
  gathered: Pick<Gatherer, 'nextFrom' | 'rowsIn'>,
  { topic, partition, from, to }: Stretch,
  signal: AbortSignal,
): AsyncGenerator<Iterable<Row>> {
  let offset = gathered.nextFrom(from);
  while (offset !== null) {
    const range = { from: { topic, partition, offset }, until: to, maxBytes: FETCH_BYTES, signal };
    offset = null;
    for await (const { records, nextOffset } of log.readPartition(range)) {
      yield gathered.rowsIn(records);
      const next = gathered.nextFrom(nextOffset);
      if (next !== null && next - nextOffset < WORTH_A_JUMP) continue;
      offset = next;
      break;
    }
    // Ended early, it would have written too little.
    signal.throwIfAborted();
  }
}
