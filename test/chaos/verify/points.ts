import type { LoyaltyAccount } from '../../../schemas/types/loyalty-accounts.ts';
import type { Order } from '../../../schemas/types/orders.ts';
import type { Shipment } from '../../../schemas/types/shipments.ts';
import { pointsFor } from '../../../streams/loyalty/rates.ts';
import { spentOn } from '../../property/laws-of-customers.ts';
import type { Story } from '../shop/at-rest.ts';

type Count = { earned: number; spent: number; orders: number };

/** What the orders of each customer have earned and cost in points, and what their accounts say. */
export type Points = {
  take(order: Order, shipment: Shipment, activity: Story['activity']): void;
  account(account: LoyaltyAccount): void;
  /** Where points ≠ earned − taken back − spent by the orders, a sentence each. Of who is erased nothing is kept. */
  broken(): string[];
  /** Points that all accounts have. */
  total(): number;
};

export function countPoints(): Points {
  const counts = new Map<string, Count>();
  const accounts = new Map<string, LoyaltyAccount>();
  return {
    take: (order, shipment, activity) => {
      const count = counts.get(order.customerId) ?? { earned: 0, spent: 0, orders: 0 };
      counts.set(order.customerId, count);
      count.orders++;
      count.earned += pointsFor(activity?.content?.kept ?? null);
      count.spent += spentOn(order, shipment);
    },
    account: account => void accounts.set(account.customerId, account),
    broken: () =>
      [...counts].flatMap(([id, { earned, spent, orders }]) => {
        const account = accounts.get(id);
        if (account === undefined) {
          return earned === 0 && spent === 0 ? [] : [`${id}: ${earned} points earned, and no account`];
        }
        if (account.status === 'CLOSED') return [];
        const has = `${account.earned} - ${account.takenBack} - ${account.spent} = ${account.points}`;
        const net = account.earned - account.takenBack === earned && account.spent === spent;
        return [
          ...(net && account.points === earned - spent
            ? []
            : [`${id}: has ${has} points, by its ${orders} orders ${earned} - ${spent}`]),
          ...(account.held === 0 && account.holds.length === 0 ? [] : [`${id}: holds ${account.held} for nobody`]),
        ];
      }),
    total: () => [...accounts.values()].reduce((sum, { points }) => sum + points, 0),
  };
}
