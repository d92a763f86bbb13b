import { LongplayError } from '../../errors.ts';
import type { TopicPartition } from '../../log/port.ts';
import type { Session } from '../../postgres/session.ts';
import { type Projection, type Row, storedIn } from '../definition.ts';
import { quoted } from '../doors.ts';
import { binaryChunks, NotBinary } from './binary.ts';
import type { Gatherer } from './gather.ts';
import { type Column, copyLines } from './lines.ts';

/** The table that is loaded. */
export type LoadTarget = {
  readonly control: string;
  readonly schema: string;
  readonly generation: number;
  readonly operation: number;
  readonly projection: Projection;
  readonly columns: readonly Column[];
};

/** What is to be written: of a gatherer, and its rows, some at a time, as often as they are asked for. */
export type Gathered = Pick<Gatherer, 'records' | 'size' | 'deleted'> & { rows(): AsyncIterable<Iterable<Row>> };

export type LoadMove = TopicPartition & { readonly from: bigint; readonly to: bigint };

/** The columns of the table in which a projection is stored. */
export async function loadColumns(session: Session, schema: string, projection: Projection): Promise<Column[]> {
  const rows = await session.query(
    `select attname as name, atttypid::int as type, atttypid in ('json'::regtype, 'jsonb'::regtype) as json
     from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [`${quoted(schema)}.${quoted(storedIn(projection).table)}`],
  );
  return rows.map(({ name, type, json }) => ({ name: String(name), type: Number(type), json: json === true }));
}

/** Rows that are copied to go into the table from there. */
const WAITING = 'pg_temp.longplay_load';

/**
 * Writes what was gathered and moves the position, in one transaction; where it fails, what was gathered is still there.
 * Where nothing of this partition is in the table yet, rows go straight into it. One key stands in one partition, so they
 * meet no row; should they do so all the same, they take the long way.
 *
 * @throws LP_PROJECTION_OVERTAKEN
 */
export async function flush(
  session: Session,
  target: LoadTarget,
  gathered: Gathered,
  move: LoadMove,
  empty: boolean,
): Promise<void> {
  let straight = empty;
  let binary = true;
  for (;;) {
    try {
      return await write(session, target, gathered, move, { straight, binary });
    } catch (error) {
      if (straight && (error as { code?: unknown }).code === '23505') straight = false;
      else if (binary && error instanceof NotBinary) binary = false;
      else throw error;
    }
  }
}

async function write(
  session: Session,
  target: LoadTarget,
  gathered: Gathered,
  move: LoadMove,
  { straight, binary }: { readonly straight: boolean; readonly binary: boolean },
): Promise<void> {
  const { schema, projection, columns } = target;
  const table = `${quoted(schema)}.${quoted(storedIn(projection).table)}`;
  const names = columns.map(({ name }) => quoted(name)).join(', ');
  const chunks = binary ? binaryChunks(columns) : null;
  const copyTo = async (into: string): Promise<void> => {
    if (chunks !== null) await session.copyBinary(`${into} (${names})`, chunks(gathered.rows()));
    else await session.copy(`${into} (${names})`, texts(gathered.rows(), copyLines(columns)));
  };
  if (!straight)
    await session.query(`create temp table if not exists longplay_load (like ${table}) on commit delete rows`);
  await session.transaction(async () => {
    await moveOn(session, target, move, gathered.records());
    if (straight) {
      if (gathered.size() > 0) await copyTo(table);
      return;
    }
    const [key] = storedIn(projection).keyColumns;
    const dead = gathered.deleted();
    if (dead.length > 0) {
      const keys = 'select json_array_elements_text($1::json)';
      await session.query(`delete from ${table} where ${quoted(key)} in (${keys})`, [JSON.stringify(dead)]);
    }
    if (gathered.size() === 0) return;
    await copyTo(WAITING);
    await session.query(upsert(target, table));
  });
}

function upsert({ projection, columns }: LoadTarget, table: string): string {
  const { keyColumns } = storedIn(projection);
  const settings = columns
    .filter(({ name }) => !keyColumns.includes(name))
    .map(({ name }) => `${quoted(name)} = excluded.${quoted(name)}`);
  return `insert into ${table} as known select * from ${WAITING}
    on conflict (${keyColumns.map(quoted).join(', ')}) do update set ${settings.join(', ')}
    where known.version < excluded.version`;
}

async function moveOn(
  session: Session,
  target: LoadTarget,
  { topic, partition, from, to }: LoadMove,
  records: number,
): Promise<void> {
  const { control, generation, projection, operation } = target;
  const moved = await session.query(
    `update ${quoted(control)}.position set position = $1, moved_at = now(), applied = applied + $2
     where projection = $3 and generation = $4 and topic = $5 and partition = $6 and position = $7 returning 1`,
    [String(to), records, projection.name, generation, topic, partition, String(from)],
  );
  if (moved.length === 0) {
    const message = `Another process has moved ${projection.name} on ${topic}[${partition}] from ${from} meanwhile.`;
    throw new LongplayError('LP_PROJECTION_OVERTAKEN', message);
  }
  await session.query(
    `update ${quoted(control)}.progress
     set saved_offset = $1, saved_records = saved_records + $2, read_offset = $1, read_records = saved_records + $2
     where operation = $3 and topic = $4 and partition = $5`,
    [String(to), records, operation, topic, partition],
  );
}

const TEXT_CHARS = 65_536;

/** Many lines at a time: a turn of the event loop for each row would cost as much as its line. */
async function* texts(rows: AsyncIterable<Iterable<Row>>, line: (row: Row) => string): AsyncGenerator<string> {
  let text = '';
  for await (const some of rows) {
    for (const row of some) {
      text += line(row);
      if (text.length < TEXT_CHARS) continue;
      yield text;
      text = '';
    }
  }
  if (text !== '') yield text;
}
