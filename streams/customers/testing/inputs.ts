import type { CustomerDetails, CustomerRequest } from '../../../schemas/types/customer-requests.ts';
import type { ActivityContent } from '../../../schemas/types/shared.ts';
import { customerActivity, event, readable } from '../../testing/records.ts';
import { customers } from '../processor.ts';

export const given = { processor: customers, key: 'customer-1' };

export const request = (type: CustomerRequest['type'], over: Partial<CustomerRequest> = {}, id: string = type) =>
  ({
    from: 'customer-requests',
    key: 'customer-1',
    value: {
      event: event(id),
      customerId: 'customer-1',
      type,
      bodyHash: 'hash',
      restsOn: [],
      enrols: false,
      register: null,
      change: null,
      erase: null,
      ...over,
    },
  }) as const;

export const details: CustomerDetails = {
  name: 'Leonie Köhler',
  email: 'leonekohler@surfeu.de',
  phone: '+49 0711 2842222',
  company: 'Köhler & Co',
  addresses: [{ addressId: '1', address: readable }],
};

export const register = request('REGISTER', { register: details });
export const change = (over: Partial<CustomerDetails>, id = 'change-1') =>
  request('CHANGE', { change: { ...details, ...over } }, id);
export const erase = request('ERASE', { erase: { reasonCode: null } });

type Told = Pick<ActivityContent, 'open'> & Partial<ActivityContent>;

/** News of an order, as its activity numbers them; `before` left out: the first. */
export const news = (orderId: string, pass: number, after: Told, before: Told | null = null) =>
  ({
    from: 'customer-activity',
    key: 'customer-1',
    value: customerActivity(after, before, { orderId, event: event(`${orderId}/activity/${pass}`) }),
  }) as const;

export const opens = (orderId: string) => news(orderId, 1, { open: true });
export const closes = (orderId: string) => news(orderId, 2, { open: false, orderStatus: 'DELIVERED' }, { open: true });
export const returns = (orderId: string) => news(orderId, 3, { open: true, orderStatus: 'RETURNING' }, { open: false });
export const returned = (orderId: string) => news(orderId, 4, { open: false, orderStatus: 'RETURNED' }, { open: true });
