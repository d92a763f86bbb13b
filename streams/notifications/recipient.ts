import type { Customer } from '../../schemas/types/customers.ts';
import type { Mail } from '../../schemas/types/notifications.ts';
import { known } from '../known.ts';

export type Recipient =
  | { readonly is: 'known'; readonly name: string | null; readonly email: string; readonly version: number }
  /** The table is behind the order, which has read a newer version of the customer. */
  | { readonly is: 'awaited' }
  | { readonly is: 'nobody'; readonly reason: string };

/**
 * Whom the mail goes to, as the table has it now: ciphertext, which only the gateway opens. `last`: nothing better is
 * waited for.
 */
export function recipientOf(mail: Mail, row: Customer | undefined, last: boolean): Recipient {
  if (row === undefined) {
    // Orders did not find the customer either, and has waited for it already.
    const hopeless = last || mail.customerVersion === null;
    return hopeless ? { is: 'nobody', reason: 'unknown-customer' } : { is: 'awaited' };
  }
  if (known(row.status, 'status of the customer') === 'ERASED') return { is: 'nobody', reason: 'customer-erased' };
  if (row.version < (mail.customerVersion ?? 0) && !last) return { is: 'awaited' };
  const { name, email, version } = row;
  return email === null ? { is: 'nobody', reason: 'address-missing' } : { is: 'known', name, email, version };
}
