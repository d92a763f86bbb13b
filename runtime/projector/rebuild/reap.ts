import { openSession } from '../../postgres/session.ts';
import { quoted } from '../doors.ts';
import type { Control } from '../generations.ts';

/** So long nobody has begun to feed it, s; those that did have noticed by now. By the clock of Postgres alone. */
const GRACE_S = 3;

/**
 * Drops generations that were given up, and gives up those that were live too long ago, and those that nobody builds any
 * more. `keep`: ms, null for ever. While something is under way, whatever it may be about stays.
 */
export async function reap({ sql, control }: Control, prefix: string, keep: number | null): Promise<void> {
  const old =
    keep === null ? sql`false` : sql`state = 'previous' and since < now() - make_interval(secs => ${keep / 1_000})`;
  await sql`
    update ${sql(control)}.generation as g set state = 'dropping', since = now()
    where (${old} or state = 'building') and not exists (
      select from ${sql(control)}.operation where projection = g.projection and finished_at is null)`;
  const gone = await sql<{ projection: string; number: number }[]>`
    select projection, number from ${sql(control)}.generation
    where state = 'dropping' and since < now() - make_interval(secs => ${GRACE_S})`;
  if (gone.length === 0) return;
  const session = await openSession(sql, `${prefix} rebuild`);
  try {
    await session.query(`set lock_timeout to 1000`);
    for (const { projection, number } of gone) {
      const which = [projection, number];
      await session.transaction(async () => {
        const [still] = await session.query(
          `select schema_name as schema from ${quoted(control)}.generation
           where projection = $1 and number = $2 and state = 'dropping' for update`,
          which,
        );
        if (still === undefined) return;
        await session.query(`drop schema if exists ${quoted(String(still.schema))} cascade`);
        await session.query(`delete from ${quoted(control)}.position where projection = $1 and generation = $2`, which);
        await session.query(`delete from ${quoted(control)}.generation where projection = $1 and number = $2`, which);
      });
    }
    await session.query(
      `delete from ${quoted(control)}.bundle as b
       where stored_at < now() - interval '1 minute' and not exists (
         select from ${quoted(control)}.generation as g where g.fingerprint = b.fingerprint)`,
    );
  } finally {
    await session.close();
  }
}
