import type { OwedStep, TimelineEntry } from '../../projections/order-progress/project.ts';
import { parkedId } from '../../runtime/projector/parked/list.ts';
import { processorOf } from '../../runtime/projector/parked/rows.ts';
import type { Deadline } from '../../schemas/types/shared.ts';
import type { StepRow } from '../flow/steps.ts';
import type { BlockingCase } from '../flow/why.ts';
import { type Database, listed } from './database.ts';

/** Where an order stands, as a list shows it. */
export type ProgressRow = {
  readonly order_id: string;
  readonly version: string;
  readonly customer_id: string;
  readonly status: string;
  readonly status_since: Date;
  readonly placed_at: Date;
  readonly total_amount: string | null;
  readonly total_currency: string | null;
  readonly changed_at: Date;
  readonly final: boolean;
  readonly owed: readonly OwedStep[];
  readonly overdue_at: Date | null;
  readonly timeline: readonly TimelineEntry[];
  readonly timeline_dropped: number;
};

/** Those whose overdue step it is, and that order alone; left out: all. */
export type StuckFilter = {
  readonly owedBy?: string | undefined;
  readonly step?: string | undefined;
  readonly orderId?: string | undefined;
};

/** Where a page begins: after this order. */
export type Place = { readonly at: Date; readonly orderId: string };

export type NeighbourRow = {
  readonly order_id: string;
  readonly payment: readonly Deadline[] | null;
  readonly allocation: readonly Deadline[] | null;
  readonly shipment: readonly Deadline[] | null;
  /** Of the order itself. */
  readonly ordered: readonly { readonly sku: string }[] | null;
  /** Of its allocation. */
  readonly lines: readonly { readonly sku: string; readonly asked: { readonly since?: number | null } | null }[] | null;
};

export type OrdersQuery = {
  readonly status?: string | undefined;
  readonly customerId?: string | undefined;
  /** What the order's id begins with. */
  readonly beginning?: string | undefined;
};

export type FlowReads = ReturnType<typeof flowReads>;

/** What the read models say of how orders go on. */
export function flowReads({ sql, views, ask }: Pick<Database, 'sql' | 'views' | 'ask'>, prefix: string) {
  const progress = sql`${sql(views)}.order_progress`;
  const shown = sql`order_id, version, customer_id, status, status_since, placed_at, total_amount, total_currency,
    changed_at, final, owed, overdue_at, timeline, timeline_dropped`;

  const theirs = ({ owedBy, step }: StuckFilter, now: Date) =>
    owedBy === undefined && step === undefined
      ? sql``
      : sql`and exists (select from json_array_elements(owed) o where (o->>'overdueAt')::timestamptz <= ${now}
          ${owedBy === undefined ? sql`` : sql`and o->>'owedBy' = ${owedBy}`}
          ${step === undefined ? sql`` : sql`and o->>'name' = ${step}`})`;

  return {
    /** Those that have been stuck longest first; one more than `limit`, where there are more. */
    stuck: (filter: StuckFilter, after: Place | null, limit: number, now: Date) =>
      ask(sql<ProgressRow[]>`
        select ${shown} from ${progress} where overdue_at <= ${now} ${theirs(filter, now)}
          ${filter.orderId === undefined ? sql`` : sql`and order_id = ${filter.orderId}`}
          ${after === null ? sql`` : sql`and (overdue_at, order_id) > (${after.at}, ${after.orderId})`}
        order by overdue_at, order_id limit ${limit + 1}`),

    /** How many orders are stuck, and which overdue steps they wait for; an order may wait for several. */
    overdue: async (now: Date) => {
      const [[all], steps] = await Promise.all([
        ask(sql<{ orders: number }[]>`select count(*)::int as orders from ${progress} where overdue_at <= ${now}`),
        ask(sql<{ owed_by: string; step: string; orders: number }[]>`
          select o->>'owedBy' as owed_by, o->>'name' as step, count(*)::int as orders
          from ${progress}, json_array_elements(owed) o
          where overdue_at <= ${now} and (o->>'overdueAt')::timestamptz <= ${now}
          group by 1, 2 order by 3 desc, 1, 2`),
      ]);
      return { orders: all?.orders ?? 0, steps };
    },

    /** Open cases that block these keys, the one in front of each; those of these read models too. */
    blocking: async (
      keys: readonly string[],
      shownBy: readonly string[] = ['order-progress'],
    ): Promise<BlockingCase[]> => {
      if (keys.length === 0) return [];
      const [cases, parked] = await Promise.all([
        ask(sql<BlockingCase[]>`
          select distinct on (processor, blocked_key) case_id as "caseId", processor, blocked_key as key
          from ${sql(views)}.cases where closed_at is null and blocked_key = any(${listed(sql, keys)})
          order by processor, blocked_key, admission`),
        ask(sql<Parked[]>`
          select p.projection, p.generation, p.topic, p.partition, p."offset", p.row_key from ${sql(views)}.parked p
          join ${sql(views)}.generation g on g.projection = p.projection and g.number = p.generation and g.state = 'live'
          where p.projection = any(${listed(sql, shownBy)}) and p.status = 'WAITING'
            and p.row_key = any(${listed(sql, keys)})
          order by p."offset"`),
      ]);
      const ofViews = parked.map(({ offset, row_key: key, ...place }) => ({
        caseId: parkedId(prefix, { ...place, offset: BigInt(offset) }),
        processor: processorOf(place.projection),
        key,
      }));
      return [...cases, ...ofViews];
    },

    /** What the neighbours of these orders wait for themselves. */
    neighbours: async (orderIds: readonly string[]): Promise<NeighbourRow[]> => {
      if (orderIds.length === 0) return [];
      return await ask(sql<NeighbourRow[]>`
        select o.order_id, p.document->'deadlines' as payment, a.document->'deadlines' as allocation,
          s.document->'deadlines' as shipment, a.document->'lines' as lines, r.document->'lines' as ordered
        from ${progress} o
        left join ${sql(views)}.orders r using (order_id)
        left join ${sql(views)}.payments p using (order_id)
        left join ${sql(views)}.allocations a using (order_id)
        left join ${sql(views)}.shipments s using (order_id)
        where o.order_id = any(${listed(sql, orderIds)})`);
    },

    steps: () =>
      ask(sql<StepRow[]>`
        select from_step, to_step, led_by, took, steps, overdue, total_ms from ${sql(views)}.flow_steps
        where to_step <> ''`),

    /** How many orders stand in each state, and since when the oldest of them. */
    states: () =>
      ask(sql<{ state: string; orders: number; oldest: Date | null }[]>`
        select from_step as state, steps::int as orders,
          (select min(status_since) from ${progress} p where p.status = from_step) as oldest
        from ${sql(views)}.flow_steps where to_step = '' order by from_step`),

    /** Newest first; one more than `limit`, where there are more. */
    orders: ({ status, customerId, beginning }: OrdersQuery, before: Place | null, limit: number) =>
      ask(sql<ProgressRow[]>`
        select ${shown} from ${progress} where true
          ${status === undefined ? sql`` : sql`and status = ${status}`}
          ${customerId === undefined ? sql`` : sql`and customer_id = ${customerId}`}
          ${beginning === undefined ? sql`` : sql`and starts_with(order_id, ${beginning})`}
          ${before === null ? sql`` : sql`and (placed_at, order_id) < (${before.at}, ${before.orderId})`}
        order by placed_at desc, order_id desc limit ${limit + 1}`),

    /** The order that a request asked something of. */
    askedOf: (requestId: string) =>
      ask(sql<{ order_id: string }[]>`
        select distinct request_key as order_id from ${sql(views)}.requests
        where request_id = ${requestId} and request_topic in ('order-requests', 'shipment-requests')`),

    progressOf: async (orderIds: readonly string[]): Promise<ProgressRow[]> =>
      orderIds.length === 0
        ? []
        : await ask(
            sql<ProgressRow[]>`select ${shown} from ${progress} where order_id = any(${listed(sql, orderIds)})`,
          ),
  };
}

type Parked = {
  projection: string;
  generation: number;
  topic: string;
  partition: number;
  offset: string;
  row_key: string;
};
