import { LongplayError } from '../errors.ts';
import type { Log, PartitionOffsets, TopicPartition } from '../log/port.ts';
import type { Sql } from '../postgres/connect.ts';
import { topicName } from '../topics/spec.ts';
import type { Projection } from './definition.ts';
import { type Filling, fillingsOf } from './filling.ts';
import { type Generation, generationsOf, isFed } from './generations.ts';
import { viewsSchema } from './names.ts';
import { type OpenParked, openParked } from './parked/open.ts';
import { type StoredPosition, storedPositions } from './positions.ts';
import type { Projector } from './projector.ts';
import { type Operation, operationsOf } from './rebuild/operations.ts';
import { rowsAbout } from './rows-about.ts';
import { type Drift, driftOf } from './sentinel/drift.ts';

export type PartitionStatus = TopicPartition & {
  /** Offset of the next record to project. */
  readonly position: bigint;
  /** Last stable offset of the log. */
  readonly end: bigint;
  /** Offsets from the position to the end: records, and the markers of transactions. */
  readonly lag: bigint;
  /** Age of the oldest record that is not projected yet, s; 0 where there is none, null where it was not asked for. */
  readonly lagSeconds: number | null;
  /** Records that were applied since the generation began. */
  readonly applied: bigint;
  /** When the position moved last. */
  readonly movedAt: Date | null;
  /** Why it stands still, or does not begin yet; null otherwise. */
  readonly error: string | null;
};

export type GenerationStatus = {
  readonly number: number;
  readonly state: Generation['state'];
  readonly fingerprint: string | null;
  readonly since: Date;
  /** Offsets up to the end, over all partitions; null where nobody feeds it. */
  readonly lag: bigint | null;
  /** Rows of its tables, about, as Postgres counts them; null where it has no tables, or Postgres cannot tell now. */
  readonly rows: number | null;
  /** Why one of its partitions stands still. */
  readonly error: string | null;
};

export type ProjectionStatus = {
  readonly name: string;
  readonly paused: { readonly at: Date; readonly reason: string | null } | null;
  readonly generations: readonly GenerationStatus[];
  /** Of the live generation. */
  readonly partitions: readonly PartitionStatus[];
  /** Null where readers see it; else how far its first filling is. */
  readonly filling: Omit<Filling, 'projection'> | null;
  /** Cases of its own that are open, by generation. */
  readonly parked: readonly OpenParked[];
  /** What was asked last of it. */
  readonly operation: Operation | null;
  /** What the sentinel saw when it looked last, at each part of the live generation's keys. */
  readonly drift: Drift | null;
};

type Options = { readonly sql: Sql; readonly log: Pick<Log, 'admin'> & Partial<Log>; readonly prefix: string };

/**
 * Computed from the log and the tables, whoever does the work, and whether anybody does; `projector` adds what this
 * process knows of errors.
 *
 * @throws LP_PROJECTION_NEVER_RUN
 */
export async function projectionStatus(
  options: Options,
  projections: readonly Projection[],
  projector?: Pick<Projector, 'runs'>,
): Promise<ProjectionStatus[]> {
  const { sql, prefix } = options;
  const control = viewsSchema(prefix);
  const [there] = await sql`select to_regclass(quote_ident(${control}) || '.generation') is not null as yes`;
  if (there?.yes !== true)
    throw new LongplayError('LP_PROJECTION_NEVER_RUN', `There are no read models of ${prefix} yet.`);
  const runs = projector?.runs() ?? [];
  const [tables, fillings] = await Promise.all([
    Promise.all(projections.map(one => tablesOf(options, one))),
    fillingsOf({ sql, control }),
  ]);
  // Ends after positions: a lag is never shown as less than it is. Several read the same topics.
  const topics = [...new Set(projections.flatMap(one => one.topics))];
  const schemas = tables.flatMap(({ generations }) => generations.map(({ schema }) => schema));
  const [rows, ...found] = await Promise.all([
    rowsAbout(sql, schemas),
    ...topics.map(topic => options.log.admin.offsets(topicName(prefix, topic))),
  ]);
  const ends = new Map(topics.map((topic, n) => [topic, found[n] ?? []]));
  return await Promise.all(
    tables.map(one => {
      const filling = fillings.find(({ projection }) => projection === one.name);
      return statusOf(options, one, { runs, filling, rows, ends: one.topics.flatMap(topic => ends.get(topic) ?? []) });
    }),
  );
}

/** What the tables say of it. */
async function tablesOf({ sql, prefix }: Options, { name, topics }: Projection) {
  const control = viewsSchema(prefix);
  const [generations, [paused], [operation], parked] = await Promise.all([
    generationsOf({ sql, control }, name),
    sql<{ at: Date; reason: string | null }[]>`
      select paused_at as at, reason from ${sql(control)}.paused where projection = ${name}`,
    operationsOf({ sql, control }, name, { open: false, limit: 1 }),
    openParked({ sql, control }, name),
  ]);
  const live = generations.findIndex(({ state }) => state === 'live');
  const [drift, ...stored] = await Promise.all([
    driftOf({ sql, control }, name, generations[live]?.number ?? 0),
    ...generations.map(one => storedPositions(sql, control, name, null, one.number)),
  ]);
  return { name, topics, generations, live, paused, operation, parked, drift, stored };
}

type Around = {
  readonly runs: ReturnType<Projector['runs']>;
  readonly filling: Filling | undefined;
  readonly rows: ReadonlyMap<string, number | null>;
  readonly ends: readonly PartitionOffsets[];
};

async function statusOf(
  { log }: Options,
  { name, generations, live, paused, operation, parked, drift, stored }: Awaited<ReturnType<typeof tablesOf>>,
  { runs, filling, rows, ends }: Around,
): Promise<ProjectionStatus> {
  const workers = runs.find(run => run.name === name && run.generation === generations[live]?.number)?.workers ?? [];
  const partitions = await Promise.all(
    ends.map(async end => {
      const found = positionIn(stored[live] ?? [], end);
      const position = found?.offset ?? end.start;
      const lag = end.end > position ? end.end - position : 0n;
      const error = workers.find(({ partition }) => partition === end.partition)?.error ?? null;
      return {
        topic: end.topic,
        partition: end.partition,
        position,
        end: end.end,
        lag,
        lagSeconds: lag === 0n ? 0 : await ageOf(log, end, position),
        applied: found?.applied ?? 0n,
        movedAt: found?.movedAt ?? null,
        error: error === null ? (found?.error ?? null) : messageOf(error),
      };
    }),
  );
  return {
    name,
    paused: paused ?? null,
    generations: generations.map(({ number, state, fingerprint, since, schema }, n) => ({
      number,
      state,
      fingerprint,
      since,
      lag: isFed({ state }) ? lagOf(stored[n] ?? [], ends) : null,
      rows: rows.get(schema) ?? null,
      error: stored[n]?.find(one => one.error !== null)?.error ?? null,
    })),
    partitions,
    filling: filling === undefined ? null : { passed: filling.passed, total: filling.total },
    parked,
    operation: operation ?? null,
    drift,
  };
}

const positionIn = (stored: readonly StoredPosition[], at: TopicPartition): StoredPosition | undefined =>
  stored.find(one => one.topic === at.topic && one.partition === at.partition);

const lagOf = (stored: readonly StoredPosition[], ends: readonly PartitionOffsets[]): bigint =>
  ends.reduce((sum, end) => {
    const position = positionIn(stored, end)?.offset ?? end.start;
    return end.end > position ? sum + end.end - position : sum;
  }, 0n);

/** How old the record at a position is, s: what readers have been missing for so long. */
async function ageOf(
  log: Options['log'],
  { topic, partition, end }: PartitionOffsets,
  position: bigint,
): Promise<number | null> {
  if (log.readPartition === undefined) return null;
  const reading = new AbortController();
  const timer = setTimeout(() => reading.abort(), 2_000);
  try {
    const options = {
      from: { topic, partition, offset: position },
      until: end,
      maxBytes: 65_536,
      signal: reading.signal,
    };
    for await (const { records } of log.readPartition(options)) {
      const [first] = records;
      if (first !== undefined) return Math.max(0, Math.round((Date.now() - first.timestamp) / 100) / 10);
    }
    return 0;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
    reading.abort();
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
