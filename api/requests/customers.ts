import type { CustomerDetails, CustomerRequest } from '../../schemas/types/customer-requests.ts';
import { addressOf } from './address.ts';
import type { CustomerBody } from './bodies.ts';
import { type Asking, common, type Request } from './request.ts';

type CustomerAsked = Request<'customer-requests'>;

/** `enrols`: whether the customer is welcomed. Default: not, as for one who is only brought in from elsewhere. */
export const registerCustomer = (
  asking: Asking,
  customerId: string,
  body: CustomerBody,
  { enrols = false }: { readonly enrols?: boolean } = {},
): CustomerAsked => asked(asking, customerId, 'REGISTER', { register: detailsOf(body), enrols });

/** Puts the whole new content of a known customer. */
export const changeCustomer = (asking: Asking, customerId: string, body: CustomerBody): CustomerAsked =>
  asked(asking, customerId, 'CHANGE', { change: detailsOf(body) });

export const eraseCustomer = (
  asking: Asking,
  customerId: string,
  body: { readonly reasonCode?: string | null } = {},
): CustomerAsked => asked(asking, customerId, 'ERASE', { erase: { reasonCode: body.reasonCode ?? null } });

export const detailsOf = ({ name, email, phone, company, addresses = [] }: CustomerBody): CustomerDetails => ({
  name: name ?? null,
  email: email ?? null,
  phone: phone ?? null,
  company: company ?? null,
  addresses: addresses.map(({ addressId, ...address }, index) => ({
    addressId: addressId ?? String(index + 1),
    address: addressOf(address),
  })),
});

const noBody = { enrols: false, register: null, change: null, erase: null };

const asked = (
  asking: Asking,
  customerId: string,
  type: CustomerRequest['type'],
  body: Partial<Pick<CustomerRequest, keyof typeof noBody>>,
): CustomerAsked => ({
  topic: 'customer-requests',
  key: customerId,
  value: {
    ...common(asking, `customer-request.${type.toLowerCase()}`, asking.id),
    customerId,
    type,
    ...noBody,
    ...body,
  },
});
