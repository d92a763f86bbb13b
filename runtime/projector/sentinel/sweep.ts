import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../log/port.ts';
import { topicName } from '../../topics/spec.ts';
import type { Control } from '../generations.ts';
import { notParked } from '../parked/open.ts';
import type { StoredPosition } from '../positions.ts';
import type { Filled } from '../rebuild/context.ts';
import { readUp } from '../rebuild/follow.ts';
import { holding, idOf, positionsOf } from '../rebuild/hold.ts';
import { compareRows, compareTotals, keyOf } from './compare.ts';
import type { DriftLook } from './drift.ts';
import { type NewestRows, newestRows } from './newest-rows.ts';
import { partCondition, partOf } from './parts.ts';

export type SweepOptions = Control & {
  readonly log: Log;
  readonly prefix: string;
  /** All keys are looked at in so many parts, one a sweep. More: less memory, and longer until all were seen. */
  readonly buckets: number;
  /** Records a second that are read for it. */
  readonly rate: number;
  readonly signal: AbortSignal;
};

type Look = Omit<DriftLook, 'lookedAt'>;

/**
 * Makes the rows of one part of all keys anew from the log, at a low rate, and compares them with those that stand there,
 * at exactly the position that these have: the last few records are read while all are held. Of an aggregate these are the
 * contributions; the totals of one partition are compared with what they come to.
 */
export async function sweep(options: SweepOptions, live: Filled, bucket: number): Promise<Look> {
  const { log, prefix, buckets } = options;
  const { projection, reader } = live.code;
  const rows = newestRows(projection, reader);
  const read = new Map<string, bigint>();
  const topics = projection.topics.map(name => topicName(prefix, name));
  const starts = (await Promise.all(topics.map(topic => log.admin.offsets(topic)))).flat();
  const positions = await positionsOf(options, live);
  for (const { topic, partition, start } of starts) {
    const id = idOf({ topic, partition });
    const until = positions.get(id)?.offset ?? start;
    read.set(id, until);
    await gather(options, rows, live, bucket, { topic, partition, from: start, until }, options.rate);
  }
  const readOn = async (where: Omit<SweepOptions, 'sql'>, position: StoredPosition, from: bigint): Promise<void> => {
    const { topic, partition, offset: until } = position;
    await gather(where, rows, live, bucket, { topic, partition, from, until }, null);
  };
  await readUp(options, live, read, (position, from) => readOn(options, position, from));
  return await holding(options, projection.name, async (held, inside) => {
    for (const [id, position] of await positionsOf(inside, live)) {
      await readOn(inside, position, read.get(id) ?? position.offset);
    }
    return await held.session.transaction(async () => {
      await held.session.query('select 1');
      await held.release();
      const now = (await Promise.all(topics.map(topic => log.admin.offsets(topic)))).flat();
      // What retention has deleted stands in the table still, and cannot be made again.
      const trimmed = now.some(({ start }) => start > 0n);
      // A key that a case stands for is known to be stale.
      const { projection: name, number } = live.generation;
      const where = `${partCondition(keyOf(live), bucket, buckets)} and ${notParked(options.control, name, number, keyOf(live))}`;
      const found = await compareRows(held.session, live, rows, where);
      const partitions = new Set(now.map(({ partition }) => partition)).size;
      const sums = await compareTotals(held.session, live, bucket % partitions);
      const onlyLive = trimmed ? 0 : found.onlyLive;
      return {
        generation: live.generation.number,
        bucket,
        buckets,
        keys: found.other,
        differences: onlyLive + found.onlyOther + found.different + sums.differences,
        samples: [...found.samples.filter(({ kind }) => !trimmed || kind !== 'only-live'), ...sums.samples],
        trimmed,
      };
    }, 'isolation level repeatable read');
  });
}

async function gather(
  { log, signal, buckets }: Omit<SweepOptions, 'sql'>,
  gathered: NewestRows,
  { code }: Filled,
  bucket: number,
  { topic, partition, from, until }: { topic: string; partition: number; from: bigint; until: bigint },
  rate: number | null,
): Promise<void> {
  if (from >= until) return;
  for await (const batch of log.readPartition({
    from: { topic, partition, offset: from },
    until,
    maxBytes: 1_048_576,
    signal,
  })) {
    const its = batch.records.filter(({ key }) => key !== null && partOf(key, buckets) === bucket);
    await code.reader.prepare(its.map(one => one.value));
    for (const record of its) gathered.add(record);
    if (rate !== null) await sleep((batch.records.length / rate) * 1_000, undefined, { signal }).catch(() => undefined);
  }
  // Reading ends quietly then, and too few rows would be compared.
  signal.throwIfAborted();
}
