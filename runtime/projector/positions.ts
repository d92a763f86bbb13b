import { LongplayError } from '../errors.ts';
import type { LogAdmin, Position } from '../log/port.ts';
import type { Sql } from '../postgres/connect.ts';
import { viewsSchema } from './names.ts';

export type StoredPosition = Position & {
  readonly topicId: string;
  /** Counts repairs of rows. */
  readonly epoch: number;
  /** Records that were applied since the generation began. */
  readonly applied: bigint;
  readonly movedAt: Date;
  /** Why the one who works on it stands still. */
  readonly error: string | null;
};

type PositionRow = {
  topic: string;
  partition: number;
  topic_id: string;
  position: string;
  epoch: number;
  applied: string;
  moved_at: Date;
  error: string | null;
};

/** The positions of one projection's generation (default: the live one), of one partition number or all. */
export async function storedPositions(
  sql: Sql,
  control: string,
  projection: string,
  partition: number | null = null,
  generation: number | null = null,
): Promise<StoredPosition[]> {
  const its =
    generation === null
      ? sql`(select number from ${sql(control)}.generation where projection = ${projection} and state = 'live')`
      : sql`${generation}`;
  const rows = await sql<PositionRow[]>`
    select topic, partition, topic_id, position, epoch, applied, moved_at, error from ${sql(control)}.position
    where projection = ${projection} and generation = ${its}
    ${partition === null ? sql`` : sql`and partition = ${partition}`}`;
  return rows.map(({ topic, partition, topic_id, position, epoch, applied, moved_at, error }) => ({
    topic,
    partition,
    topicId: topic_id,
    offset: BigInt(position),
    epoch,
    applied: BigInt(applied),
    movedAt: moved_at,
    error,
  }));
}

/**
 * From where each topic of a partition is read on: as Postgres says, since that is what the rows hold. Never a silent
 * reset: a position that doesn't fit the log is refused.
 *
 * @throws LP_PROJECTION_POSITION_MISSING, LP_PROJECTION_TOPIC_REPLACED, LP_PROJECTION_POSITION_LOST
 */
export async function checkedPositions(
  { sql, control, admin }: { readonly sql: Sql; readonly control: string; readonly admin: LogAdmin },
  of: {
    readonly projection: string;
    readonly generation: number;
    readonly topics: readonly string[];
    readonly partition: number;
  },
): Promise<StoredPosition[]> {
  const { projection, generation, topics, partition } = of;
  // One after the other: another process may go on, and a log that was asked before would seem to end too early.
  const stored = await storedPositions(sql, control, projection, partition, generation);
  const [described, ...offsets] = await Promise.all([
    admin.describeTopics(topics),
    ...topics.map(topic => admin.offsets(topic)),
  ]);
  return topics.map((topic, n) => {
    const position = stored.find(one => one.topic === topic);
    const where = `${projection} on ${topic}[${partition}]`;
    const remedy = remedyFor(projection, control);
    if (position === undefined) {
      const message = `Nothing says up to where ${where} was read.`;
      throw new LongplayError('LP_PROJECTION_POSITION_MISSING', message, { remedy });
    }
    const id = described.find(({ name }) => name === topic)?.id;
    if (id !== position.topicId) {
      const message = `${where} was read from a topic with the id ${position.topicId}; now it has ${id ?? 'none'}.`;
      throw new LongplayError('LP_PROJECTION_TOPIC_REPLACED', message, { remedy });
    }
    const now = offsets[n]?.find(one => one.partition === partition);
    if (now === undefined || position.offset < now.start || position.offset > now.end) {
      const log = now === undefined ? 'the log has no such partition' : `the log has ${now.start} to ${now.end}`;
      const message = `${where} was read up to ${position.offset}, and ${log}.`;
      throw new LongplayError('LP_PROJECTION_POSITION_LOST', message, { remedy });
    }
    return position;
  });
}

/** Whether a position was refused, as opposed to one that could not be asked for. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof LongplayError &&
  (error.code === 'LP_PROJECTION_POSITION_LOST' ||
    error.code === 'LP_PROJECTION_POSITION_MISSING' ||
    error.code === 'LP_PROJECTION_TOPIC_REPLACED');

const remedyFor = (projection: string, control: string): string =>
  `Run longplay projections rebuild ${projection} --accept-differences --reason …; or stop the projector, drop the read models (drop schema "${control}" cascade), and start it: they are built from the log.`;

/**
 * Up to where every generation of every projection has read, by topic (with its prefix) and partition: nothing from there
 * on may be deleted. A topic that no projection reads is left out, and so is a generation that nobody feeds any more. Null
 * where the projector has never run in this database: then nothing that it reads may be deleted.
 */
export async function projectorPositions(sql: Sql, prefix: string): Promise<Position[] | null> {
  const control = viewsSchema(prefix);
  const [there] = await sql`select to_regclass(quote_ident(${control}) || '.generation') is not null as yes`;
  if (there?.yes !== true) return null;
  const rows = await sql<{ topic: string; partition: number; position: string }[]>`
    select topic, partition, min(position) as position from ${sql(control)}.position
    join ${sql(control)}.generation on generation.projection = position.projection
      and generation.number = position.generation and generation.state <> 'dropping'
    group by topic, partition`;
  return rows.map(({ topic, partition, position }) => ({ topic, partition, offset: BigInt(position) }));
}
