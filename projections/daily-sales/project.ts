import type { Contributed, Contribution } from '../../runtime/projector/definition.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import { dayOf } from '../utc.ts';

/**
 * A sale counts on the day on which its money was taken, a refund on the day on which it was given back. What refunds
 * came to that the payment no longer lists counts on the day of the sale.
 */
export function project({ version, event, capture, captured, refunds, refunded }: Payment): Contributed {
  if (capture === null || captured === null) return { version, contributions: [] };
  const { currency } = captured;
  const soldOn = dayOf(capture.at ?? event.time);
  const givenBack = new Map<string, number>([[soldOn, refunded?.amount ?? 0]]);
  for (const { status, amount, at } of refunds) {
    if (status !== 'DONE' || amount === null || at === null) continue;
    const day = dayOf(at);
    givenBack.set(soldOn, (givenBack.get(soldOn) ?? 0) - amount.amount);
    givenBack.set(day, (givenBack.get(day) ?? 0) + amount.amount);
  }
  const contributions: Contribution[] = [...givenBack].map(([day, refunds]) =>
    day === soldOn
      ? { day, currency, sales: 1, revenue: captured.amount, refunds }
      : { day, currency, sales: 0, revenue: 0, refunds },
  );
  return { version, contributions };
}
