import type { Customer } from '../../schemas/types/customers.ts';
import { kept } from '../kept.ts';

const DOCUMENT = [
  'customerId',
  'version',
  'status',
  'name',
  'email',
  'phone',
  'company',
  'addresses',
  'acceptsOrders',
  'erasure',
  'history',
  'historyDropped',
  'deadlines',
] as const;

export type CustomerDocument = Pick<Customer, (typeof DOCUMENT)[number]>;

export type CustomerRow = {
  readonly customer_id: string;
  readonly version: number;
  readonly status: Customer['status'];
  readonly changed_at: string;
  readonly document: CustomerDocument;
};

export const project = (customer: Customer): CustomerRow => ({
  customer_id: customer.customerId,
  version: customer.version,
  status: customer.status,
  changed_at: new Date(customer.event.time).toISOString(),
  document: kept(customer, DOCUMENT),
});
