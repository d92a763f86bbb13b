import type { Mail, MailContent } from '../../schemas/types/notifications.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { sum, times } from '../money.ts';
import { ended, type Kind, messageIdOf, STALE } from './model.ts';

/** The order of the journey, which is also that of mails that fall due at once. */
const kinds = [
  'CONFIRMED',
  'PACKED',
  'DISPATCHED',
  'DELIVERED',
  'DELIVERY_FAILED',
  'RETURNED',
  'REJECTED',
  'CANCELLED',
] as const satisfies readonly Kind[];

/**
 * The mails that the order gives rise to and that are not known yet. They follow from all that the order went through and
 * not from the step that is seen, so that they are the same whether every fact is read or only the newest.
 */
export function dueMails(order: Order, mails: readonly Mail[], now: number): readonly Mail[] {
  return kinds
    .filter(kind => !mails.some(mail => mail.kind === kind))
    .flatMap(kind => {
      const since = reachedAt(order, kind);
      if (since === null) return [];
      const mail: Mail = {
        kind,
        status: 'PENDING',
        messageId: messageIdOf(order, kind),
        at: null,
        reason: null,
        customerVersion: order.customer?.version ?? null,
        name: null,
        email: null,
        content: contentOf(order, kind),
      };
      return [now - since > STALE ? ended(mail, 'SKIPPED', now, 'too-late') : mail];
    });
}

/** When the order got there, or null. The history may have dropped what the status still says. */
function reachedAt(order: Order, kind: Kind): number | null {
  const step = order.history.find(({ what }) => what === kind);
  if (step !== undefined) return step.at;
  if (order.status === kind) return order.event.time;
  // Only a part came back: the order is DELIVERED, as before.
  const back = kind === 'RETURNED' && order.status === 'DELIVERED' && order.lines.some(isBack);
  return back ? order.event.time : null;
}

const isBack = ({ returnedQuantity }: Order['lines'][number]): boolean => returnedQuantity > 0;

function contentOf(order: Order, kind: Kind): MailContent {
  const { lines, total, rejection, shipment } = order;
  const returned = lines.reduce((count, line) => count + line.returnedQuantity, 0);
  const reason = kind === 'REJECTED' || kind === 'CANCELLED' ? rejection?.code : shipment?.reason;
  return {
    items: lines.reduce((count, line) => count + line.quantity, 0),
    total,
    returned,
    refund: refundOf(order, returned),
    reason: reason ?? null,
  };
}

/** Payments shares a discount out among the lines, so of a part only an order without one tells what it is worth. */
function refundOf({ lines, subtotal, total }: Order, returned: number): MailContent['refund'] {
  if (returned === 0 || total === null) return null;
  if (lines.every(line => line.returnedQuantity >= line.quantity)) return total;
  if (subtotal?.amount !== total.amount) return null;
  return sum(lines.flatMap(line => (line.unitPrice === null ? [] : [times(line.unitPrice, line.returnedQuantity)])));
}
