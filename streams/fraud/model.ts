import type { Context } from '../../runtime/tasks/definition.ts';
import type { Draft } from '../../runtime/tasks/fat-event.ts';
import type { CustomerActivity } from '../../schemas/types/customer-activity.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { FraudFlag } from '../../schemas/types/fraud-flags.ts';

export type FraudInputs = { 'customer-activity': CustomerActivity; customers: Customer };
export type FraudContext = Context<Record<never, never>>;
export type FraudDraft = Draft<FraudFlag>;

export const nothingOf = (customerId: string): FraudDraft => ({
  customerId,
  flag: 'CLEAR',
  rules: [],
  until: null,
  declines: [],
  placed: [],
  addressChanges: [],
  customerVersion: null,
  erased: false,
  applied: Buffer.alloc(0),
  deadlines: [],
  effects: [],
});
