import type { Contributed } from '../../runtime/projector/definition.ts';
import type { Order } from '../../schemas/types/orders.ts';

type Counted = 'open' | 'delivered' | 'returned' | 'cancelled' | 'rejected';

const COUNTED: Partial<Record<Order['status'], Exclude<Counted, 'open'>>> = {
  DELIVERED: 'delivered',
  RETURNED: 'returned',
  CANCELLING: 'cancelled',
  CANCELLED: 'cancelled',
  REJECTING: 'rejected',
  REJECTED: 'rejected',
};

const NONE: Readonly<Record<Counted, number>> = { open: 0, delivered: 0, returned: 0, cancelled: 0, rejected: 0 };

/** Each order counts once, under what has become of it. */
export function project({ version, customerId, status, total }: Order): Contributed {
  const counted: Counted = COUNTED[status] ?? 'open';
  const undone = counted === 'cancelled' || counted === 'rejected';
  return {
    version,
    contributions: [
      {
        customer_id: customerId,
        currency: total?.currency ?? '',
        orders: 1,
        ...NONE,
        [counted]: 1,
        amount: undone ? 0 : (total?.amount ?? 0),
      },
    ],
  };
}
