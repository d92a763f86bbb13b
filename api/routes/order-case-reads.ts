import type { OwedStep } from '../../projections/order-progress/project.ts';
import type { ReadCase } from '../../runtime/casebook/case-rows.ts';
import type { Casebook } from '../../runtime/casebook/casebook.ts';
import {
  type AskedTimes,
  type Concern,
  mayName,
  namesOrder,
  type OtherCase,
  otherKeys,
  waitedBehind,
} from '../flow/cases.ts';
import { type Flow, keysOf } from '../flow/flow.ts';
import type { OrderKeys } from '../flow/keys.ts';
import type { Follow } from '../follow/context.ts';
import type { Database } from './database.ts';
import type { NeighbourRow } from './flow-reads.ts';

export type OrderCase = ReadCase & { readonly concern: Concern };

/** Cases of its own key that are told, the oldest first. */
export const MOST_OWN = 50;
/** Of the cases under other keys so many are compared with the order. */
const MOST_COMPARED = 500;
/** One record lies at its offset: most of a larger fetch would be decoded for nothing. */
const NEAR_BYTES = 32 * 1024;

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
  book: Pick<Casebook, 'find' | 'list'>,
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

  /** Open ones, by their index: to look through those that are closed takes longer than all else of an order's page. */
  const others = async (keys: readonly string[], since: Date): Promise<OtherCase[]> =>
    await ask(sql<OtherCase[]>`
      select case_id as "caseId", processor, blocked_key as key, record, (record->>'timestamp')::float8 as "writtenAt"
      from ${sql(views)}.cases
      where closed_at is null and blocked_key in ${sql([...keys])} and record is not null and admitted_at >= ${since}
      order by admitted_at limit ${MOST_COMPARED}`);

  const isNamed = async ({ record }: OtherCase, orderId: string): Promise<boolean> => {
    if (follow === null || record === null) return false;
    const { definition, full: topic } = await follow.topic(record.topic);
    const offset = BigInt(record.offset);
    const from = { topic, partition: record.partition, offset };
    const { records } = await follow.reads.forward({ from, until: offset + 1n, limit: 1, fetchBytes: NEAR_BYTES });
    return (await follow.show(definition, false)(records)).some(shown => namesOrder(shown, orderId));
  };

  /** Of these cases those whose record names the order. */
  const naming = async (cases: readonly OtherCase[], order: OrderKeys, asked: AskedTimes): Promise<OtherCase[]> => {
    const likely = mayName(cases, order, asked);
    // Its record was trimmed, or the brokers are away: then nobody can tell.
    const named = await Promise.all(likely.map(one => isNamed(one, order.orderId).catch(() => false)));
    return likely.filter((_, n) => named[n]);
  };

  return async (orderId: string): Promise<OrderCase[]> => {
    const [own, row] = await Promise.all([book.list({ key: orderId, state: 'all' }, null, MOST_OWN), known(orderId)]);
    const concerns = new Map<string, Concern>();
    const order = row && keysOf(row, row);
    const keys = order === null ? [] : otherKeys(order);
    if (row !== null && order !== null && keys.length > 0) {
      const asked = askedBy(row);
      const [fronts, theirs] = await Promise.all([flow.blocking(keys), others(keys, new Date(asked.since))]);
      for (const { caseId } of await naming(theirs, order, asked)) concerns.set(caseId, 'names-it');
      for (const { caseId } of waitedBehind(fronts, row.owed, order)) {
        if (!concerns.has(caseId)) concerns.set(caseId, 'holds-it-up');
      }
    }
    const found = await Promise.all(
      [...concerns].map(async ([id, concern]) => withConcern(await book.find(id), concern)),
    );
    return [...own.slice(0, MOST_OWN).flatMap(one => withConcern(one, 'own-key')), ...found.flat()];
  };
}

function askedBy({ placed_at, order_history, allocation_history }: Row): AskedTimes {
  const times = [...(order_history ?? []), ...(allocation_history ?? [])].map(({ at }) => at);
  return { since: Math.min(placed_at.getTime(), ...times), times: new Set(times) };
}

const withConcern = (one: ReadCase | null, concern: Concern): OrderCase[] =>
  one === null ? [] : [{ ...one, concern }];
