import type { Order } from '../../schemas/types/orders.ts';
import type { Deadline } from '../../schemas/types/shared.ts';

/** A step that an order waits for. Times are ISO 8601 texts. */
export type OwedStep = {
  readonly name: string;
  readonly owedBy: string;
  readonly since: string;
  /** When it passes next. */
  readonly due: string;
  readonly passes: number;
  /** When it passed first, or will. */
  readonly overdueAt: string;
};

export type TimelineEntry = { readonly what: string; readonly at: string; readonly reason: string | null };

export type ProgressRow = {
  readonly order_id: string;
  readonly version: number;
  readonly customer_id: string;
  readonly status: Order['status'];
  readonly status_since: string;
  readonly placed_at: string;
  readonly total_amount: number | null;
  readonly total_currency: string | null;
  readonly changed_at: string;
  readonly final: boolean;
  readonly owed: readonly OwedStep[];
  readonly next_due: string | null;
  readonly overdue_at: string | null;
  readonly overdue_passes: number;
  readonly timeline: readonly TimelineEntry[];
  readonly timeline_dropped: number;
};

/** Entries of the timeline that a row keeps: an order that nothing befalls has six, one that is returned ten. */
export const MOST_TOLD = 16;

const ENDS: ReadonlySet<Order['status']> = new Set(['DELIVERED', 'REJECTED', 'CANCELLED', 'RETURNED']);

export function project(order: Order): ProgressRow {
  const { orderId, version, customerId, status, total, history, deadlines, event } = order;
  const owed = deadlines.map(one => ({
    name: one.name,
    owedBy: one.owedBy,
    since: timeOf(one.since),
    due: timeOf(one.due),
    passes: one.passes,
    overdueAt: timeOf(overdueAt(one, order)),
  }));
  const over = Math.max(0, history.length - MOST_TOLD);
  const told = over === 0 ? history : [...history.slice(0, 1), ...history.slice(1 + over)];
  return {
    order_id: orderId,
    version,
    customer_id: customerId,
    status,
    status_since: timeOf(history.findLast(({ what }) => what === status)?.at ?? event.time),
    placed_at: timeOf(order.placedAt ?? history[0]?.at ?? event.time),
    total_amount: total?.amount ?? null,
    total_currency: total?.currency ?? null,
    changed_at: timeOf(event.time),
    final: ENDS.has(status) && deadlines.length === 0,
    owed,
    next_due: first(owed.map(({ due }) => due)),
    overdue_at: first(owed.map(one => one.overdueAt)),
    overdue_passes: Math.max(0, ...deadlines.map(({ passes }) => passes)),
    timeline: told.map(({ what, at, reason }) => ({ what, at: timeOf(at), reason })),
    timeline_dropped: order.historyDropped + over,
  };
}

/**
 * An order looks into the tables again and again, for ten seconds, and is turned down then: nobody is late with a look. One that
 * has not ended after this, ms, is stuck, since orders itself does not go on.
 */
const POLLED = 'tables';
const POLLED_MS = 30_000;

/** With each pass `due` moves on; that it passed first is in the history, as long as that is kept. */
function overdueAt({ name, since, due, passes }: Deadline, { history }: Order): number {
  if (name === POLLED) return since + POLLED_MS;
  if (passes === 0) return due;
  const noted = history.find(
    ({ what, reason, at }) => what === 'OVERDUE' && reason === `overdue-${name}` && at >= since,
  );
  return noted?.at ?? since;
}

const timeOf = (at: number): string => new Date(at).toISOString();

/** Texts of this form sort as the times do. */
const first = (times: readonly string[]): string | null => [...times].sort()[0] ?? null;
