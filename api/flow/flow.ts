import type { OwedStep } from '../../projections/order-progress/project.ts';
import { partitionOfKey } from '../../runtime/hospital/send.ts';
import { oneAtATime } from '../../runtime/observe/one-at-a-time.ts';
import { within } from '../../runtime/observe/within.ts';
import type { FlowReads, NeighbourRow, OrdersQuery, Place, ProgressRow, StuckFilter } from '../routes/flow-reads.ts';
import type { LawReads } from '../routes/law-reads.ts';
import { isEnd } from './ends.ts';
import { allKeys, type OrderKeys } from './keys.ts';
import type { ProcessorStanding, Standings } from './standing.ts';
import { type FlowStep, flowSteps } from './steps.ts';
import type { WatchRow } from './watch-state.ts';
import { type BlockingCase, holdingUp, type Next, type Why, whyStuck, whyText } from './why.ts';

/** An order, one of whose owed steps is overdue. */
export type StuckOrder = {
  readonly order: ProgressRow;
  /** Those that are overdue, the longest first. */
  readonly steps: readonly OwedStep[];
  readonly why: Why;
  /** `why` as one line. */
  readonly because: string;
  /** Everything that is parked of it, or that it waits behind. */
  readonly cases: readonly BlockingCase[];
};

export type StuckPage = { readonly orders: readonly StuckOrder[]; readonly next: Place | null };

export type StuckCounts = {
  readonly orders: number;
  readonly steps: readonly { readonly owedBy: string; readonly step: string; readonly orders: number }[];
};

export type FlowState = {
  readonly state: string;
  readonly orders: number;
  /** Since when the oldest order has been in it. */
  readonly oldest: Date | null;
  readonly end: boolean;
};

/** How orders go on, and which do not: for the API, the console, the metrics and the alarm. */
export type Flow = {
  stuck(filter: StuckFilter, after: Place | null, limit: number): Promise<StuckPage>;
  /** Exact, whatever a page shows: of steps that have been overdue for so long, ms. Default 0. */
  counts(overdueFor?: number): Promise<StuckCounts>;
  /** Stuck orders by why; of more than some thousands the longest stuck, and the others as `unknown`. */
  reasons(): Promise<Readonly<Record<Why['kind'] | 'unknown', number>>>;
  steps(): Promise<readonly FlowStep[]>;
  states(): Promise<readonly FlowState[]>;
  /** Newest first. */
  orders(query: OrdersQuery, before: Place | null, limit: number): Promise<{ rows: ProgressRow[]; next: Place | null }>;
  /** Orders that a text names: an order, an event of one, a request about one. Customers are asked by `orders`. */
  named(text: string): Promise<readonly ProgressRow[]>;
  /** Open cases that block these keys, the one in front of each at each processor. */
  blocking(keys: readonly string[]): Promise<readonly BlockingCase[]>;
  /** What the watch has found of overdue steps and broken laws; null: nobody has looked yet. */
  laws(): Promise<WatchRow | null>;
  /** Of every processor; none where nobody can tell. */
  standings(): Promise<readonly ProcessorStanding[]>;
};

export type FlowOptions = {
  readonly reads: FlowReads;
  readonly laws: Pick<LawReads, 'last'>;
  /** Null: processors cannot be looked at here. */
  readonly standings: Standings | null;
  readonly now: () => number;
};

/** Whoever asks why does not wait for slow brokers any longer, ms. */
const LOOK_WITHIN_MS = 1_500;
/** So many stuck orders are explained for a count, and so many at a time. */
const MOST_EXPLAINED = 2_000;
const AT_A_TIME = 500;

const NO_REASONS = { parked: 0, stopped: 0, paused: 0, behind: 0, waiting: 0, unknown: 0 } as const;

export function openFlow({ reads, laws, standings, now }: FlowOptions): Flow {
  const look = standings && oneAtATime(standings.look);

  // While the brokers cannot be asked, or are slow, what is stuck is still told, without what is known of processors only.
  const standingsNow = async (): Promise<readonly ProcessorStanding[]> => {
    return look === null ? [] : await within(look(), LOOK_WITHIN_MS).catch(() => []);
  };

  const explained = async (
    rows: readonly ProgressRow[],
    at: Date,
    look: typeof standingsNow,
  ): Promise<StuckOrder[]> => {
    if (rows.length === 0) return [];
    const [known, neighbours] = await Promise.all([look(), reads.neighbours(rows.map(({ order_id }) => order_id))]);
    const byOrder = new Map(neighbours.map(one => [one.order_id, one]));
    const orders = rows.map(order => {
      const neighbour = byOrder.get(order.order_id);
      return { order, neighbour, its: keysOf(order, neighbour) };
    });
    const blocking = await reads.blocking([...new Set(orders.flatMap(({ its }) => allKeys(its)))]);
    const byKey = Map.groupBy(blocking, ({ key }) => key);
    const partitions = known[0]?.partitions.length ?? 1;
    return orders.map(({ order, neighbour, its }) => {
      const steps = overdueOf(order, at);
      const cases = holdingUp(
        allKeys(its).flatMap(key => byKey.get(key) ?? []),
        steps,
        its,
      );
      const why = whyStuck({
        ...its,
        steps,
        cases,
        standings: known,
        next: nextOf(neighbour),
        partitionOf: key => partitionOfKey(key, partitions),
      });
      return { order, steps, why, because: whyText(why), cases };
    });
  };

  const stuck = async (
    filter: StuckFilter,
    after: Place | null,
    limit: number,
    look = standingsNow,
  ): Promise<StuckPage> => {
    const at = new Date(now());
    const rows = await reads.stuck(filter, after, limit, at);
    const orders = await explained(rows.slice(0, limit), at, look);
    return { orders, next: nextPlace(rows, limit, one => one.overdue_at) };
  };

  return {
    stuck: (filter, after, limit) => stuck(filter, after, limit),
    counts: async (overdueFor = 0) => {
      const { orders, steps } = await reads.overdue(new Date(now() - overdueFor));
      return {
        orders,
        steps: steps.map(({ owed_by: owedBy, step, orders: count }) => ({ owedBy, step, orders: count })),
      };
    },
    reasons: async () => {
      const found: Record<keyof typeof NO_REASONS, number> = { ...NO_REASONS };
      const { orders: total } = await reads.overdue(new Date(now()));
      let seen = 0;
      let known: ReturnType<typeof standingsNow> | null = null;
      const once = () => {
        known ??= standingsNow();
        return known;
      };
      for (let after: Place | null = null; seen < MOST_EXPLAINED; ) {
        const page = await stuck({}, after, AT_A_TIME, once);
        for (const { why } of page.orders) found[why.kind] += 1;
        seen += page.orders.length;
        after = page.next;
        if (after === null) return found;
      }
      return { ...found, unknown: Math.max(0, total - seen) };
    },
    steps: async () => flowSteps(await reads.steps()),
    states: async () => (await reads.states()).map(one => ({ ...one, end: isEnd(one.state) })),
    orders: async (query, before, limit) => {
      const rows = await reads.orders(query, before, limit);
      return { rows: rows.slice(0, limit), next: nextPlace(rows, limit, one => one.placed_at) };
    },
    named: async text => {
      const [, ofEvent] = /^(?:orders|payments|allocations|shipments)\/(.+)\/\d+$/.exec(text) ?? [];
      const asked = await reads.askedOf(text);
      const ids = [text, ...(ofEvent === undefined ? [] : [ofEvent]), ...asked.map(({ order_id }) => order_id)];
      return await reads.progressOf([...new Set(ids)]);
    },
    blocking: keys => reads.blocking(keys),
    laws: laws.last,
    standings: standingsNow,
  };
}

const nextPlace = (
  rows: readonly ProgressRow[],
  limit: number,
  timeOf: (row: ProgressRow) => Date | null,
): Place | null => {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const at = last === undefined ? null : timeOf(last);
  return last === undefined || at === null ? null : { at, orderId: last.order_id };
};

const overdueOf = ({ owed }: ProgressRow, now: Date): OwedStep[] =>
  owed
    .filter(({ overdueAt }) => overdueAt <= now.toISOString())
    .sort((one, other) => (one.overdueAt < other.overdueAt ? -1 : 1));

/** Under which keys it is handled. */
export const keysOf = (
  { order_id: orderId, customer_id: customerId }: Pick<ProgressRow, 'order_id' | 'customer_id'>,
  row: Pick<NeighbourRow, 'ordered' | 'lines'> | undefined,
): OrderKeys => ({
  orderId,
  customerId,
  skus: [...new Set((row?.ordered ?? []).map(({ sku }) => sku))],
  asked: [...new Set((row?.lines ?? []).filter(({ asked }) => asked !== null).map(({ sku }) => sku))],
});

function nextOf(row: NeighbourRow | undefined): Readonly<Record<string, Next | undefined>> {
  const of = (deadlines: NeighbourRow['payment'] | undefined): Next | undefined => {
    const [first] = [...(deadlines ?? [])].sort((one, other) => one.since - other.since);
    return first && { step: first.name, owedBy: first.owedBy, since: new Date(first.since).toISOString() };
  };
  return { payments: of(row?.payment), allocations: of(row?.allocation), shipping: of(row?.shipment) };
}
