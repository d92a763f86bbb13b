import type { Decision, Input } from '../../runtime/tasks/definition.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { LoyaltyAccount } from '../../schemas/types/loyalty-accounts.ts';
import { known } from '../known.ts';
import { told } from './activity.ts';
import { granted } from './grant.ts';
import { type LoyaltyContext, type LoyaltyInputs, nothingOf } from './model.ts';
import { requested } from './request.ts';

export function decide(
  account: LoyaltyAccount | null,
  input: Input<LoyaltyInputs>,
  context: LoyaltyContext,
): Decision<LoyaltyAccount> {
  if (account !== null) known(account.status, 'status of the account');
  switch (input.from) {
    case 'loyalty-requests':
      return requested(account, input.value, context);
    case 'customer-activity':
      return told(account, input.value, context);
    case 'customers':
      return heard(account, input.value, context);
    case 'deadline':
    case 'effect':
      return {};
  }
}

/** An erased customer's account is closed, and empty; also where there was none, so that nothing late opens one. */
function heard(account: LoyaltyAccount | null, customer: Customer, context: LoyaltyContext): Decision<LoyaltyAccount> {
  if (account?.status === 'CLOSED') return {};
  if (known(customer.status, 'status of the customer') !== 'ERASED') return granted(account, customer, context);
  return { state: { ...nothingOf(customer.customerId), status: 'CLOSED' }, what: 'CLOSED' };
}
