import type { Context } from '../../runtime/tasks/definition.ts';
import type { Draft } from '../../runtime/tasks/fat-event.ts';
import type { CustomerActivity } from '../../schemas/types/customer-activity.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { LoyaltyAccount, LoyaltyEntry } from '../../schemas/types/loyalty-accounts.ts';
import type { LoyaltyRequest } from '../../schemas/types/loyalty-requests.ts';
import { markOf } from '../stock/ring.ts';

export type LoyaltyInputs = {
  'loyalty-requests': LoyaltyRequest;
  'customer-activity': CustomerActivity;
  customers: Customer;
};
export type LoyaltyContext = Context<Record<never, never>>;
export type LoyaltyDraft = Draft<LoyaltyAccount>;

/** Most open holds of an account, and most entries that it shows (its schema's bounds). */
export const MOST_HOLDS = 256;
const ENTRIES_KEPT = 128;

export const nothingOf = (customerId: string): LoyaltyDraft => ({
  customerId,
  status: 'OPEN',
  points: 0,
  held: 0,
  earned: 0,
  takenBack: 0,
  spent: 0,
  granted: 0,
  grantedAt: null,
  holds: [],
  entries: [],
  applied: Buffer.alloc(0),
  deadlines: [],
  effects: [],
});

/** What can be held. Below zero where points were spent that a return took back: later ones make up for it first. */
export const availableOf = ({ points, held }: LoyaltyDraft): number => points - held;

/** The account with its totals as they follow from what they are made of. */
export function balanced(account: LoyaltyDraft): LoyaltyDraft {
  const held = account.holds.reduce((sum, { points }) => sum + points, 0);
  return { ...account, held, points: account.granted + account.earned - account.takenBack - account.spent };
}

export const withEntries = (account: LoyaltyDraft, ...entries: readonly LoyaltyEntry[]): LoyaltyDraft => ({
  ...account,
  entries: [...account.entries, ...entries].slice(-ENTRIES_KEPT),
});

/** Of an order that has spent its points, or given them back, none are held any more, whatever is read late. */
export const endMarkOf = (orderId: string): Buffer => markOf(`ended ${orderId}`);
