import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log, LogRecord } from '../../log/port.ts';
import type { Session } from '../../postgres/session.ts';
import { topicName } from '../../topics/spec.ts';
import { type Row, storedIn } from '../definition.ts';
import { quoted } from '../doors.ts';
import type { Control } from '../generations.ts';
import type { Filled } from '../rebuild/context.ts';
import { diffTables } from '../rebuild/diff.ts';
import { loadColumns } from '../rebuild/flush.ts';
import { type Gatherer, gatherer } from '../rebuild/gather.ts';
import { holding, idOf, positionsOf } from '../rebuild/hold.ts';
import { type Column, copyLines } from '../rebuild/lines.ts';
import type { DriftLook } from './drift.ts';

export type SweepOptions = Control & {
  readonly log: Log;
  readonly prefix: string;
  /** All keys are looked at in so many parts, one a sweep; at most 256. More: less memory, and longer until all were seen. */
  readonly buckets: number;
  /** Records a second that are read for it. */
  readonly rate: number;
  readonly signal: AbortSignal;
};

type Look = Omit<DriftLook, 'lookedAt'>;

/**
 * Makes the rows of one part of all keys anew from the log, at a low rate, and compares them with those that stand there,
 * at exactly the position that these have: the last few records are read while all are held, for milliseconds.
 */
export async function sweep(options: SweepOptions, live: Filled, bucket: number): Promise<Look> {
  const { log, prefix, signal } = options;
  const { projection, reader } = live.code;
  // One for each partition: offsets tell records of one partition apart.
  const collectors = new Map<string, Collector>();
  const collecting = (id: string): Collector => {
    const known = collectors.get(id) ?? collector(gatherer(projection, reader));
    collectors.set(id, known);
    return known;
  };
  const read = new Map<string, bigint>();
  const topics = projection.topics.map(name => topicName(prefix, name));
  const starts = (await Promise.all(topics.map(topic => log.admin.offsets(topic)))).flat();
  const positions = await positionsOf(options, live);
  for (const { topic, partition, start } of starts) {
    const id = idOf({ topic, partition });
    const until = positions.get(id)?.offset ?? start;
    read.set(id, until);
    await gather(options, collecting(id), live, bucket, { topic, partition, from: start, until }, options.rate);
  }
  signal.throwIfAborted();
  return await holding(options, projection.name, async (held, inside) => {
    const now = await positionsOf(inside, live);
    for (const [id, { topic, partition, offset }] of now) {
      const from = read.get(id) ?? offset;
      if (from < offset)
        await gather(options, collecting(id), live, bucket, { topic, partition, from, until: offset }, null);
    }
    return await held.session.transaction(async () => {
      await held.session.query('select 1');
      await held.release();
      return await compare(held.session, live, [...collectors.values()], bucket, options.buckets);
    }, 'isolation level repeatable read');
  });
}

async function gather(
  { log, signal, buckets }: SweepOptions,
  gathered: Collector,
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
    const its = batch.records.filter(({ key }) => key !== null && bucketOf(key, buckets) === bucket);
    await code.reader.prepare(its.map(one => one.value));
    for (const record of its) gathered.add(record);
    if (rate !== null) await sleep((batch.records.length / rate) * 1_000, undefined, { signal }).catch(() => undefined);
  }
}

async function compare(
  session: Session,
  { generation, code }: Filled,
  collected: readonly Collector[],
  bucket: number,
  buckets: number,
): Promise<Look> {
  const { table, keyColumns } = storedIn(code.projection);
  const { schema } = generation;
  const from = `${quoted(schema)}.${quoted(table)}`;
  await session.query(`create temp table longplay_expected (like ${from}) on commit drop`);
  const columns: readonly Column[] = await loadColumns(session, schema, code.projection);
  const line = copyLines(columns);
  const names = columns.map(({ name }) => quoted(name)).join(', ');
  const lines = function* () {
    for (const one of collected) for (const row of one.rows()) yield line(row);
  };
  if (collected.some(one => one.size() > 0)) await session.copy(`pg_temp.longplay_expected (${names})`, lines());
  const key = `t.${quoted(keyColumns[0])}::text`;
  const found = await diffTables(session, {
    live: { schema, table },
    other: { schema: 'pg_temp', table: 'longplay_expected' },
    where: `get_byte(decode(md5(${key}), 'hex'), 0) % ${buckets} = ${bucket}`,
  });
  const { onlyLive, onlyOther, different, samples, other } = found;
  const differences = onlyLive + onlyOther + different;
  return { generation: generation.number, bucket, keys: other, differences, samples };
}

/** The same as in the query that compares. */
const bucketOf = (key: Buffer, buckets: number): number =>
  (createHash('md5').update(key).digest()[0] as number) % buckets;

/** Few enough records to be kept, with bytes of their own: those of a fetch would hold all of it. */
type Collector = Pick<Gatherer, 'add' | 'size'> & { rows(): Iterable<Row> };

function collector(gathered: Gatherer): Collector {
  const kept: LogRecord[] = [];
  return {
    size: gathered.size,
    rows: () => gathered.rowsIn(kept),
    add: record => {
      gathered.add(record);
      const { topic, partition, offset, timestamp, key, value } = record;
      const own = (bytes: Buffer | null) => (bytes === null ? null : Buffer.from(bytes));
      kept.push({ topic, partition, offset, timestamp, key: own(key), value: own(value), headers: [] });
    },
  };
}
