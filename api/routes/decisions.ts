import type { FastifyBaseLogger } from 'fastify';
import type { OrderDocument } from '../../projections/orders/project.ts';
import type { Database } from './database.ts';
import { owedOf } from './order-view.ts';
import { sharedWatch } from './shared-watch.ts';

/** Whether an order can be fulfilled; null where payments and stock have not decided it yet. */
export type Decision = {
  readonly decision: 'CONFIRMED' | 'REJECTED' | 'CANCELLED' | null;
  readonly orderStatus: string;
  readonly rejection: { readonly code: string; readonly by: string } | null;
  readonly waitingFor: ReturnType<typeof owedOf>;
};

export type Decisions = {
  /** Waits until the order is decided, at most so long, ms; how it stands then. Null where it is not there. */
  wait(orderId: string, within: number, signal: AbortSignal): Promise<Decision | null>;
  stop(): void;
};

type Status = OrderDocument['status'];
type Asked = { readonly orderId: string };

const DECISIONS: Partial<Record<Status, NonNullable<Decision['decision']>>> = {
  REJECTING: 'REJECTED',
  REJECTED: 'REJECTED',
  CANCELLING: 'CANCELLED',
  CANCELLED: 'CANCELLED',
};

const UNDECIDED: readonly string[] = ['RECEIVED', 'PLACED', 'UNKNOWN'];

/** What a status says of it; an order that was confirmed stays so, whatever comes later. */
const decisionOf = (status: Status): Decision['decision'] =>
  UNDECIDED.includes(status) ? null : (DECISIONS[status] ?? 'CONFIRMED');

export function watchDecisions({ sql, views, ask }: Database, logger: Pick<FastifyBaseLogger, 'warn'>): Decisions {
  const read = async (ids: readonly string[]): Promise<ReadonlyMap<string, Decision>> => {
    const rows = await ask(sql<{ order_id: string; status: Status; document: OrderDocument }[]>`
      select order_id, status, document from ${sql(views)}.orders where order_id in ${sql([...ids])}`);
    return new Map(
      rows.map(({ order_id, status, document: { rejection, deadlines } }) => {
        const why = rejection && { code: rejection.code, by: rejection.by };
        const decision = decisionOf(status);
        return [order_id, { decision, orderStatus: status, rejection: why, waitingFor: owedOf(deadlines) }];
      }),
    );
  };

  const watch = sharedWatch<Asked, Decision>(
    async asked => {
      const found = await read([...new Set(asked.map(({ orderId }) => orderId))]);
      return new Map(
        asked.flatMap(one => {
          const decision = found.get(one.orderId);
          return decision == null || decision.decision === null ? [] : [[one, decision] as const];
        }),
      );
    },
    err => logger.warn({ err }, 'orders cannot be read for the moment'),
  );

  return {
    wait: async (orderId, within, signal) =>
      (await watch.wait({ orderId }, within, signal)) ?? (await read([orderId])).get(orderId) ?? null,
    stop: watch.stop,
  };
}
