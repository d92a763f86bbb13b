import type { Actor } from '../../schemas/types/shared.ts';
import type { Database } from './database.ts';

/** How long a key of a request is remembered; afterwards the same one may say something else. */
export const KEPT_FOR_DAYS = 7;

/** Which requests were taken in, and with which body: what an idempotency key is compared with. */
export type RequestBook = {
  /** Makes the table where there is none. */
  prepare(): Promise<void>;
  /** Notes a request before it is sent. `again`: it was taken with this body; `other-body`: with another one. */
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

    take: async ({ requestId, bodyHash, path, actor, customerId }) => {
      const [row] = await ask(sql<{ body_hash: string; first: boolean }[]>`
        insert into ${table} as known (request_id, body_hash, path, actor_kind, actor_id, customer_id)
        values (${requestId}, ${bodyHash}, ${path}, ${actor?.kind ?? null}, ${actor?.id ?? null}, ${customerId})
        on conflict (request_id) do update set
          body_hash = case when known.taken_at < now() - ${kept} then excluded.body_hash else known.body_hash end,
          taken_at = case when known.taken_at < now() - ${kept} then now() else known.taken_at end
        returning body_hash, xmax = 0 as first`);
      if (row?.body_hash !== bodyHash) return 'other-body';
      return row.first ? 'first' : 'again';
    },

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
