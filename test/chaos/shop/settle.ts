import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import type { OrderPlan } from './plan.ts';

export type Unsettled = { readonly orderId: string; readonly owed: readonly string[] };

export type SettleOptions = {
  readonly plans: Iterable<OrderPlan>;
  readonly owed: (plan: OrderPlan) => string[];
  readonly say: (line: string) => void;
  /** Given up after so long, ms, without any order having come to rest. */
  readonly patience: number;
  readonly signal: AbortSignal;
};

/** Orders looked at before others get the process: those who follow the topics, above all. */
const AT_ONCE = 500;

/** Waits until nobody owes any order anything; answers the orders for which that did not happen. */
export async function untilAtRest(options: SettleOptions): Promise<Unsettled[]> {
  const { owed, say, patience, signal } = options;
  let open = [...options.plans];
  let last = Date.now();
  let told = Date.now();
  for (;;) {
    const before = open.length;
    open = await stillOpen(open, owed);
    if (open.length === 0) return [];
    if (open.length < before) last = Date.now();
    if (Date.now() - last > patience) return open.map(plan => ({ orderId: plan.orderId, owed: owed(plan) }));
    if (Date.now() - told > 10_000) {
      told = Date.now();
      say(`${open.length} orders are not at rest yet`);
    }
    await sleep(500, undefined, { signal });
  }
}

async function stillOpen(plans: readonly OrderPlan[], owed: SettleOptions['owed']): Promise<OrderPlan[]> {
  const open: OrderPlan[] = [];
  for (const [n, plan] of plans.entries()) {
    if (n % AT_ONCE === 0) await breathe();
    if (owed(plan).length > 0) open.push(plan);
  }
  return open;
}
