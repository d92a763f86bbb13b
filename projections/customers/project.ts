import type { Customer } from '../../schemas/types/customers.ts';

export type CustomerDocument = Pick<
  Customer,
  | 'customerId'
  | 'version'
  | 'status'
  | 'name'
  | 'email'
  | 'phone'
  | 'company'
  | 'addresses'
  | 'acceptsOrders'
  | 'erasure'
  | 'history'
  | 'historyDropped'
  | 'deadlines'
>;

export type CustomerRow = {
  readonly customer_id: string;
  readonly version: number;
  readonly status: Customer['status'];
  readonly changed_at: string;
  readonly document: CustomerDocument;
};

export function project(customer: Customer): CustomerRow {
  const { customerId, version, status, name, email, phone, company, addresses, acceptsOrders } = customer;
  const { erasure, history, historyDropped, deadlines } = customer;
  return {
    customer_id: customerId,
    version,
    status,
    changed_at: new Date(customer.event.time).toISOString(),
    document: {
      customerId,
      version,
      status,
      name,
      email,
      phone,
      company,
      addresses,
      acceptsOrders,
      erasure,
      history,
      historyDropped,
      deadlines,
    },
  };
}
