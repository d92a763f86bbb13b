import { defineTable } from '../../runtime/projector/definition.ts';
import type { LoyaltyAccount } from '../../schemas/types/loyalty-accounts.ts';
import { project } from './project.ts';

export const loyaltyAccounts = defineTable<LoyaltyAccount>({
  name: 'loyalty-accounts',
  topics: ['loyalty-accounts'],
  tableSql: new URL('./table.sql', import.meta.url),
  table: 'loyalty_accounts',
  keyColumns: ['customer_id'],
  versionField: 'version',
  project,
});
