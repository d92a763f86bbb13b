import type { Session } from '../../postgres/session.ts';
import { storedIn } from '../definition.ts';
import { quoted } from '../doors.ts';
import type { Filled } from '../rebuild/context.ts';
import { diffTables, primaryKeyOf } from '../rebuild/diff.ts';
import { loadColumns } from '../rebuild/flush.ts';
import { copyLines } from '../rebuild/lines.ts';
import type { TableDifference } from '../rebuild/report.ts';
import { countedTotals } from '../totals.ts';
import type { NewestRows } from './newest-rows.ts';

const TEMPORARY = 'pg_temp';

/** The column, of a row `t`, that is the record's key. */
export const keyOf = ({ code }: Filled): string => `t.${quoted(storedIn(code.projection).keyColumns[0])}::text`;

/** The rows that were made anew, beside those that stand there and fulfil a condition. Within a transaction. */
export async function compareRows(
  session: Session,
  { generation, code }: Filled,
  expected: NewestRows,
  where: string,
): Promise<TableDifference> {
  const { table } = storedIn(code.projection);
  const live = { schema: generation.schema, table };
  const name = `${quoted(live.schema)}.${quoted(table)}`;
  await session.query(`create temp table longplay_expected (like ${name}) on commit drop`);
  const columns = await loadColumns(session, live.schema, code.projection);
  const names = columns.map(column => quoted(column.name)).join(', ');
  const line = copyLines(columns);
  const lines = function* () {
    for (const row of expected.rows()) yield line(row);
  };
  await session.copy(`${TEMPORARY}.longplay_expected (${names})`, lines());
  const other = { schema: TEMPORARY, table: 'longplay_expected' };
  return await diffTables(session, { live, other, otherKeys: await primaryKeyOf(session, live), where });
}

/** The totals of one partition beside what its contributions come to; nothing where it is no aggregate. */
export async function compareTotals(
  session: Session,
  { generation, code }: Filled,
  partition: number,
): Promise<Pick<TableDifference, 'samples'> & { readonly differences: number }> {
  const { projection } = code;
  if (projection.kind === 'table') return { differences: 0, samples: [] };
  const { schema } = generation;
  const live = { schema, table: projection.totals };
  await session.query(
    `create temp table longplay_counted on commit drop as
     select ${partition} as partition, * from (${countedTotals({ schema, projection }, partition)}) as counted`,
  );
  const { onlyLive, onlyOther, different, samples } = await diffTables(session, {
    live,
    other: { schema: TEMPORARY, table: 'longplay_counted' },
    otherKeys: await primaryKeyOf(session, live),
    // Totals of which nothing is left may stay behind.
    where: `t.partition = ${partition} and t.entries <> 0`,
  });
  return { differences: onlyLive + onlyOther + different, samples };
}
