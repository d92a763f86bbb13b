import type { AnswerInput, Decision } from '../../runtime/tasks/definition.ts';
import type { FatEvent } from '../../runtime/tasks/fat-event.ts';
import { deadlinesOf, type Patience } from '../../runtime/tasks/patience.ts';
import { triedLater } from '../../runtime/tasks/retry.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import { type Asked, accepted } from '../door.ts';
import { patience } from '../patience.ts';
import { type CustomerContext, type CustomerDraft, openOrdersOf } from './model.ts';

type Erasure = NonNullable<Customer['erasure']>;
type Now = Pick<CustomerContext, 'now'>;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** The first wait before the vault is asked again after its gateway gave up, and the longest, in milliseconds. */
const RETRY = { first: 5 * SECOND, longest: 60 * MINUTE } as const;

/** How long each step of an erasure is waited for, by the deadline's name. It stays owed, and is alarmed at each pass. */
export const waits: Readonly<Record<string, Patience>> = {
  erase: patience.erasure,
  'destroy-key': { within: MINUTE, growth: 2, most: DAY, passes: null },
};

/** No new orders from now on. */
export function erasing(customer: CustomerDraft, requestId: string, { now }: Now): CustomerDraft {
  const owed = [{ name: 'erase', owedBy: 'customers', patience: patience.erasure }];
  return {
    ...customer,
    status: 'ERASING',
    acceptsOrders: false,
    erasure: { requestId, since: now, keyDestroyedAt: null },
    deadlines: deadlinesOf(owed, customer.deadlines, now),
  };
}

/** The customer after the last of the open orders: ERASED, if that was waited for. `what` is said in any case. */
export function erasedAtLast(customer: CustomerDraft, { now }: Now, what: readonly string[] = []): Decision<Customer> {
  const { status, erasure } = customer;
  if (status !== 'ERASING' || erasure === null || openOrdersOf(customer) > 0) return { state: customer, what };
  const entry = customer.requests.find(({ id }) => id === erasure.requestId);
  const requests = customer.requests.map(one =>
    one === entry ? { ...one, at: now, accepted: true, reason: null } : one,
  );
  const asked: Asked = {
    topic: 'customer-requests',
    id: erasure.requestId,
    type: 'ERASE',
    bodyHash: entry?.bodyHash ?? null,
    restsOn: [],
  };
  const state = erased(customer, erasure, requests, now);
  return { state, what: [...what, 'ERASED'], outcomes: [accepted(asked)] };
}

/** Written out, so that whatever is added to a customer some day does not stay by itself. */
const erased = (
  { customerId, enrolledAt }: CustomerDraft,
  erasure: Erasure,
  requests: CustomerDraft['requests'],
  now: number,
): CustomerDraft => ({
  customerId,
  status: 'ERASED',
  name: null,
  email: null,
  phone: null,
  company: null,
  addresses: [],
  acceptsOrders: false,
  addressChanges: [],
  openOrders: [],
  openOrdersBeyond: 0,
  applied: Buffer.alloc(0),
  erasure,
  // So that the welcome ends, also where nothing earlier of the customer was read.
  enrolledAt,
  requests,
  deadlines: deadlinesOf(
    [{ name: 'destroy-key', owedBy: 'vault', patience: waits['destroy-key'] as Patience }],
    [],
    now,
  ),
  effects: [
    {
      id: `${customerId}/destroy-key`,
      kind: 'destroy-key',
      about: '',
      attempt: 1,
      idempotencyKey: `${customerId}/destroy-key`,
      reference: null,
      since: now,
      retryAt: null,
      lastError: null,
    },
  ],
});

/** Whose key a state intends to destroy. Only customers intends that. */
export const keyOwner = (state: FatEvent): string => (state as Customer).customerId;

/**
 * The vault's answer. Destroying a key twice changes nothing, so whatever is not known to be done is asked for again, ever
 * less often, and never given up.
 */
export function keyAnswered(customer: Customer, { effect, answer }: AnswerInput, { now }: Now): Decision<Customer> {
  const entry = customer.effects.find(({ id }) => id === effect.id);
  if (entry === undefined || customer.erasure === null) return {};
  if (answer.status === 'done') {
    const erasure = { ...customer.erasure, keyDestroyedAt: now };
    return { state: { ...customer, erasure, effects: [], deadlines: [] }, what: 'KEY_DESTROYED' };
  }
  if (effect.attempt < entry.attempt) return {};
  const again = triedLater(entry, answer.code, RETRY, now);
  return { state: { ...customer, effects: customer.effects.map(one => (one === entry ? again : one)) } };
}
