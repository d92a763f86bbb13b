import { openSession } from '../../postgres/session.ts';
import type { Bundle } from '../bundle.ts';
import { storeBundle } from '../bundle.ts';
import type { Projection } from '../definition.ts';
import { quoted } from '../doors.ts';
import { type Generation, type GenerationState, generationsOf } from '../generations.ts';
import { generationSchema } from '../names.ts';
import { startsOf } from '../starts.ts';
import type { Run } from './context.ts';
import { isMine } from './fence.ts';
import { lost } from './operations.ts';

/**
 * Makes an empty generation with positions at the begin of the log, and the operation's progress, all at once: whoever
 * goes on after a crash finds all of it or nothing.
 */
export async function makeGeneration(run: Run, projection: Projection, bundle: Bundle): Promise<Generation> {
  const { sql, control, prefix, operation, owner, log } = run;
  const { name } = projection;
  await storeBundle(run, name, bundle);
  const [startsFor, ...offsets] = await Promise.all([
    startsOf(log, prefix, [projection]),
    ...projection.topics.map(topic => log.admin.offsets(`${prefix}.${topic}`)),
  ]);
  const ends = offsets.flat();
  const session = await openSession(sql, `${prefix} rebuild`);
  try {
    const number = await session.transaction(async () => {
      await session.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`longplay ${control}`]);
      await session.query(`set local search_path to ${quoted(control)}`);
      const mine = await session.query(
        'select from operation where id = $1 and owner = $2 and finished_at is null for update',
        [operation.id, owner],
      );
      if (mine.length === 0) throw lost(operation.id);
      // Numbers are not used again: a group of an older one may still have members.
      const [last] = await session.query(
        `select greatest((select max(number) from generation where projection = $1),
           (select max(generation) from operation where projection = $1)) as number`,
        [name],
      );
      const next = Number(last?.number) + 1;
      const schema = generationSchema(prefix, name, next);
      await session.query(`drop schema if exists ${quoted(schema)} cascade`);
      await session.query(`create schema ${quoted(schema)}`);
      await session.query(`set local search_path to ${quoted(schema)}`);
      await session.query(bundle.tableSql);
      await session.query(`set local search_path to ${quoted(control)}`);
      await session.query(
        `insert into generation (projection, number, schema_name, fingerprint, state)
         values ($1, $2, $3, $4, 'building')`,
        [name, next, schema, bundle.fingerprint],
      );
      await session.query('delete from progress where operation = $1', [operation.id]);
      for (const { topic, partition, topic_id, position } of startsFor(projection)) {
        const end = ends.find(one => one.topic === topic && one.partition === partition)?.end ?? position;
        await session.query(
          `insert into position (projection, generation, topic, partition, topic_id, position)
           values ($1, $2, $3, $4, $5, $6)`,
          [name, next, topic, partition, topic_id, position],
        );
        await session.query(
          `insert into progress (operation, topic, partition, start_offset, until_offset, saved_offset, read_offset)
           values ($1, $2, $3, $4, $5, $4, $4)`,
          [operation.id, topic, partition, position, String(end)],
        );
      }
      await session.query(`update operation set generation = $1, state = 'loading' where id = $2`, [
        next,
        operation.id,
      ]);
      return next;
    });
    await run.note({ state: 'loading' });
    return (await generationsOf(run, name)).find(one => one.number === number) as Generation;
  } finally {
    await session.close();
  }
}

/**
 * Gives a generation up: from now on nobody feeds it, and it is dropped once nobody does. Only as long as the operation is
 * this process's own.
 */
export async function giveUp(
  run: Pick<Run, 'sql' | 'control' | 'operation' | 'owner'>,
  number: number,
  states: readonly GenerationState[],
): Promise<void> {
  const { sql, control, operation } = run;
  await sql`
    update ${sql(control)}.generation set state = 'dropping', since = now()
    where projection = ${operation.projection} and number = ${number} and state in ${sql([...states])} and ${isMine(run)}`;
}
