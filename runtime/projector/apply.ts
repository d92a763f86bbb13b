import { LongplayError } from '../errors.ts';
import type { Sql } from '../postgres/connect.ts';
import { applyAggregate } from './apply-aggregate.ts';
import { applyTable } from './apply-table.ts';
import type { Changes } from './changes.ts';
import type { StoredOf } from './definition.ts';
import type { Move, Mover } from './moving.ts';

/** Where the rows of one projection go. */
export type Target = Mover & {
  /** The Postgres schema of its tables. */
  readonly schema: string;
  readonly projection: { readonly name: string } & StoredOf;
  /** All columns of the table in which it is stored. */
  readonly columns: readonly string[];
};

/** The columns of a table that exists. */
export async function columnsOf(sql: Sql, schema: string, table: string): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select column_name as name from information_schema.columns
    where table_schema = ${schema} and table_name = ${table} order by ordinal_position`;
  return rows.map(({ name }) => name);
}

/**
 * Writes rows and moves the position, both or neither. Where the position is not the one that these records were read
 * from, another process owns the partition by now, and nothing is written.
 *
 * It is one statement, which is a transaction of its own: the client's `begin` pins a connection, and one that dies
 * between two statements ends the whole process (https://github.com/porsager/postgres/issues/1208).
 *
 * @throws LP_PROJECTION_OVERTAKEN
 */
export async function apply(target: Target, changes: Changes, move: Move): Promise<void> {
  const { projection } = target;
  const moved =
    projection.kind === 'table'
      ? await applyTable({ ...target, projection }, changes, move)
      : await applyAggregate({ ...target, projection }, changes, move);
  if (!moved) throw overtaken(projection.name, move);
}

const overtaken = (projection: string, { topic, partition, from }: Move): LongplayError =>
  new LongplayError(
    'LP_PROJECTION_OVERTAKEN',
    `Another process has moved ${projection} on ${topic}[${partition}] from ${from} meanwhile.`,
  );
