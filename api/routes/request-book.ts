import type { Actor } from '../../schemas/types/shared.ts';
import { gathering } from '../gathering.ts';
import type { Database } from './database.ts';

/** How long a key of a request is remembered; afterwards the same one may say something else. */
export const KEPT_FOR_DAYS = 7;

/** Which requests were taken in, and with which body: what an idempotency key is compared with. */
export type RequestBook = {
  /** Makes the table where there is none. */
  prepare(): Promise<void>;
  /**
   * Notes a request before it is sent; those that come at the same time share a statement. `again`: it was taken with
   * this body; `other-body`: with another one.
   */
  take(request: TakenRequest): Promise<'first' | 'again' | 'other-body'>;
  find(requestId: string): Promise<(TakenRequest & { readonly takenAt: Date }) | null>;
  /** Deletes what is older than it is kept. */
  forget(): Promise<void>;
};

type TakenRequest = {
  readonly requestId: string;
  readonly bodyHash: string;
  readonly path: string;
  /** Who asked; null: it was taken in when that was not noted. */
  readonly actor: Actor | null;
  /** Whose alone it is: he asked it himself. Null: the shop's. */
  readonly customerId: string | null;
};

export function openRequestBook({ sql, own, ask }: Database): RequestBook {
  const table = sql`${sql(own)}.taken_request`;
  const kept = sql`make_interval(days => ${KEPT_FOR_DAYS})`;
  // Nobody waits for the disk: what a crash of Postgres takes away of the last moments is told apart by the owners, who
  // refuse another body under a known id (docs/decisions/0097).
  const take = gathering<TakenRequest, 'first' | 'again' | 'other-body'>(
    async requests => {
      // In the order of their ids: two instances that take in the same ones would else lock each other out.
      const sorted = requests.toSorted((one, other) => (one.requestId < other.requestId ? -1 : 1));
      const rows = await ask(sql<{ request_id: string; body_hash: string; first: boolean }[]>`
        with unsynced as (select set_config('synchronous_commit', 'off', true))
        insert into ${table} as known (request_id, body_hash, path, actor_kind, actor_id, customer_id)
        select "requestId", "bodyHash", path, actor->>'kind', actor->>'id', "customerId"
        from unsynced, json_to_recordset(${JSON.stringify(sorted)}::text::json)
          as taken ("requestId" text, "bodyHash" text, path text, actor json, "customerId" text)
        on conflict (request_id) do update set
          body_hash = case when known.taken_at < now() - ${kept} then excluded.body_hash else known.body_hash end,
          taken_at = case when known.taken_at < now() - ${kept} then now() else known.taken_at end
        returning request_id, body_hash, xmax = 0 as first`);
      const found = new Map(rows.map(row => [row.request_id, row]));
      return requests.map(({ requestId, bodyHash }) => {
        const row = found.get(requestId);
        if (row?.body_hash !== bodyHash) return 'other-body';
        return row.first ? 'first' : 'again';
      });
    },
    ({ requestId }) => requestId,
  );
  return {
    prepare: async () => {
      // One statement list without parameters is one transaction; two processes may start at the same moment.
      await ask(
        sql.unsafe(`
          select pg_advisory_xact_lock(hashtextextended('longplay ${own}', 0));
          create schema if not exists "${own}";
          create table if not exists "${own}".taken_request (
            request_id text primary key,
            body_hash text not null,
            path text not null,
            taken_at timestamptz not null default now()
          );
          alter table "${own}".taken_request
            add column if not exists actor_kind text,
            add column if not exists actor_id text,
            add column if not exists customer_id text;
          create index if not exists taken_request_by_age on "${own}".taken_request (taken_at)`),
      );
    },

    take,

    find: async requestId => {
      const [row] = await ask(sql<Row[]>`
        select body_hash, path, taken_at, actor_kind, actor_id, customer_id from ${table}
        where request_id = ${requestId} and taken_at >= now() - ${kept}`);
      return row === undefined ? null : takenOf(requestId, row);
    },

    forget: async () => void (await ask(sql`delete from ${table} where taken_at < now() - ${kept}`)),
  };
}

type Row = {
  body_hash: string;
  path: string;
  taken_at: Date;
  actor_kind: Actor['kind'] | null;
  actor_id: string | null;
  customer_id: string | null;
};

const takenOf = (requestId: string, row: Row) => ({
  requestId,
  bodyHash: row.body_hash,
  path: row.path,
  takenAt: row.taken_at,
  actor: row.actor_kind === null || row.actor_id === null ? null : { kind: row.actor_kind, id: row.actor_id },
  customerId: row.customer_id,
});
