import type { OwedStep } from '../../projections/order-progress/project.ts';
import { allKeys, keysAt, type OrderKeys } from './keys.ts';
import { type BlockingCase, holdingUp } from './why.ts';

/** What an order has to do with a case: it is under its own key; its record names the order; or the order waits behind it. */
export type Concern = 'own-key' | 'names-it' | 'holds-it-up';

/**
 * When something of the order was decided, by its own facts, which include what is asked and not answered yet: what is
 * asked of others is written at just that time.
 */
export type AskedTimes = {
  /** When it began, ms since the epoch. */
  readonly since: number;
  readonly times: ReadonlySet<number>;
};

type History = readonly { readonly at: number }[] | null;

/** What its facts tell of when something was decided. */
export type Told = {
  readonly placedAt: number;
  readonly histories: readonly History[];
  /** Of its allocation. A history notes nothing of what is asked before it is answered, but of the first request. */
  readonly lines: readonly { readonly asked: { readonly since?: number | null } | null }[] | null;
};

export function askedTimes({ placedAt, histories, lines }: Told): AskedTimes {
  const noted = histories.flatMap(history => history ?? []).map(({ at }) => at);
  const open = (lines ?? []).flatMap(({ asked }) => asked?.since ?? []);
  const times = new Set([...noted, ...open]);
  return { since: Math.min(placedAt, ...times), times };
}

/** A case under another key, and when the record was written that it is of. */
export type OtherCase = BlockingCase & {
  readonly record: { readonly topic: string; readonly partition: number; readonly offset: number } | null;
  readonly writtenAt: number | null;
};

/** Records that are looked at for one order, since each has to be read from the log. */
export const MOST_READ = 20;

/**
 * Of the cases under the keys of its customer and its products those whose record may name the order, the likeliest first:
 * what allocations asks of stock is written when the allocation is; a customer has few cases, a product may have thousands.
 */
export function mayName<C extends OtherCase>(cases: readonly C[], order: OrderKeys, { since, times }: AskedTimes): C[] {
  const atStock = keysAt('stock', { ...order, asked: productsOf(order) });
  return cases
    .filter(({ key, processor, record, writtenAt }) => {
      if (record === null || writtenAt === null || key === order.orderId) return false;
      if (key === order.customerId) return writtenAt >= since;
      return processor === 'stock' && atStock.includes(key) && times.has(writtenAt);
    })
    .sort((one, other) => Number(times.has(other.writtenAt ?? 0)) - Number(times.has(one.writtenAt ?? 0)));
}

/** Those of its lines, and those of which stock was asked something: one of the two may be known before the other. */
export const productsOf = ({ skus, asked }: Pick<OrderKeys, 'skus' | 'asked'>): readonly string[] => [
  ...new Set([...skus, ...asked]),
];

/**
 * Those of the cases that name the order, looked at one after another, so that others get their turn at the log. `unread`
 * counts those of which nobody can tell: beyond the first `MOST_READ`, of which none is begun once it is `late`, and where
 * `names` says null or fails.
 */
export async function namingOf<C>(
  likely: readonly C[],
  names: (one: C) => Promise<boolean | null>,
  late: () => boolean,
): Promise<{ readonly naming: C[]; readonly unread: number }> {
  const naming: C[] = [];
  let unread = Math.max(0, likely.length - MOST_READ);
  for (const one of likely.slice(0, MOST_READ)) {
    const does = late() ? null : await names(one).catch(() => null);
    if (does === null) unread += 1;
    else if (does) naming.push(one);
  }
  return { naming, unread };
}

type Admitted = { readonly caseId: string; readonly admittedAt: Date };

/** Of the cases of its own key so many are told: all that are open come before those closed last; the oldest first. */
export const ownTold = <C extends Admitted>(open: readonly C[], closed: readonly C[], most: number): C[] =>
  [...open, ...closed]
    .slice(0, most)
    .sort(
      (one, other) => one.admittedAt.getTime() - other.admittedAt.getTime() || (one.caseId < other.caseId ? -1 : 1),
    );

/** Under other keys than its own, those that an order waits behind which is owed these steps. */
export const waitedBehind = <C extends BlockingCase>(
  fronts: readonly C[],
  owed: readonly Pick<OwedStep, 'owedBy'>[],
  order: OrderKeys,
): C[] => (owed.length === 0 ? [] : holdingUp(fronts, owed, order).filter(({ key }) => key !== order.orderId));

/** The keys of others under which something of the order may be parked. */
export const otherKeys = (order: OrderKeys): readonly string[] => allKeys(order).filter(key => key !== order.orderId);

type Said = {
  readonly value: unknown;
  readonly headers: readonly { readonly name: string; readonly value: string | null }[];
};

/** Whether a record names the order: by its value, or where nobody can read that, by its headers. */
export function namesOrder({ value, headers }: Said, orderId: string): boolean {
  const said = value as { readonly orderId?: unknown; readonly event?: { readonly correlationId?: unknown } } | null;
  if (said !== null) return said.orderId === orderId || said.event?.correlationId === orderId;
  return headers.some(one => one.name === 'ce_correlationid' && one.value === orderId);
}
