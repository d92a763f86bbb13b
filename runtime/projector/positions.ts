import { LongplayError } from '../errors.ts';
import type { LogAdmin, Position } from '../log/port.ts';
import type { Sql } from '../postgres/connect.ts';
import { viewsSchema } from './names.ts';

type StoredPosition = Position & { readonly topicId: string };

type PositionRow = { topic: string; partition: number; topic_id: string; position: string };

/** The positions of one projection, of one partition number or all. */
export async function storedPositions(
  sql: Sql,
  schema: string,
  projection: string,
  partition: number | null = null,
): Promise<StoredPosition[]> {
  const rows = await sql<PositionRow[]>`
    select topic, partition, topic_id, position from ${sql(schema)}.position
    where projection = ${projection} ${partition === null ? sql`` : sql`and partition = ${partition}`}`;
  return rows.map(({ topic, partition, topic_id, position }) => ({
    topic,
    partition,
    topicId: topic_id,
    offset: BigInt(position),
  }));
}

/**
 * From where each topic of a partition is read on: as Postgres says, since that is what the rows hold. Never a silent
 * reset: a position that doesn't fit the log is refused.
 *
 * @throws LP_PROJECTION_POSITION_MISSING, LP_PROJECTION_TOPIC_REPLACED, LP_PROJECTION_POSITION_LOST
 */
export async function checkedPositions(
  { sql, schema, admin }: { readonly sql: Sql; readonly schema: string; readonly admin: LogAdmin },
  { projection, topics, partition }: { projection: string; topics: readonly string[]; partition: number },
): Promise<Position[]> {
  const [stored, described, ...offsets] = await Promise.all([
    storedPositions(sql, schema, projection, partition),
    admin.describeTopics(topics),
    ...topics.map(topic => admin.offsets(topic)),
  ]);
  return topics.map((topic, n) => {
    const position = stored.find(one => one.topic === topic);
    const where = `${projection} on ${topic}[${partition}]`;
    const remedy = remedyFor(schema);
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
    return { topic, partition, offset: position.offset };
  });
}

const remedyFor = (schema: string): string =>
  `Stop the projector, drop the read models (drop schema "${schema}" cascade), and start it: they are built from the log.`;

/**
 * Up to where every projection has read, by topic (with its prefix) and partition: nothing from there on may be deleted.
 * A topic that no projection reads is left out. Null where the projector has never run in this database: then nothing
 * that it reads may be deleted.
 */
export async function projectorPositions(sql: Sql, prefix: string): Promise<Position[] | null> {
  const schema = viewsSchema(prefix);
  const [there] = await sql`select to_regclass(quote_ident(${schema}) || '.position') is not null as yes`;
  if (there?.yes !== true) return null;
  const rows = await sql<PositionRow[]>`
    select topic, partition, min(position) as position from ${sql(schema)}.position group by topic, partition`;
  return rows.map(({ topic, partition, position }) => ({ topic, partition, offset: BigInt(position) }));
}
