import type { Address } from '../../schemas/types/shared.ts';
import { known } from '../known.ts';
import type { ShipmentContext, ShipmentDraft } from './model.ts';

/** Why a shipment stopped that could not go on. */
export const UNREADABLE = 'address-unreadable';

/**
 * Whether there is an address that a label can be printed of. Where the customer is erased, its parts are sealed texts that
 * nobody can open any more; here they cannot be told from others, so it is the customer's row that tells.
 */
export function isReadable(address: Address | null, customerId: string, { tables }: ShipmentContext): boolean {
  if (address === null) return false;
  const row = tables.customers.get(customerId);
  if (row !== undefined && known(row.status, 'status of the customer') === 'ERASED') return false;
  return [address.street, address.city, address.state, address.postalCode, address.country].some(part => part !== null);
}

/** The shipment stopped for want of an address. */
export const withoutAddress = (shipment: ShipmentDraft): ShipmentDraft => ({
  ...shipment,
  status: 'STOPPED',
  address: null,
  failureReason: UNREADABLE,
});
