import { readFileSync } from 'node:fs';
import { LogError } from '../log/errors.ts';
import type { Log } from '../log/port.ts';
import type { Sql } from '../postgres/connect.ts';
import { topicName } from '../topics/spec.ts';
import type { Projection } from './definition.ts';
import { viewsSchema } from './names.ts';

export type PrepareOptions = {
  readonly sql: Sql;
  readonly log: Pick<Log, 'admin'>;
  readonly prefix: string;
  readonly projections: readonly Projection[];
};

/**
 * Makes the tables that are missing, each together with the positions from which it is filled. A position that is
 * missing later on is therefore a loss, never a beginning. Processes that start at the same moment wait for each other.
 */
export async function prepareTables({ sql, log, prefix, projections }: PrepareOptions): Promise<void> {
  const schema = viewsSchema(prefix);
  const starts = await startsOf(log, prefix, projections);
  await sql.begin(async tx => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`longplay ${schema}`}, 0))`;
    await tx`create schema if not exists ${tx(schema)}`;
    await tx`select set_config('search_path', quote_ident(${schema}), true)`;
    await tx.unsafe(positionTable);
    for (const projection of projections) {
      const [there] = await tx`select to_regclass(quote_ident(${schema}) || '.' || quote_ident(${projection.table}))
        is not null as yes`;
      if (there?.yes === true) continue;
      await tx.unsafe(readFileSync(projection.tableSql, 'utf8'));
      if (projection.indexesSql !== undefined) await tx.unsafe(readFileSync(projection.indexesSql, 'utf8'));
      const rows = starts
        .filter(one => projection.topics.some(name => topicName(prefix, name) === one.topic))
        .map(one => ({ projection: projection.name, ...one }));
      await tx`delete from position where projection = ${projection.name}`;
      await tx`insert into position ${tx(rows)}`;
    }
  });
}

type Start = { topic: string; partition: number; topic_id: string; position: string };

async function startsOf(
  { admin }: Pick<Log, 'admin'>,
  prefix: string,
  projections: readonly Projection[],
): Promise<Start[]> {
  const names = [...new Set(projections.flatMap(({ topics }) => topics))].map(name => topicName(prefix, name));
  const described = await admin.describeTopics(names);
  const missing = names.filter(name => !described.some(one => one.name === name));
  if (missing.length > 0) {
    const message = `These topics do not exist, and projections read them: ${missing.join(', ')}.`;
    throw new LogError('fatal', message, { remedy: 'Start longplay up, or streams, which make the topics.' });
  }
  const starts = await Promise.all(
    described.map(async ({ name, id }) =>
      (await admin.offsets(name)).map(({ partition, start }) => ({
        topic: name,
        partition,
        topic_id: id,
        position: String(start),
      })),
    ),
  );
  return starts.flat();
}

const positionTable = `
create table if not exists position (
  projection text not null,
  topic text not null,
  partition int not null,
  -- Kafka's own id of the topic (KIP-516): a topic that was made anew has another history.
  topic_id text not null,
  -- Offset of the next record to project.
  position bigint not null,
  moved_at timestamptz not null default now(),
  primary key (projection, topic, partition)
)`;
