import type { CustomerDocument } from '../../projections/customers/project.ts';
import { actionsOf } from './actions.ts';

export const customerPath = (customerId: string): string => `/customers/${encodeURIComponent(customerId)}`;

/** What the API answers of a customer; personal texts are opened. */
export function customerView(customer: CustomerDocument) {
  const { customerId, version, status, name, email, phone, company, addresses, acceptsOrders } = customer;
  const self = customerPath(customerId);
  return {
    customerId,
    version,
    status,
    name,
    email,
    phone,
    company,
    addresses: addresses.map(({ addressId, address }) => ({ addressId, ...address })),
    acceptsOrders,
    links: {
      self,
      orders: `/orders?customerId=${encodeURIComponent(customerId)}`,
      summary: `${self}/orders`,
      points: `/loyalty-accounts/${encodeURIComponent(customerId)}`,
      enrolment: `/enrolments/${encodeURIComponent(customerId)}`,
    },
    actions: actionsOf(
      { name: 'change', method: 'PUT', href: self, when: status === 'ACTIVE' },
      { name: 'erase', method: 'DELETE', href: self, when: status === 'ACTIVE' },
    ),
  };
}
