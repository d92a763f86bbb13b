import type { Session } from '../../postgres/session.ts';
import type { Filled, Run } from './context.ts';
import { type DiffOptions, differencesIn, diffTables, tablesIn } from './diff.ts';
import { align, holding, idOf } from './hold.ts';
import type { Proof, TableDifference } from './report.ts';

/**
 * Compares two generations, row by row, where both have read exactly the same: they are held for milliseconds, brought to
 * one position, and looked at in a snapshot, while everything goes on. Never at a position of the past: compaction may
 * have taken records since then that one of them has seen and the other has not.
 */
export async function prove(
  options: Pick<Run, 'sql' | 'control' | 'prefix' | 'log' | 'signal'>,
  live: Filled,
  other: Filled,
): Promise<Proof> {
  const { projection } = live.generation;
  return await holding(options, projection, async (held, inside) => {
    const vector = await align(inside, live, other);
    return await held.session.transaction(async () => {
      // The first query takes the snapshot; of no table, so that nobody waits for it who would alter one.
      await held.session.query('select 1');
      await held.release();
      const heldMs = Math.round(held.heldMs());
      const comparedAt = new Date().toISOString();
      await held.session.query(`set local work_mem = '64MB'`);
      const tables = await compared(held.session, live, other);
      const starts = (
        await Promise.all(
          [...new Set([...vector.values()].map(({ topic }) => topic))].map(one => options.log.admin.offsets(one)),
        )
      ).flat();
      return {
        comparedAt,
        live: live.generation.number,
        other: other.generation.number,
        differences: differencesIn(tables),
        tables,
        position: Object.fromEntries([...vector].map(([id, { offset }]) => [id, String(offset)])),
        heldMs,
        trimmed: [...new Set(starts.filter(({ start }) => start > 0n).map(({ topic }) => topic))].filter(topic =>
          [...vector.values()].some(one => idOf(one).startsWith(`${topic}[`)),
        ),
      };
    }, 'isolation level repeatable read read only');
  });
}

async function compared(session: Session, live: Filled, other: Filled): Promise<TableDifference[]> {
  const [ofLive, ofOther] = [
    await tablesIn(session, live.generation.schema),
    await tablesIn(session, other.generation.schema),
  ];
  const result: TableDifference[] = [];
  for (const table of [...new Set([...ofLive, ...ofOther])].sort()) {
    if (!ofLive.includes(table) || !ofOther.includes(table)) result.push(oneSided(table, ofLive.includes(table)));
    else result.push(await diffTables(session, pairOf(table, live, other)));
  }
  return result;
}

function pairOf(table: string, live: Filled, other: Filled): DiffOptions {
  const { projection } = live.code;
  // Totals of which nothing is left may stay behind; the view does not show them.
  const where = projection.kind === 'aggregate' && projection.totals === table ? { where: 't.entries <> 0' } : {};
  return {
    live: { schema: live.generation.schema, table },
    other: { schema: other.generation.schema, table },
    ...where,
  };
}

/** A table that only one of the two has counts as one column, the table itself. */
const oneSided = (table: string, inLive: boolean): TableDifference => ({
  table,
  live: 0,
  other: 0,
  onlyLive: 0,
  onlyOther: 0,
  different: 0,
  columns: {},
  columnsOnlyLive: inLive ? ['the whole table'] : [],
  columnsOnlyOther: inLive ? [] : ['the whole table'],
  samples: [],
});
