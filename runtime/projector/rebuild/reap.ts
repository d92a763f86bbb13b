import { openSession } from '../../postgres/session.ts';
import { quoted } from '../doors.ts';
import { type Control, generationsOf } from '../generations.ts';

/** So long nobody has begun to feed it; those that did have noticed by now. */
const GRACE_MS = 3_000;

/** Drops generations that were given up, and gives those up that were live too long ago. `keep`: ms, null for ever. */
export async function reap({ sql, control }: Control, prefix: string, keep: number | null): Promise<void> {
  if (keep !== null) {
    await sql`
      update ${sql(control)}.generation set state = 'dropping', since = now()
      where state = 'previous' and since < now() - make_interval(secs => ${keep / 1_000})`;
  }
  const gone = (await generationsOf({ sql, control })).filter(
    ({ state, since }) => state === 'dropping' && Date.now() - since.getTime() > GRACE_MS,
  );
  if (gone.length === 0) return;
  const session = await openSession(sql, `${prefix} rebuild`);
  try {
    await session.query(`set lock_timeout to 1000`);
    for (const { projection, number, schema } of gone) {
      await session.transaction(async () => {
        await session.query(`drop schema if exists ${quoted(schema)} cascade`);
        const which = [projection, number];
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
