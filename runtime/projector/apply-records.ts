import type { Reader } from '../codec/reader.ts';
import type { LogRecord } from '../log/port.ts';
import { apply, type Target } from './apply.ts';
import { type Changes, type Projecting, projectRecords } from './changes.ts';
import type { Projected, Projection } from './definition.ts';
import type { Move } from './moving.ts';
import type { StormBreaker } from './parked/storm.ts';
import { isBadData } from './passing.ts';

export type RecordsTarget = Target & { readonly projection: Projection };

/**
 * Projects records that the reader has prepared, writes what they come to and moves the position, up to `move.to`. What
 * cannot be projected is parked in the same transaction, and so is what Postgres refuses as data: then record by record.
 * Answers how many could not be projected. `written` is told of each step of the position.
 *
 * @throws LP_PROJECTION_OVERTAKEN, LP_PROJECTION_STORM
 */
export async function applyRecords(
  target: RecordsTarget,
  codec: Pick<Reader<Projected>, 'decode'>,
  breaker: StormBreaker,
  records: readonly LogRecord[],
  move: Omit<Move, 'records'>,
  written: (changes: Changes, to: bigint, records: number) => void = () => undefined,
): Promise<number> {
  const { projection } = target;
  const write = async (changes: Changes, from: bigint, to: bigint, count: number): Promise<void> => {
    await apply(target, changes, { ...move, from, to, records: count });
    written(changes, to, count);
  };
  const { changes, failed } = projectRecords(projection, codec, records);
  try {
    const count = breaker.weigh(records, failed);
    await write(changes, move.from, move.to, records.length);
    count();
    return failed.size;
  } catch (thrown) {
    if (!isBadData(thrown)) throw thrown;
  }
  let from = move.from;
  let failures = 0;
  const writeOne = async (one: Projecting, record: LogRecord): Promise<void> => {
    const count = breaker.weigh([record], one.failed);
    await write(one.changes, from, record.offset + 1n, 1);
    count();
    failures += one.failed.size;
  };
  for (const record of records) {
    const one = projectRecords(projection, codec, [record]);
    try {
      await writeOne(one, record);
    } catch (cause) {
      if (!isBadData(cause)) throw cause;
      const changes = { ...nothing, parked: [{ record, cause }] };
      await writeOne({ changes, failed: new Set([record.offset]) }, record);
    }
    from = record.offset + 1n;
  }
  if (from < move.to) await write(nothing, from, move.to, 0);
  return failures;
}

const nothing: Changes = { deleted: [], rows: [] };
