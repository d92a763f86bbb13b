import type { Session } from '../../postgres/session.ts';
import { quoted } from '../doors.ts';
import { type Control, generationsOf, liveOf } from '../generations.ts';

/** Cases of a generation that are open. */
export type OpenParked = {
  readonly generation: number;
  readonly count: number;
  readonly oldest: Date;
  /** Of the newest. */
  readonly error: { readonly code: string; readonly message: string };
};

/** By generation; those without a case are left out. */
export async function openParked({ sql, control }: Control, projection: string): Promise<OpenParked[]> {
  return await sql<OpenParked[]>`
    select generation, count(*)::int as count, min(admitted_at) as oldest,
      (array_agg(json_build_object('code', error ->> 'code', 'message', error ->> 'message')
        order by failed_at desc))[1] as error
    from ${sql(control)}.parked where projection = ${projection} and status = 'WAITING'
    group by generation order by generation`;
}

/** What readers of a projection are shown that is stale; nothing where all of it is as the log says. */
export async function parkedSentences(where: Control, projection: string): Promise<string[]> {
  const live = liveOf(await generationsOf(where, projection), projection);
  return (await openParked(where, projection))
    .filter(({ generation }) => generation === live?.number)
    .map(
      ({ count, oldest, error }) =>
        `the projection ${projection}: ${count} records could not be projected, the first at ${oldest.toISOString()} (${error.code})`,
    );
}

/** A condition on rows, with an expression for their key: that no case stands for it in this generation. */
export const notParked = (control: string, projection: string, generation: number, key: string): string =>
  `not exists (select from ${quoted(control)}.parked as p where p.projection = ${literal(projection)}
     and p.generation = ${generation} and p.status = 'WAITING' and p.row_key = ${key})`;

/** Keys that wait in one of two generations, some of them. */
export type ParkedKey = { readonly key: string | null; readonly generation: number; readonly code: string };

const MOST_KEYS = 20;

/** Within the session's snapshot. */
export async function parkedIn(
  session: Session,
  control: string,
  projection: string,
  generation: number,
): Promise<{ readonly count: number; readonly samples: readonly ParkedKey[] }> {
  const rows = await session.query(
    `select row_key as key, error ->> 'code' as code, count(*) over () as count from ${quoted(control)}.parked
     where projection = $1 and generation = $2 and status = 'WAITING' order by admitted_at, row_key limit ${MOST_KEYS}`,
    [projection, generation],
  );
  const samples = rows.map(({ key, code }) => ({ key: key as string | null, generation, code: String(code) }));
  return { count: Number(rows[0]?.count ?? 0), samples };
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
