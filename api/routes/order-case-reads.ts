import type { OwedStep } from '../../projections/order-progress/project.ts';
import type { ReadCase } from '../../runtime/casebook/case-rows.ts';
import type { Casebook } from '../../runtime/casebook/casebook.ts';
import {
  type AskedTimes,
  askedTimes,
  type Concern,
  mayName,
  namesOrder,
  namingOf,
  type OtherCase,
  otherKeys,
  ownTold,
  productsOf,
  waitedBehind,
} from '../flow/cases.ts';
import { type Flow, keysOf } from '../flow/flow.ts';
import type { OrderKeys } from '../flow/keys.ts';
import type { Follow } from '../follow/context.ts';
import { NEAR_BYTES } from '../trail/search.ts';
import { type Database, listed } from './database.ts';
import type { NeighbourRow } from './flow-reads.ts';

export type OrderCase = ReadCase & { readonly concern: Concern };

export type OrderCases = {
  readonly cases: readonly OrderCase[];
  /** Open cases under other keys whose record may name the order, and could not be looked at. */
  readonly unread: number;
};

/** Cases of its own key that are told. */
export const MOST_OWN = 50;
/** Of the cases under other keys that were written when the order asked something so many are read; all are counted. */
const MOST_COMPARED = 100;
/** No further record is looked at after so long, ms: while the brokers are slow, the rest is told all the same. */
const LOOK_FOR_MS = 2_000;

type Row = Pick<NeighbourRow, 'ordered' | 'lines'> & {
  readonly order_id: string;
  readonly customer_id: string;
  readonly placed_at: Date;
  readonly owed: readonly OwedStep[];
  readonly order_history: readonly { readonly at: number }[] | null;
  readonly allocation_history: readonly { readonly at: number }[] | null;
};

/**
 * What is parked of an order, by the read models and the log. Where the log cannot be read, what is parked under other
 * keys is told only where the order waits behind it.
 */
export function orderCaseReads(
  { sql, views, ask }: Pick<Database, 'sql' | 'views' | 'ask'>,
  book: Pick<Casebook, 'find' | 'list' | 'closedOf'>,
  flow: Pick<Flow, 'blocking'>,
  follow: Follow | null,
) {
  const known = async (orderId: string): Promise<Row | null> => {
    const [row] = await ask(sql<Row[]>`
      select p.order_id, p.customer_id, p.placed_at, p.owed, r.document->'lines' as ordered, a.document->'lines' as lines,
        r.document->'history' as order_history, a.document->'history' as allocation_history
      from ${sql(views)}.order_progress p
      left join ${sql(views)}.orders r using (order_id)
      left join ${sql(views)}.allocations a using (order_id)
      where p.order_id = ${orderId}`);
    return row ?? null;
  };

  /** Open ones that may have been written for the order, the likeliest first, and how many there are. */
  const others = async (order: OrderKeys, { since, times }: AskedTimes): Promise<Others> => {
    const writtenAt = sql`(record->>'timestamp')::float8`;
    const asked = sql`${listed(sql, [...times].map(String))}::float8[]`;
    const rows = await ask(sql<(OtherCase & { total: number })[]>`
      select case_id as "caseId", processor, blocked_key as key, record, ${writtenAt} as "writtenAt",
        count(*) over ()::int as total
      from ${sql(views)}.cases
      where closed_at is null and (
        (blocked_key = ${order.customerId} and ${writtenAt} >= ${since}::float8)
        or (processor = 'stock' and blocked_key = any(${listed(sql, productsOf(order))}) and ${writtenAt} = any(${asked}))
      )
      order by ${writtenAt} = any(${asked}) desc, admitted_at limit ${MOST_COMPARED}`);
    return { cases: rows, total: rows[0]?.total ?? 0 };
  };

  /** Null: its record was trimmed, or the log cannot be read here. */
  const isNamed = async ({ record }: OtherCase, orderId: string): Promise<boolean | null> => {
    if (follow === null || record === null) return null;
    const { definition, full: topic } = await follow.topic(record.topic);
    const offset = BigInt(record.offset);
    const from = { topic, partition: record.partition, offset };
    const { records } = await follow.reads.forward({ from, until: offset + 1n, limit: 1, fetchBytes: NEAR_BYTES });
    if (records.length === 0) return null;
    return (await follow.show(definition, false)(records)).some(shown => namesOrder(shown, orderId));
  };

  const naming = async (order: OrderKeys, asked: AskedTimes) => {
    const { cases, total } = await others(order, asked);
    const until = performance.now() + LOOK_FOR_MS;
    const found = await namingOf(
      mayName(cases, order, asked),
      one => isNamed(one, order.orderId),
      () => performance.now() > until,
    );
    return { naming: found.naming, unread: found.unread + total - cases.length };
  };

  const own = async (orderId: string): Promise<ReadCase[]> => {
    const [open, closed] = await Promise.all([
      book.list({ key: orderId, state: 'open' }, null, MOST_OWN),
      book.closedOf(orderId, MOST_OWN),
    ]);
    return ownTold(open, closed, MOST_OWN);
  };

  return async (orderId: string): Promise<OrderCases> => {
    const [its, row] = await Promise.all([own(orderId), known(orderId)]);
    const ofIts = its.flatMap(one => withConcern(one, 'own-key'));
    if (row === null) return { cases: ofIts, unread: 0 };
    const order = keysOf(row, row);
    const [fronts, looked] = await Promise.all([flow.blocking(otherKeys(order)), naming(order, askedBy(row))]);
    const concerns = new Map<string, Concern>(looked.naming.map(({ caseId }) => [caseId, 'names-it']));
    for (const { caseId } of waitedBehind(fronts, row.owed, order)) {
      if (!concerns.has(caseId)) concerns.set(caseId, 'holds-it-up');
    }
    const found = await Promise.all(
      [...concerns].map(async ([id, concern]) => withConcern(await book.find(id), concern)),
    );
    return { cases: [...ofIts, ...found.flat()], unread: looked.unread };
  };
}

type Others = { readonly cases: readonly OtherCase[]; readonly total: number };

const askedBy = ({ placed_at, order_history, allocation_history, lines }: Row): AskedTimes =>
  askedTimes({ placedAt: placed_at.getTime(), histories: [order_history, allocation_history], lines });

const withConcern = (one: ReadCase | null, concern: Concern): OrderCase[] =>
  one === null ? [] : [{ ...one, concern }];
