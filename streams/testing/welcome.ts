import { START } from '../../runtime/tasks/testing/given.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { WelcomePackRequest } from '../../schemas/types/welcome-pack-requests.ts';
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
