import type { CustomerDetails, CustomerRequest } from '../../schemas/types/customer-requests.ts';
import { same } from '../same.ts';
import type { CustomerContext, CustomerDraft } from './model.ts';

/** Most addresses of a customer, and most changes of them that fraud is told of (the schema's bounds). */
const MOST_ADDRESSES = 16;
const CHANGES_KEPT = 32;

export function registered(
  { customerId, register, enrols }: CustomerRequest,
  { now }: Pick<CustomerContext, 'now'>,
): CustomerDraft | string {
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
    enrolledAt: enrols ? now : null,
    requests: [],
    deadlines: [],
    effects: [],
  };
}

export function changed(
  customer: CustomerDraft,
  change: CustomerDetails | null,
  { now }: Pick<CustomerContext, 'now'>,
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
