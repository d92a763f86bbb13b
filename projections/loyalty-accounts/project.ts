import type { LoyaltyAccount } from '../../schemas/types/loyalty-accounts.ts';
import { kept } from '../kept.ts';

export type LoyaltyDocument = Pick<LoyaltyAccount, 'holds' | 'entries'>;

export type LoyaltyAccountRow = {
  readonly customer_id: string;
  readonly version: number;
  readonly status: LoyaltyAccount['status'];
  readonly points: number;
  readonly held: number;
  readonly earned: number;
  readonly taken_back: number;
  readonly spent: number;
  readonly granted: number;
  readonly changed_at: string;
  readonly document: LoyaltyDocument;
};

export const project = (account: LoyaltyAccount): LoyaltyAccountRow => ({
  customer_id: account.customerId,
  version: account.version,
  status: account.status,
  points: account.points,
  held: account.held,
  earned: account.earned,
  taken_back: account.takenBack,
  spent: account.spent,
  granted: account.granted,
  changed_at: new Date(account.event.time).toISOString(),
  document: kept(account, ['holds', 'entries']),
});
