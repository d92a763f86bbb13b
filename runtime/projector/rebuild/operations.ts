import { LongplayError } from '../../errors.ts';
import type { Session } from '../../postgres/session.ts';
import { quoted } from '../doors.ts';
import type { Control } from '../generations.ts';
import type { Report } from './report.ts';

/**
 * - `rebuild`: a new generation by today's code, proved, and swapped in.
 * - `verify`: a shadow by the live generation's own code, compared, and dropped.
 * - `swap`: the generation that is ready becomes the live one.
 * - `rollback`: the previous generation becomes the live one again.
 * - `heal`: the rows of one key are made anew.
 */
export type OperationKind = 'rebuild' | 'verify' | 'swap' | 'rollback' | 'heal';

export type OperationOptions = {
  /** Records a second, over all partitions. Default: as many as go. */
  readonly throttle?: number | undefined;
  /** Of a rebuild: whether it swaps where the proof allows. Default true. */
  readonly swap?: boolean | undefined;
  /** Why a generation that differs from the live one is right all the same. */
  readonly accept?: string | undefined;
  /** Of the code by which a rebuild is wanted: only a process that has it takes it. Default: whichever takes it. */
  readonly fingerprint?: string | undefined;
  /** Of `heal`. */
  readonly key?: string | undefined;
  /** Why it was asked for, and by whom. */
  readonly reason?: string | undefined;
  readonly actor?: string | undefined;
  /** Names the request: the same one again is the operation that it was the first time. */
  readonly request?: string | undefined;
  /** Who has cancelled it, and why. */
  readonly cancelled?: { readonly actor?: string | undefined; readonly reason?: string | undefined } | undefined;
};

export type OperationState =
  | 'waiting'
  | 'loading'
  | 'indexing'
  | 'catching-up'
  | 'proving'
  | 'swapping'
  | 'done'
  /** Compared, and not the same. */
  | 'different'
  | 'cancelled'
  | 'failed';

export const endStates: readonly OperationState[] = ['done', 'different', 'cancelled', 'failed'];

/** Something that an operator has asked for; whichever projector process is free does it. */
export type Operation = {
  readonly id: number;
  readonly projection: string;
  readonly kind: OperationKind;
  readonly options: OperationOptions;
  readonly state: OperationState;
  /** The one that it makes, compares or swaps in; null while it has none. */
  readonly generation: number | null;
  readonly askedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  /** The process that works on it, while it says so. */
  readonly owner: string | null;
  readonly cancelled: boolean;
  /** Records a second. */
  readonly rate: number;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly report: Report | null;
};

type Row = {
  id: string;
  projection: string;
  kind: OperationKind;
  options: OperationOptions;
  state: OperationState;
  generation: number | null;
  asked_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  owner: string | null;
  cancelled: boolean;
  rate: number;
  error_code: string | null;
  error: string | null;
  report: Report | null;
};

/** Not of a process that has not said for so long that it still works on it, s. */
export const LEASE_S = 6;

/**
 * Asks for something.
 *
 * @throws LP_PROJECTION_UNKNOWN, LP_PROJECTION_BUSY
 */
export async function askFor(
  { sql, control }: Control,
  projection: string,
  kind: OperationKind,
  options: OperationOptions = {},
): Promise<Operation> {
  await refuseUnknown({ sql, control }, projection);
  const { request = null } = options;
  const rows = await sql<Row[]>`
    insert into ${sql(control)}.operation (projection, kind, options)
    select ${projection}, ${kind}, ${JSON.stringify(options)}::text::json
    where not exists (
      select from ${sql(control)}.operation where projection = ${projection} and options->>'request' = ${request})
    on conflict (projection) where finished_at is null do nothing returning *`;
  const [row] = rows;
  if (row !== undefined) return operationOf(row);
  const [same] = await sql<Row[]>`
    select * from ${sql(control)}.operation where projection = ${projection} and options->>'request' = ${request}`;
  if (same !== undefined) return operationOf(same);
  const [open] = await operationsOf({ sql, control }, projection, { open: true });
  throw busyWith(projection, open);
}

/** That something is under way for it. */
export function busyWith(projection: string, open: Operation | undefined): LongplayError {
  const what = open === undefined ? 'Something else' : `${open.kind} ${open.id}, which is ${open.state},`;
  return new LongplayError('LP_PROJECTION_BUSY', `${what} has been asked of ${projection} before and has not ended.`);
}

async function refuseUnknown(where: Control, projection: string): Promise<void> {
  const { sql, control } = where;
  const known = await sql`
    select 1 from ${sql(control)}.generation where state = 'live' and projection = ${projection}`;
  if (known.length === 0) throw await unknownProjection(where, projection);
}

/** That there is none of this name, and which there are. */
export async function unknownProjection({ sql, control }: Control, projection: string): Promise<LongplayError> {
  const known = await sql<{ projection: string }[]>`
    select projection from ${sql(control)}.generation where state = 'live' order by projection`;
  const names = known.map(one => one.projection).join(', ');
  return new LongplayError('LP_PROJECTION_UNKNOWN', `No projection is named ${projection}.`, {
    remedy: `There are: ${names}.`,
  });
}

/** The newest first. */
export async function operationsOf(
  { sql, control }: Control,
  projection: string,
  { open, limit = 20 }: { readonly open: boolean; readonly limit?: number },
): Promise<Operation[]> {
  const rows = await sql<Row[]>`
    select * from ${sql(control)}.operation
    where projection = ${projection} ${open ? sql`and finished_at is null` : sql``} order by id desc limit ${limit}`;
  return rows.map(operationOf);
}

export async function findOperation({ sql, control }: Control, id: number): Promise<Operation | null> {
  const [row] = await sql<Row[]>`select * from ${sql(control)}.operation where id = ${id}`;
  return row === undefined ? null : operationOf(row);
}

/**
 * Asks for its end; false where it has ended. What was made so far is dropped by whoever works on it. Where nobody does,
 * it ends at once.
 */
export async function cancelOperation(
  { sql, control }: Control,
  id: number,
  by: OperationOptions['cancelled'] = {},
): Promise<boolean> {
  const rows = await sql`
    with ended as (
      update ${sql(control)}.operation set cancelled = true,
        options = (options::jsonb || ${JSON.stringify({ cancelled: by })}::text::jsonb)::json,
        state = case when lease_until >= now() then state else 'cancelled' end,
        finished_at = case when lease_until >= now() then null else now() end
      where id = ${id} and finished_at is null returning projection, generation, kind, finished_at
    ), dropped as (
      update ${sql(control)}.generation as made set state = 'dropping', since = now() from ended
      where made.projection = ended.projection and made.number = ended.generation and made.state in ('building', 'ready')
        and ended.finished_at is not null and ended.kind in ('rebuild', 'verify')
    )
    select from ended`;
  return rows.length > 0;
}

/** Takes the oldest that nobody works on. `fingerprints`: of the code that this process has. */
export async function claimOperation(
  { sql, control }: Control,
  owner: string,
  names: readonly string[],
  fingerprints: readonly string[],
): Promise<Operation | null> {
  const [row] = await sql<Row[]>`
    update ${sql(control)}.operation
    set owner = ${owner}, lease_until = now() + make_interval(secs => ${LEASE_S}),
      started_at = coalesce(started_at, now())
    where id = (
      select id from ${sql(control)}.operation
      where finished_at is null and projection in ${sql([...names])} and (lease_until is null or lease_until < now())
        and (options->>'fingerprint' is null or options->>'fingerprint' in ${sql([...fingerprints])})
      order by id limit 1 for update skip locked
    ) returning *`;
  return row === undefined ? null : operationOf(row);
}

/** Says that it is still worked on; null where another process has taken it over, or it has ended. */
export async function renewLease(
  { sql, control }: Control,
  { id }: Operation,
  owner: string,
): Promise<{ cancelled: boolean } | null> {
  const [row] = await sql<{ cancelled: boolean }[]>`
    update ${sql(control)}.operation set lease_until = now() + make_interval(secs => ${LEASE_S})
    where id = ${id} and owner = ${owner} and finished_at is null returning cancelled`;
  return row ?? null;
}

/** Leaves it to another process, at once. */
export async function releaseOperation({ sql, control }: Control, { id }: Operation, owner: string): Promise<void> {
  await sql`
    update ${sql(control)}.operation set lease_until = null, owner = null where id = ${id} and owner = ${owner}`;
}

export type Change = {
  readonly state?: OperationState;
  readonly generation?: number;
  readonly rate?: number;
  readonly error?: { readonly code: string; readonly message: string };
  readonly report?: Report;
};

/**
 * Notes how far it is; an end state ends it. With a session it is part of that one's transaction, and locks the
 * operation's row: nobody else takes it over before the transaction has ended.
 *
 * @throws LP_PROJECTION_OPERATION_LOST where another process works on it by now.
 */
export async function noteOperation(
  { sql, control, session }: Control & { readonly session?: Pick<Session, 'query'> },
  { id }: Pick<Operation, 'id'>,
  owner: string,
  { state, generation, rate, error, report }: Change,
): Promise<Operation> {
  const statement = `
    update ${quoted(control)}.operation set
      state = coalesce($3, state),
      generation = coalesce($4::int, generation),
      rate = coalesce($5::float8, rate),
      error_code = coalesce($6, error_code),
      error = coalesce($7, error),
      report = coalesce($8::text::json, report),
      finished_at = case when $9::boolean then now() else finished_at end
    where id = $1::bigint and owner = $2 and finished_at is null returning *`;
  const values = [
    String(id),
    owner,
    state ?? null,
    generation ?? null,
    rate ?? null,
    error?.code ?? null,
    error?.message ?? null,
    report === undefined ? null : JSON.stringify(report),
    state !== undefined && endStates.includes(state),
  ];
  const rows = session === undefined ? await sql.unsafe(statement, values) : await session.query(statement, values);
  const [row] = rows as unknown as Row[];
  if (row === undefined) throw lost(id);
  return operationOf(row);
}

export const lost = (id: number): LongplayError =>
  new LongplayError('LP_PROJECTION_OPERATION_LOST', `Another process works on ${id}.`);

function operationOf(row: Row): Operation {
  const { id, asked_at, started_at, finished_at, error_code, error, ...same } = row;
  const { projection, kind, options, state, generation, owner, cancelled, rate, report } = same;
  return {
    id: Number(id),
    projection,
    kind,
    options,
    state,
    generation,
    askedAt: asked_at,
    startedAt: started_at,
    finishedAt: finished_at,
    owner,
    cancelled,
    rate,
    error: error === null ? null : { code: error_code ?? 'LP_PROJECTION_OPERATION_FAILED', message: error },
    report,
  };
}
