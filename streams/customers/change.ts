import type { Context } from '../../runtime/tasks/definition.ts';
import type { Draft } from '../../runtime/tasks/fat-event.ts';
import type { CustomerDetails, CustomerRequest } from '../../schemas/types/customer-requests.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import { deadlinesOf } from '../owed.ts';
import { patience } from '../patience.ts';
import { same } from '../same.ts';

export type CustomerDraft = Draft<Customer>;

/** Most addresses of a customer, and most changes of them that fraud is told of (the schema's bounds). */
const MOST_ADDRESSES = 16;
const CHANGES_KEPT = 32;

export function registered({ customerId, register }: CustomerRequest): CustomerDraft | string {
  if (register === null) return 'body-missing';
  const fault = faultOf(register);
  if (fault !== null) return fault;
  return {
    ...contentOf(register),
    customerId,
    status: 'ACTIVE',
    acceptsOrders: true,
    addressChanges: [],
    openOrders: [],
    openOrdersBeyond: 0,
    applied: Buffer.alloc(0),
    erasure: null,
    requests: [],
    deadlines: [],
    effects: [],
  };
}

export function changed(
  customer: CustomerDraft,
  change: CustomerDetails | null,
  { now }: Pick<Context<Record<never, never>>, 'now'>,
): CustomerDraft | string {
  if (change === null) return 'body-missing';
  const fault = faultOf(change);
  if (fault !== null) return fault;
  // Addresses are ciphertext here: the codec seals an unchanged part to the same bytes only where it was copied, so a
  // client that sends all of them again counts as a change.
  const moved = !same(change.addresses, customer.addresses);
  const addressChanges = moved ? [...customer.addressChanges, now].slice(-CHANGES_KEPT) : customer.addressChanges;
  return { ...customer, ...contentOf(change), addressChanges };
}

/** No new orders from now on. It is done when no order is open, which customers does not hear of yet. */
export function erasing(
  customer: CustomerDraft,
  requestId: string,
  { now }: Pick<Context<Record<never, never>>, 'now'>,
): CustomerDraft {
  const owed = [{ name: 'erase', owedBy: 'customers', patience: patience.erasure }];
  return {
    ...customer,
    status: 'ERASING',
    acceptsOrders: false,
    erasure: { requestId, since: now, keyDestroyedAt: null },
    deadlines: deadlinesOf(owed, customer.deadlines, now),
  };
}

function faultOf({ addresses }: CustomerDetails): string | null {
  if (addresses.length > MOST_ADDRESSES) return 'too-many-addresses';
  if (new Set(addresses.map(({ addressId }) => addressId)).size !== addresses.length) return 'address-twice';
  return null;
}

const contentOf = ({ name, email, phone, company, addresses }: CustomerDetails) => ({
  name,
  email,
  phone,
  company,
  addresses,
});
