import type { CustomerDocument } from '../../projections/customers/project.ts';
import type { WelcomePackDocument } from '../../projections/welcome-packs/project.ts';
import { addressDigest } from '../../schemas/address-digest.ts';
import { actionsOf } from './actions.ts';
import type { KnownCustomer } from './customer-records.ts';
import { isoOrNull, owedOf } from './order-view.ts';

/** What the warehouse owes, unless it asks for others. */
export const OPEN: readonly string[] = ['PREPARING', 'OUT_OF_PACKS'];

/**
 * Where to is told by the customer's own record, and only where that reads as the pack's word of it: one that is older, or newer,
 * would have another address tried under this `addressVersion`.
 */
export function packView(pack: WelcomePackDocument, customer: KnownCustomer | undefined) {
  const { customerId, version, status, address, failure, carrier, tracking, sentAt, deadlines } = pack;
  const self = `/welcome-packs/${encodeURIComponent(customerId)}`;
  const isOpen = OPEN.includes(status);
  const shown = isOpen && customer !== undefined && isSame(address, customer.sealed) ? customer.open : null;
  return {
    customerId,
    version,
    status,
    name: shown?.name ?? null,
    address: shown?.addresses[0]?.address ?? null,
    addressMissing: shown !== null ? null : isOpen ? 'record-differs' : 'nothing-to-send',
    addressVersion: address?.version ?? null,
    failure: failure && { ...failure, at: isoOrNull(failure.at) },
    carrier,
    tracking,
    sentAt: isoOrNull(sentAt),
    owed: owedOf(deadlines),
    actions: actionsOf(
      { name: 'sent', method: 'POST', href: `${self}/sent`, when: isOpen },
      { name: 'failed', method: 'POST', href: `${self}/failed`, when: isOpen },
      { name: 'restocked', method: 'POST', href: `${self}/restocked`, when: status === 'OUT_OF_PACKS' },
    ),
  };
}

const isSame = (address: WelcomePackDocument['address'], { addresses: [first] }: CustomerDocument): boolean =>
  address !== null && first !== undefined && addressDigest(first.address) === address.digest;
