import { LongplayError } from '../../errors.ts';
import type { Log, TopicPartition } from '../../log/port.ts';
import type { Row } from '../definition.ts';
import type { Gatherer } from './gather.ts';

const FETCH_BYTES = 4 * 1_048_576;
/** A stretch without a newest fact that is worth a new beginning, offsets: what was fetched in advance is thrown away. */
const WORTH_A_JUMP = 20_000n;

export type Stretch = TopicPartition & { readonly from: bigint; readonly to: bigint };

/**
 * Reads once more what was gathered, and makes the rows of the newest facts; long stretches without any are left out.
 *
 * @throws LP_PROJECTION_OVERTAKEN where the cleaner has taken one since: a repeat of it may stand further on.
 */
export async function* newestRows(
  log: Log,
  gathered: Pick<Gatherer, 'nextFrom' | 'rowsIn' | 'size'>,
  { topic, partition, from, to }: Stretch,
  signal: AbortSignal,
): AsyncGenerator<Iterable<Row>> {
  let made = 0;
  const counted = function* (rows: Iterable<Row>): Generator<Row> {
    for (const row of rows) {
      made++;
      yield row;
    }
  };
  let offset = gathered.nextFrom(from);
  while (offset !== null) {
    const range = { from: { topic, partition, offset }, until: to, maxBytes: FETCH_BYTES, signal };
    offset = null;
    for await (const { records, nextOffset } of log.readPartition(range)) {
      yield counted(gathered.rowsIn(records));
      const next = gathered.nextFrom(nextOffset);
      if (next !== null && next - nextOffset < WORTH_A_JUMP) continue;
      offset = next;
      break;
    }
    // Ended early, it would have written too little.
    signal.throwIfAborted();
  }
  if (made < gathered.size()) {
    const message = `Records of ${topic}[${partition}] were cleaned away between two readings of them.`;
    throw new LongplayError('LP_PROJECTION_OVERTAKEN', message);
  }
}
