import { START } from '../../runtime/tasks/testing/given.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { Enrolment } from '../../schemas/types/enrolments.ts';
import type { WelcomePackRequest } from '../../schemas/types/welcome-pack-requests.ts';
import type { WelcomePack } from '../../schemas/types/welcome-packs.ts';
import { customer, event } from './records.ts';

/** A customer who enrols, as it stands in this version. */
export const enrolling = (version: number, over: Partial<Customer> = {}) =>
  ({ from: 'customers', key: 'customer-1', value: customer({ version, enrolledAt: START, ...over }) }) as const;

export const erased = (version: number, over: Partial<Customer> = {}) =>
  enrolling(version, { status: 'ERASED', name: null, email: null, addresses: [], ...over });

export const packRequest = (
  type: WelcomePackRequest['type'],
  id: string = type,
  over: Partial<WelcomePackRequest> = {},
): WelcomePackRequest => ({
  event: event(id),
  customerId: 'customer-1',
  type,
  bodyHash: 'hash',
  restsOn: [],
  addressVersion: null,
  sent: type === 'SENT' ? { carrier: 'post', tracking: 'T1' } : null,
  failed: type === 'FAILED' ? { reason: 'no-such-address' } : null,
  ...over,
});

const facts = () => ({ event: event(), version: 1, history: [], historyDropped: 0, deadlines: [], effects: [] });

export const welcomePack = (over: Partial<WelcomePack> = {}): WelcomePack => ({
  ...facts(),
  customerId: 'customer-1',
  status: 'PREPARING',
  customer: { version: 1, status: 'ACTIVE' },
  address: { addressId: '1', version: 1, digest: 'd' },
  failure: null,
  carrier: null,
  tracking: null,
  sentAt: null,
  requests: [],
  ...over,
});

export const enrolment = (over: Partial<Enrolment> = {}): Enrolment => ({
  ...facts(),
  customerId: 'customer-1',
  status: 'ENROLLING',
  enrolledAt: START,
  steps: [],
  ...over,
});
