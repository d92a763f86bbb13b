import { openSession } from '../postgres/session.ts';
import { doorStatements, quoted, relationsOf } from './doors.ts';
import { type Control, generationsOf, liveOf } from './generations.ts';
import type { Start } from './starts.ts';

/** A read model whose first generation is being filled from history: readers do not see it before all of it is there. */
export type Filling = {
  readonly projection: string;
  /** Offsets that are passed, and those that there were when it began. */
  readonly passed: number;
  readonly total: number;
};

type Row = { projection: string; passed: string; total: string };

/** What is hidden from readers, and how far it is. */
export async function fillingsOf({ sql, control }: Control): Promise<Filling[]> {
  const rows = await sql<Row[]>`
    select f.projection, sum(f.until_offset - f.start_offset) as total,
      sum(least(greatest(coalesce(p.position, 0), f.start_offset), f.until_offset) - f.start_offset) as passed
    from ${sql(control)}.filling f
    left join ${sql(control)}.generation g on g.projection = f.projection and g.state = 'live'
    left join ${sql(control)}.position p on p.projection = f.projection and p.generation = g.number
      and p.topic = f.topic and p.partition = f.partition
    group by f.projection order by f.projection`;
  return rows.map(({ projection, passed, total }) => ({ projection, passed: Number(passed), total: Number(total) }));
}

/** In per cent, whole ones; 100 only where everything is read. */
export const percentOf = ({ passed, total }: Omit<Filling, 'projection'>): number =>
  passed >= total ? 100 : Math.min(99, Math.floor((100 * passed) / total));

/** The rows of `filling` for a first generation; none where there is no history, so that it is shown at once. */
export const fillingFrom = (projection: string, starts: readonly Start[]) =>
  starts
    .filter(({ position, end }) => BigInt(end) > BigInt(position))
    .map(({ topic, partition, position, end }) => ({
      projection,
      topic,
      partition,
      start_offset: position,
      until_offset: end,
    }));

/** A long query of a view that is replaced is waited for no longer, ms; it is tried again. */
const LOCK_TIMEOUT_MS = 1_000;

/** Lets readers see what is filled by now; answers the names. Several processes may try it at the same moment. */
export async function showFilled({ sql, control }: Control, prefix: string): Promise<string[]> {
  const filled = (await fillingsOf({ sql, control })).filter(({ passed, total }) => passed >= total);
  if (filled.length === 0) return [];
  const generations = await generationsOf({ sql, control });
  const shown: string[] = [];
  const session = await openSession(sql, `${prefix} doors`);
  try {
    await session.query(`set lock_timeout to ${LOCK_TIMEOUT_MS}`);
    for (const { projection } of filled) {
      const live = liveOf(generations, projection);
      if (live === undefined) continue;
      const relations = await relationsOf(sql, live.schema);
      await session.transaction(async () => {
        // Whoever switches generations has this row, too; after that another one is live, and has its doors.
        const still = await session.query(
          `select from ${quoted(control)}.generation where projection = $1 and number = $2 and state = 'live' for update`,
          [projection, live.number],
        );
        if (still.length === 0) return;
        const mine = await session.query(`delete from ${quoted(control)}.filling where projection = $1 returning 1`, [
          projection,
        ]);
        if (mine.length === 0) return;
        await session.query(doorStatements(control, live.schema, relations, relations));
        shown.push(projection);
      });
    }
  } finally {
    await session.close();
  }
  return shown;
}
