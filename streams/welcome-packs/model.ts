import type { Decision } from '../../runtime/tasks/definition.ts';
import type { Draft } from '../../runtime/tasks/fat-event.ts';
import { deadlinesOf, type Owed } from '../../runtime/tasks/patience.ts';
import { addressDigest } from '../../schemas/address-digest.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { WelcomePackRequest } from '../../schemas/types/welcome-pack-requests.ts';
import type { WelcomePack, WelcomePackStatus } from '../../schemas/types/welcome-packs.ts';
import { patience } from '../patience.ts';

export type WelcomePackInputs = { customers: Customer; 'welcome-pack-requests': WelcomePackRequest };
export type WelcomePackDraft = Draft<WelcomePack>;

/** Where the pack stands, by what is known of it. */
function statusOf({ customer, address, failure, sentAt }: WelcomePackDraft): WelcomePackStatus {
  if (sentAt !== null) return 'SENT';
  if (customer.status !== 'ACTIVE') return 'STOPPED';
  if (address === null) return 'ADDRESS_MISSING';
  if (failure?.reason === 'out-of-packs') return 'OUT_OF_PACKS';
  return failure?.addressVersion === address.version ? 'ADDRESS_WRONG' : 'PREPARING';
}

export function owedFor({ status }: Pick<WelcomePackDraft, 'status'>): readonly Owed[] {
  switch (status) {
    case 'PREPARING':
      return [{ name: 'send', owedBy: 'warehouse', patience: patience.pack }];
    case 'OUT_OF_PACKS':
      return [{ name: 'restock', owedBy: 'warehouse', patience: patience.restock }];
    case 'ADDRESS_MISSING':
      return [{ name: 'give-address', owedBy: 'customer', patience: patience.customer }];
    case 'ADDRESS_WRONG':
      return [{ name: 'correct-address', owedBy: 'customer', patience: patience.customer }];
    default:
      return [];
  }
}

/** The decision for the pack as it is now: its status, and who owes it the next step. */
export function settled(before: WelcomePack | null, draft: WelcomePackDraft, now: number): Decision<WelcomePack> {
  const status = statusOf(draft);
  const deadlines = deadlinesOf(owedFor({ status }), draft.deadlines, now);
  return { state: { ...draft, status, deadlines }, ...(status === before?.status ? {} : { what: status }) };
}

/**
 * Where the customer's post goes: which address, and since which version it reads as it does. The digest is of sealed texts,
 * which stay the same bytes as long as nobody changes them; nothing of the address itself is kept.
 */
export function addressOf({ addresses, version }: Customer, known: WelcomePack | null): WelcomePackDraft['address'] {
  const [first] = addresses;
  const digest = first === undefined ? null : addressDigest(first.address);
  if (first === undefined || digest === null) return null;
  return known?.address?.digest === digest ? known.address : { addressId: first.addressId, version, digest };
}
