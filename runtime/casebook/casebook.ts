import type { CaseStatus } from '../hospital/case.ts';
import type { Sql } from '../postgres/connect.ts';
import { viewsSchema } from '../projector/names.ts';
import { processorOf } from '../projector/parked/rows.ts';
import { type CaseRow, type QueuedCase, type ReadCase, type ReadGroup, type ReadQueue, readCase } from './case-rows.ts';

export type CaseFilter = {
  readonly processor?: string | undefined;
  readonly group?: string | undefined;
  readonly key?: string | undefined;
  readonly status?: CaseStatus | undefined;
  /** Default `open`. */
  readonly state?: 'open' | 'closed' | 'all' | undefined;
};

export type QueueFilter = Pick<CaseFilter, 'processor' | 'group' | 'key'>;

/** Where a page begins: after this case. */
export type CaseCursor = { readonly admittedAt: Date; readonly caseId: string };

/**
 * The cases of all processors, as the read model `cases` knows them, and those of projections, where they were admitted:
 * of the generation that readers ask, and of one that waits to be.
 */
export type Casebook = {
  /** By processor and cause, open ones, those with most cases first. */
  groups(filter?: { readonly processor?: string | undefined }): Promise<ReadGroup[]>;
  /** Those that were admitted first come first; one more than `limit`, where there are more. */
  list(filter: CaseFilter, after: CaseCursor | null, limit: number): Promise<ReadCase[]>;
  /** Closed cases of a key, those that were closed last first. */
  closedOf(key: string, limit: number): Promise<ReadCase[]>;
  /** Open cases by key, the key that has waited longest first; one more than `limit`, where there are more. */
  queues(filter: QueueFilter, after: CaseCursor | null, limit: number): Promise<ReadQueue[]>;
  find(caseId: string): Promise<ReadCase | null>;
  /** Open cases of the same key, in the order in which they are treated, and how many there are. */
  queueOf(one: ReadCase): Promise<{ readonly items: ReadCase[]; readonly total: number }>;
};

/** So much of a queue is shown; a key may have ten thousand. */
const MOST_QUEUED = 100;

/** Of each of many queues. */
const MOST_FIRST = 10;

/** `ask` may put what goes wrong into other words. */
export function casebook(
  { sql, prefix }: { readonly sql: Sql; readonly prefix: string },
  ask: <T>(query: PromiseLike<T>) => Promise<T> = async query => await query,
): Casebook {
  const views = viewsSchema(prefix);
  const processorPrefix = processorOf('');
  const ofTasks = sql`
    select case_id, version, processor, processor_version, status, source, cause, error, blocked_key, admission, blocked_by,
      own_version, record, effect, deadline, attempts, coalesce(admitted_at, to_timestamp(0)) as admitted_at, failed_at,
      retry_at, closed_at, edited, treatments, treatments_dropped, null::int as generation
    from ${sql(views)}.cases`;
  const ofProjections = sql`
    select ${processorPrefix} || p.projection || '/' || p.generation || '/' || substr(p.topic, ${prefix.length + 2}) || '/'
        || p.partition || '/' || p."offset", p.attempts, ${processorPrefix} || p.projection, coalesce(g.fingerprint, ''),
      p.status, 'RECORD', p.cause, p.error, p.row_key, 1, null, null,
      json_build_object('topic', substr(p.topic, ${prefix.length + 2}), 'partition', p.partition, 'offset', p."offset",
        'timestamp', p.record_at, 'schemaId', p.schema_id),
      null, null, p.attempts, date_trunc('milliseconds', p.admitted_at), p.failed_at, null, p.closed_at, false,
      p.treatments::json, 0, p.generation
    from ${sql(views)}.parked p
    join ${sql(views)}.generation g on g.projection = p.projection and g.number = p.generation
      and g.state in ('live', 'ready')`;
  const all = sql`(${ofTasks} union all ${ofProjections}) as c`;
  const isOpen = sql`c.closed_at is null`;
  const ofProcessor = (processor: string | undefined) =>
    processor === undefined ? sql`true` : sql`c.processor = ${processor}`;

  return {
    groups: async ({ processor } = {}) => {
      const rows = await ask(sql<GroupRow[]>`
        select c.processor, c.cause,
          (array_agg(c.error order by c.failed_at desc) filter (where c.error is not null))[1] as error,
          count(*) filter (where c.error is not null)::int as cases,
          count(*) filter (where c.error is null)::int as queued,
          count(*) filter (where c.status = 'RETRYING')::int as retrying,
          count(distinct c.blocked_key)::int as keys,
          min(c.admitted_at) as first_seen,
          max(coalesce(c.failed_at, c.admitted_at)) as last_seen, min(c.retry_at) as retry_at,
          (array_agg(c.case_id order by c.error is null, c.admitted_at, c.case_id))[1] as example
        from ${all} where ${isOpen} and ${ofProcessor(processor)}
        group by c.processor, c.cause order by cases desc, c.processor, c.cause`);
      return rows.map(groupOf);
    },

    list: async ({ processor, group, key, status, state = 'open' }, after, limit) => {
      const inState = state === 'all' ? sql`true` : state === 'open' ? isOpen : sql`c.closed_at is not null`;
      const rows = await ask(sql<CaseRow[]>`
        select c.* from ${all} where ${inState} and ${ofProcessor(processor)}
          ${group === undefined ? sql`` : sql`and c.cause = ${group}`}
          ${key === undefined ? sql`` : sql`and c.blocked_key = ${key}`}
          ${status === undefined ? sql`` : sql`and c.status = ${status}`}
          ${after === null ? sql`` : sql`and (c.admitted_at, c.case_id) > (${after.admittedAt}, ${after.caseId})`}
        order by c.admitted_at, c.case_id limit ${limit + 1}`);
      return rows.map(readCase);
    },

    closedOf: async (key, limit) => {
      const rows = await ask(sql<CaseRow[]>`
        select c.* from ${all} where c.closed_at is not null and c.blocked_key = ${key}
        order by c.closed_at desc, c.case_id limit ${limit}`);
      return rows.map(readCase);
    },

    queues: async ({ processor, group, key }, after, limit) => {
      const inOrder = sql`c.admission, c.admitted_at, c.case_id`;
      const rows = await ask(sql<QueueRow[]>`
        select * from (
          select c.processor, c.generation, c.blocked_key as key, min(c.admitted_at) as since, count(*)::int as cases,
            count(*) filter (where c.error is null)::int as queued,
            (array_agg(c.case_id order by ${inOrder}))[1] as head,
            to_json((array_agg(json_build_object('caseId', c.case_id, 'status', c.status, 'group', c.cause,
              'code', c.error ->> 'code', 'message', c.error ->> 'message', 'attempts', c.attempts,
              'admittedAt', c.admitted_at, 'failedAt', c.failed_at, 'retryAt', c.retry_at)
              order by ${inOrder}))[1:${MOST_FIRST}::int]) as first
          from ${all} where ${isOpen} and ${ofProcessor(processor)}
            ${group === undefined ? sql`` : sql`and c.cause = ${group}`}
            ${key === undefined ? sql`` : sql`and c.blocked_key = ${key}`}
          group by c.processor, c.generation, c.blocked_key, case when c.blocked_key is null then c.case_id end
        ) as q
        ${after === null ? sql`` : sql`where (q.since, q.head) > (${after.admittedAt}, ${after.caseId})`}
        order by q.since, q.head limit ${limit + 1}`);
      return rows.map(({ head: _head, ...row }) => ({ ...row, first: row.first.map(timed) }));
    },

    find: async caseId => {
      // An id of a projection's case is put together row by row, which no index helps: the others are found without.
      const source = caseId.startsWith(processorPrefix) ? all : sql`(${ofTasks}) as c`;
      const [row] = await ask(sql<CaseRow[]>`select c.* from ${source} where c.case_id = ${caseId}`);
      return row === undefined ? null : readCase(row);
    },

    queueOf: async one => {
      if (one.key === null) return { items: [], total: 0 };
      const rows = await ask(sql<(CaseRow & { total: number })[]>`
        select c.*, count(*) over ()::int as total from ${all}
        where ${isOpen} and c.processor = ${one.processor} and c.blocked_key = ${one.key}
          and c.generation is not distinct from ${one.generation}
        order by c.admission, c.admitted_at limit ${MOST_QUEUED}`);
      return { items: rows.map(readCase), total: rows[0]?.total ?? 0 };
    },
  };
}

type QueueRow = ReadQueue & { readonly head: string };

/** Times within JSON come as Postgres writes them. */
const timed = (one: QueuedCase): QueuedCase => ({
  ...one,
  admittedAt: new Date(one.admittedAt).toISOString(),
  failedAt: one.failedAt === null ? null : new Date(one.failedAt).toISOString(),
  retryAt: one.retryAt === null ? null : new Date(one.retryAt).toISOString(),
});

type GroupRow = {
  processor: string;
  cause: string;
  error: ReadCase['error'];
  cases: number;
  queued: number;
  retrying: number;
  keys: number;
  first_seen: Date;
  last_seen: Date;
  retry_at: Date | null;
  example: string;
};

function groupOf({ processor, cause, error, cases, queued, retrying, ...row }: GroupRow): ReadGroup {
  const { code = '', message = '', frame = '', transient = false } = error ?? {};
  const { keys: keysBlocked, first_seen: firstSeen, last_seen: lastSeen, retry_at: retryAt, example } = row;
  const counts = { cases, queued, retrying, keysBlocked };
  return { processor, group: cause, code, message, frame, transient, ...counts, firstSeen, lastSeen, retryAt, example };
}
