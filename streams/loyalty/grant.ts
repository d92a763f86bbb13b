import type { Decision } from '../../runtime/tasks/definition.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { LoyaltyAccount } from '../../schemas/types/loyalty-accounts.ts';
import { balanced, type LoyaltyContext, nothingOf, withEntries } from './model.ts';
import { STARTING_POINTS as points } from './rates.ts';

/** The starting points of a customer who enrols. The account says for ever that they were granted, whatever it forgets. */
export function granted(
  account: LoyaltyAccount | null,
  { customerId, enrolledAt, event }: Customer,
  { now }: LoyaltyContext,
): Decision<LoyaltyAccount> {
  const before = account ?? nothingOf(customerId);
  if (enrolledAt === null || before.grantedAt !== null) return {};
  const state = balanced({ ...before, granted: points, grantedAt: now });
  const entry = { cause: event.id, kind: 'GRANTED', orderId: '', points, at: now } as const;
  return { state: withEntries(state, entry), what: 'GRANTED' };
}
