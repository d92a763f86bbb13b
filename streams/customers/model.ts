import type { Context } from '../../runtime/tasks/definition.ts';
import type { Draft } from '../../runtime/tasks/fat-event.ts';
import type { CustomerActivity } from '../../schemas/types/customer-activity.ts';
import type { CustomerRequest } from '../../schemas/types/customer-requests.ts';
import type { Customer } from '../../schemas/types/customers.ts';

export type CustomerInputs = { 'customer-requests': CustomerRequest; 'customer-activity': CustomerActivity };
export type CustomerContext = Context<Record<never, never>>;
export type CustomerDraft = Draft<Customer>;

/** Most open orders that are kept by their ids (the schema's bound). With as many open, no new one is accepted. */
export const MOST_OPEN = 1_000;

export const openOrdersOf = ({ openOrders, openOrdersBeyond }: CustomerDraft): number =>
  openOrders.length + openOrdersBeyond;
