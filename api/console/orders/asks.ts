import { ASKED, isAsked, isAwaited } from '../../trail/event.ts';
import type { AnswerOf } from '../answers.ts';

type TrailEvent = AnswerOf<'/orders/{orderId}/trail'>['events'][number];

type Value = {
  readonly requestId?: string;
  readonly sku?: string;
  readonly quantity?: number;
  readonly points?: number;
  readonly loyalty?: { readonly requestId: string; readonly status: string } | null;
  readonly lines?: readonly {
    readonly sku: string;
    readonly asked?: { readonly requestId: string; readonly quantity: number } | null;
  }[];
};

/** What is known of what processors ask of one another. */
export type Asks = {
  /** How many of what, by the id of the request. */
  readonly of: ReadonlyMap<string, Pick<Value, 'sku' | 'quantity' | 'points'>>;
  /** Ids of those that nobody has answered, as far as the newest facts of who asked tell. */
  readonly open: ReadonlySet<string>;
};

const ANSWERED_IN = new Set<string>(Object.values(ASKED).map(({ answers }) => answers));

/** Whether a processor asked it of another one. */
export const isAsk = ({ topic }: Pick<TrailEvent, 'topic'>): boolean => isAsked(topic);

const saidIn = ({ record }: TrailEvent): Value => (record?.value ?? {}) as Value;

export function asksOf(events: readonly TrailEvent[]): Asks {
  const of = new Map<string, Pick<Value, 'sku' | 'quantity' | 'points'>>();
  const answered = new Set<string>();
  for (const event of events) {
    const value = saidIn(event);
    if (ANSWERED_IN.has(event.topic)) {
      const { requestId, points, ...rest } = value;
      if (requestId === undefined) continue;
      answered.add(requestId);
      // A refusal of loyalty names no points.
      if (!of.has(requestId)) of.set(requestId, { ...rest, ...(points !== undefined && points > 0 && { points }) });
    }
    for (const { sku, asked } of event.topic === 'allocations' ? (value.lines ?? []) : []) {
      if (asked != null) of.set(asked.requestId, { sku, quantity: asked.quantity });
    }
  }
  const open = new Set(waitedFor(events).filter(id => !answered.has(id)));
  return { of, open };
}

/** What the newest facts wait for. Where the record of one of them is not there, nobody can tell. */
function waitedFor(events: readonly TrailEvent[]): string[] {
  const newest = (topic: string): Value => {
    const facts = events.filter(one => one.topic === topic && one.version !== null);
    const last = facts.reduce<TrailEvent | null>((a, b) => ((a?.version ?? 0) >= (b.version ?? 0) ? a : b), null);
    return last === null ? {} : saidIn(last);
  };
  const { loyalty } = newest('orders');
  return [
    ...(newest('allocations').lines ?? []).flatMap(({ asked }) => (asked == null ? [] : [asked.requestId])),
    ...(loyalty != null && isAwaited(loyalty.status) ? [loyalty.requestId] : []),
  ];
}

/** How many of what it asks, as far as that is known. */
export function manyAsked(event: TrailEvent, { of }: Asks): string[] {
  const { sku, quantity, points } = { ...of.get(event.id), ...saidIn(event) };
  if (points !== undefined) return [`${points} points`];
  return quantity === undefined || sku === undefined ? [] : [`${quantity} of ${sku}`];
}
