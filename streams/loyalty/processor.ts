import { defineProcessor } from '../../runtime/tasks/definition.ts';
import type { LoyaltyAccount } from '../../schemas/types/loyalty-accounts.ts';
import { decide } from './decide.ts';
import type { LoyaltyInputs } from './model.ts';

export const loyalty = defineProcessor<LoyaltyAccount, LoyaltyInputs, Record<never, never>>({
  name: 'loyalty',
  entity: 'loyalty-account',
  owns: 'loyalty-accounts',
  reads: ['loyalty-requests', 'customer-activity', 'customers'],
  tables: [],
  asks: ['loyalty-replies'],
  effects: [],
  historyBound: 16,
  decide,
});
