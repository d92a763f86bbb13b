import { LongplayError } from '../errors.ts';
import { type Control, generationsOf } from './generations.ts';
import { letGoOn } from './parked/halted.ts';
import { busyWith, operationsOf } from './rebuild/operations.ts';

/** Nobody applies to this projection until it is resumed, also after a restart. False where it was paused before. */
export async function pauseProjection(
  { sql, control }: Control,
  projection: string,
  reason: string | null,
): Promise<boolean> {
  await refuseUnknown({ sql, control }, projection);
  const rows = await sql`
    insert into ${sql(control)}.paused (projection, reason) values (${projection}, ${reason})
    on conflict (projection) do nothing returning projection`;
  return rows.length > 0;
}

/** Lets a projection go on that was paused, or that the storm breaker has stopped; false where neither is the case. */
export async function resumeProjection({ sql, control }: Control, projection: string): Promise<boolean> {
  await refuseUnknown({ sql, control }, projection);
  const rows = await sql`delete from ${sql(control)}.paused where projection = ${projection} returning projection`;
  const stopped = await letGoOn({ sql, control }, projection);
  return rows.length > 0 || stopped;
}

/**
 * Gives up all generations that readers don't ask; answers their numbers. The projectors drop them in seconds.
 *
 * @throws LP_PROJECTION_UNKNOWN, LP_PROJECTION_BUSY
 */
export async function dropGenerations({ sql, control }: Control, projection: string): Promise<number[]> {
  await refuseUnknown({ sql, control }, projection);
  const rows = await sql<{ number: number }[]>`
    update ${sql(control)}.generation set state = 'dropping', since = now()
    where projection = ${projection} and state in ('previous', 'ready') and not exists (
      select from ${sql(control)}.operation where projection = ${projection} and finished_at is null)
    returning number`;
  if (rows.length === 0) {
    const [open] = await operationsOf({ sql, control }, projection, { open: true });
    if (open !== undefined) throw busyWith(projection, open);
  }
  return rows.map(({ number }) => number);
}

async function refuseUnknown(control: Control, projection: string): Promise<void> {
  const known = [...new Set((await generationsOf(control)).map(one => one.projection))];
  if (known.includes(projection)) return;
  throw new LongplayError('LP_PROJECTION_UNKNOWN', `No projection is named ${projection}.`, {
    remedy: `There are: ${known.join(', ')}.`,
  });
}
