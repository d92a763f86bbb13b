import type { AnswerOf } from '../answers.ts';

type TrailEvent = AnswerOf<'/orders/{orderId}/trail'>['events'][number];

type Value = {
  readonly requestId?: string;
  readonly sku?: string;
  readonly quantity?: number;
  readonly points?: number;
  readonly lines?: readonly {
    readonly sku: string;
    readonly asked?: { readonly requestId: string; readonly quantity: number } | null;
  }[];
};

/** What is known of what processors ask of one another. */
export type Asks = {
  /** How many of what, by the id of the request. */
  readonly of: ReadonlyMap<string, Pick<Value, 'sku' | 'quantity' | 'points'>>;
  /** Ids of those that were answered. */
  readonly answered: ReadonlySet<string>;
};

const ANSWERED_IN: Readonly<Record<string, string>> = {
  'stock-requests': 'stock-replies',
  'loyalty-requests': 'loyalty-replies',
};

/** Whether a processor asked it of another one. */
export const isAsk = ({ topic }: Pick<TrailEvent, 'topic'>): boolean => Object.hasOwn(ANSWERED_IN, topic);

const saidIn = ({ record }: TrailEvent): Value => (record?.value ?? {}) as Value;

export function asksOf(events: readonly TrailEvent[]): Asks {
  const of = new Map<string, Pick<Value, 'sku' | 'quantity' | 'points'>>();
  const answered = new Set<string>();
  for (const event of events) {
    const value = saidIn(event);
    if (Object.values(ANSWERED_IN).includes(event.topic)) {
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
  return { of, answered };
}

/** How many of what it asks, as far as that is known. */
export function manyAsked(event: TrailEvent, { of }: Asks): string[] {
  const { sku, quantity, points } = { ...of.get(event.id), ...saidIn(event) };
  if (points !== undefined) return [`${points} points`];
  return quantity === undefined || sku === undefined ? [] : [`${quantity} of ${sku}`];
}
