import { LongplayError } from '../../runtime/errors.ts';
import { processorOf } from '../../runtime/projector/parked/rows.ts';
import type { OrderBooks, StockBooks } from '../flow/laws/check.ts';
import type { Progress } from '../flow/laws/suspects.ts';
import type { WatchRow } from '../flow/watch-state.ts';
import type { Database } from './database.ts';

/** What is shown beside what was made of it: a row that has moved on has another one. */
type Shown<T> = T & { readonly shown: string };

export type LawReads = ReturnType<typeof lawReads>;

/** Read models by which the laws are checked. */
export const LAW_VIEWS = ['orders', 'payments', 'allocations', 'shipments', 'stock', 'allocated-stock'] as const;

/** One process at a time checks the laws; another takes over when it has not been heard of for so long. */
const LEASE = '30 seconds';

/** What the laws look at in the read models, and where the one who checks them keeps what he has found. */
export function lawReads({ sql, views, ask }: Pick<Database, 'sql' | 'views' | 'ask'>) {
  const table = sql`${sql(views)}.flow_watch`;

  const parts = sql`
    select o.order_id as "orderId",
      concat_ws(' ', o.version, p.version, a.version, s.version) as shown,
      json_build_object('status', o.status, 'lines', o.document->'lines', 'subtotal', o.document->'subtotal',
        'total', o.document->'total', 'deadlines', o.document->'deadlines') as "order",
      case when p.order_id is not null then json_build_object('captured', p.document->'captured',
        'refunded', p.document->'refunded', 'failure', p.document->'failure', 'deadlines', p.document->'deadlines') end
        as payment,
      case when a.order_id is not null then json_build_object('lines', a.document->'lines',
        'deadlines', a.document->'deadlines') end as allocation,
      case when s.order_id is not null then json_build_object('dispatchedAt', s.document->'dispatchedAt',
        'lines', s.document->'lines', 'deadlines', s.document->'deadlines') end as shipment
    from ${sql(views)}.orders o
    left join ${sql(views)}.payments p using (order_id)
    left join ${sql(views)}.allocations a using (order_id)
    left join ${sql(views)}.shipments s using (order_id)`;

  const stock = sql`
    select s.sku, s.version, s.on_hand, s.reserved, s.received, s.counted, s.written_off, s.restocked, s.consumed,
      a.reserved as held, a.consumed as taken, a.reserving, a.releasing, a.consuming, a.restocking
    from ${sql(views)}.stock s left join ${sql(views)}.allocated_stock a using (sku)`;

  const asked = new Set<string>();
  /** A question that was given up is not asked again before Postgres has come to its end. */
  const alone = async <T>(name: string, query: PromiseLike<T>): Promise<T> => {
    if (asked.has(name))
      throw new LongplayError('LP_API_UNAVAILABLE', `Postgres is still busy with the last look: ${name}.`);
    asked.add(name);
    const answer = Promise.resolve(query).finally(() => asked.delete(name));
    answer.catch(() => undefined);
    return await ask(answer);
  };

  return {
    prepare: async (): Promise<void> => {
      await ask(sql`
        create table if not exists ${table} (
          one boolean primary key default true check (one),
          held_by text not null,
          held_until timestamptz not null,
          state json
        )`);
    },

    /** What was left of the last look, where this process may go on from it; null: another one is at it. */
    take: async (holder: string): Promise<{ readonly state: WatchRow | null } | null> => {
      const [row] = await ask(sql<{ state: WatchRow | null }[]>`
        insert into ${table} as w (held_by, held_until) values (${holder}, now() + ${LEASE}::interval)
        on conflict (one) do update set held_by = excluded.held_by, held_until = excluded.held_until
        where w.held_by = excluded.held_by or w.held_until < now()
        returning state`);
      return row ?? null;
    },

    /** Whether it is still this one's turn: nothing is kept of one who has lost it. */
    keep: async (holder: string, state: WatchRow): Promise<boolean> => {
      const rows = await ask(sql`update ${table} set state = ${JSON.stringify(state)}::text::json
        where held_by = ${holder} and held_until > now() returning 1`);
      return rows.length > 0;
    },

    /** So that another process need not wait. */
    release: async (holder: string): Promise<void> => {
      await ask(sql`update ${table} set held_until = now() where held_by = ${holder}`);
    },

    /** Null: nobody has looked yet. */
    last: async (): Promise<WatchRow | null> => {
      const [there] = await ask(sql<{ found: boolean }[]>`
        select to_regclass(${`"${views}".flow_watch`}) is not null as found`);
      if (there?.found !== true) return null;
      const [row] = await ask(sql<{ state: WatchRow | null }[]>`select state from ${table}`);
      return row?.state ?? null;
    },

    orders: (after: string, limit: number) =>
      alone(
        'orders',
        sql<Shown<OrderBooks>[]>`${parts} where o.order_id > ${after} order by o.order_id limit ${limit}`,
      ),

    ordersOf: async (keys: readonly string[]): Promise<Shown<OrderBooks>[]> =>
      keys.length === 0
        ? []
        : await alone('some orders', sql<Shown<OrderBooks>[]>`${parts} where o.order_id in ${sql([...keys])}`),

    stock: async (after: string, limit: number): Promise<Shown<StockBooks>[]> =>
      (await alone('stock', sql<StockRow[]>`${stock} where s.sku > ${after} order by s.sku limit ${limit}`)).map(
        booksOf,
      ),

    stockOf: async (skus: readonly string[]): Promise<Shown<StockBooks>[]> =>
      skus.length === 0
        ? []
        : (await alone('some stock', sql<StockRow[]>`${stock} where s.sku in ${sql([...skus])}`)).map(booksOf),

    /** Whether one of these read models lacks a fact that it could not take in. */
    lacks: async (names: readonly string[]): Promise<boolean> => {
      const [row] = await ask(sql<{ some: boolean }[]>`
        select exists (select from ${sql(views)}.parked p join ${sql(views)}.generation g
          on g.projection = p.projection and g.number = p.generation and g.state = 'live' and p.status = 'WAITING'
          where p.projection in ${sql([...names])}) as some`);
      return row?.some === true;
    },

    /** How far these read models are, by their readers; one that is paused is nowhere. */
    positions: async (names: readonly string[] = LAW_VIEWS): Promise<Progress['readers']> => {
      const rows = await ask(sql<{ projection: string; topic: string; partition: number; position: string }[]>`
        select p.projection, p.topic, p.partition, case when z.projection is null then p.position else -1 end as position
        from ${sql(views)}.position p
        join ${sql(views)}.generation g on g.projection = p.projection and g.number = p.generation and g.state = 'live'
        left join ${sql(views)}.paused z on z.projection = p.projection
        where p.projection in ${sql([...names])}`);
      return rows.map(({ projection, topic, partition, position }) => ({
        reader: processorOf(projection),
        of: `${topic} ${partition}`,
        at: BigInt(position),
      }));
    },
  };
}

type StockRow = Record<string, string>;

const booksOf = (row: StockRow): Shown<StockBooks> => ({
  shown: JSON.stringify(row),
  ...stockOf(name => Number(row[name] ?? 0)),
  sku: row.sku ?? '',
});

const stockOf = (of: (name: string) => number): Omit<StockBooks, 'sku'> => ({
  stock: {
    onHand: of('on_hand'),
    reserved: of('reserved'),
    received: of('received'),
    counted: of('counted'),
    writtenOff: of('written_off'),
    restocked: of('restocked'),
    consumed: of('consumed'),
  },
  held: {
    reserved: of('held'),
    consumed: of('taken'),
    reserving: of('reserving'),
    releasing: of('releasing'),
    consuming: of('consuming'),
    restocking: of('restocking'),
  },
});
