import { openSession } from '../../postgres/session.ts';
import { storedIn } from '../definition.ts';
import { quoted } from '../doors.ts';
import { countTotals } from '../totals.ts';
import type { Filled, Run } from './context.ts';
import { lockBuilding } from './fence.ts';
import { noteOperation } from './operations.ts';
import { progressOf } from './progress.ts';

/**
 * What readers need beyond the rows: totals, indexes and statistics. The last transaction also notes that this is done, so
 * indexes are never made twice, whatever `table.sql` may have made before.
 */
export async function finishTables(run: Run, { generation, code }: Filled): Promise<void> {
  const { sql, control, prefix, owner, signal } = run;
  const { schema } = generation;
  const { projection, bundle } = code;
  const parts = await progressOf(run, run.operation.id);
  const session = await openSession(sql, `${prefix} rebuild`, signal);
  try {
    await session.query(`set maintenance_work_mem = '128MB'`);
    if (projection.kind === 'aggregate') {
      for (const partition of new Set(parts.map(one => one.partition))) {
        await session.transaction(async () => {
          await lockBuilding(session, run, generation);
          await session.query(countTotals({ schema, projection }, partition));
        });
      }
    }
    const noted = await session.transaction(async () => {
      await lockBuilding(session, run, generation);
      await session.query(`set local search_path to ${quoted(schema)}`);
      if (bundle.indexesSql !== '') await session.query(bundle.indexesSql);
      return await noteOperation({ sql, control, session }, run.operation, owner, { state: 'catching-up' });
    });
    run.operation = noted;
    await session.query(`vacuum (analyze) ${quoted(schema)}.${quoted(storedIn(projection).table)}`);
  } finally {
    await session.close();
  }
}
