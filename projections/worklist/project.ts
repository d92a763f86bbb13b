import type { Order } from '../../schemas/types/orders.ts';
import type { LineQuantity } from '../../schemas/types/shared.ts';

export type WorkStep = 'PACK' | 'DISPATCH' | 'RECEIVE_BACK';

export type WorkLine = LineQuantity & { readonly sku: string; readonly title: string };

export type WorklistRow = {
  readonly order_id: string;
  readonly version: number;
  readonly step: WorkStep | null;
  readonly since: string | null;
  readonly due: string | null;
  readonly overdue: boolean;
  readonly lines: readonly WorkLine[];
};

/** What the warehouse has to do at each status, and the deadline that tells since when. */
const STEPS: Partial<Record<Order['status'], { readonly step: WorkStep; readonly owed: readonly string[] }>> = {
  CONFIRMED: { step: 'PACK', owed: ['pack'] },
  PACKED: { step: 'DISPATCH', owed: ['dispatch'] },
  RETURNING: { step: 'RECEIVE_BACK', owed: ['return', 'come-back'] },
};

/**
 * Of the order and not of its shipment, which never hears that goods are on their way back. The order follows a report
 * of the warehouse a moment later; to report a step twice is refused, and does no harm.
 */
export function project(order: Order): WorklistRow {
  const { orderId: order_id, version } = order;
  const work = STEPS[order.status];
  if (work === undefined) return { order_id, version, step: null, since: null, due: null, overdue: false, lines: [] };
  const deadline = order.deadlines.find(({ name }) => work.owed.includes(name));
  return {
    order_id,
    version,
    step: work.step,
    since: new Date(deadline?.since ?? order.event.time).toISOString(),
    due: deadline === undefined ? null : new Date(deadline.due).toISOString(),
    overdue: (deadline?.passes ?? 0) > 0,
    lines: work.step === 'RECEIVE_BACK' ? comingBack(order) : order.lines.map(line => shown(line, line.quantity)),
  };
}

const shown = ({ line, sku, title }: Order['lines'][number], quantity: number): WorkLine => ({
  line,
  sku,
  title,
  quantity,
});

/** What was asked to be sent back, or all that the carrier could not deliver, as far as it has not come yet. */
function comingBack({ lines, returns, shipment }: Order): WorkLine[] {
  const asked = returns.filter(({ status }) => status === 'OPEN').flatMap(one => one.lines);
  const undelivered = shipment?.reason != null;
  return lines
    .map(line => {
      const away = Math.max(0, line.quantity - line.returnedQuantity);
      const wanted = asked.filter(one => one.line === line.line).reduce((sum, { quantity }) => sum + quantity, 0);
      return shown(line, undelivered ? away : Math.min(away, wanted));
    })
    .filter(({ quantity }) => quantity > 0);
}
