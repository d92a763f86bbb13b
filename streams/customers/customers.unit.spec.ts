import { describe, expect, test } from 'vitest';
import { passed, tell } from '../../runtime/tasks/testing/given.ts';
import type { CustomerDetails, CustomerRequest } from '../../schemas/types/customer-requests.ts';
import { customer, event, readable } from '../testing/records.ts';
import { customers } from './processor.ts';

const given = { processor: customers, key: 'customer-1' };
const request = (type: CustomerRequest['type'], over: Partial<CustomerRequest> = {}, id: string = type) =>
  ({
    from: 'customer-requests',
    key: 'customer-1',
    value: {
      event: event(id),
      customerId: 'customer-1',
      type,
      bodyHash: 'hash',
      restsOn: [],
      register: null,
      change: null,
      erase: null,
      ...over,
    },
  }) as const;
const details: CustomerDetails = {
  name: 'n',
  email: 'e',
  phone: null,
  company: null,
  addresses: [{ addressId: '1', address: readable }],
};
const register = request('REGISTER', { register: details });
const change = (over: Partial<CustomerDetails>, id = 'change-1') =>
  request('CHANGE', { change: { ...details, ...over } }, id);
const erase = request('ERASE', { erase: { reasonCode: null } });
const known = tell(given, [register]).state;

describe('a customer', () => {
  test('is registered, and may order', () => {
    const { state, outcomes } = tell(given, [register]);
    expect(state).toMatchObject({ status: 'ACTIVE', acceptsOrders: true, addresses: details.addresses, erasure: null });
    expect(outcomes).toMatchObject([{ answer: 'ACCEPTED', fact: { version: 1 } }]);
  });

  test('changes: a moved address is remembered for fraud, a changed name is not', () => {
    const elsewhere = [{ addressId: '1', address: { ...readable, street: 'Ullevålsveien 14' } }];
    const { state } = tell(given, [change({ name: 'm' }), change({ addresses: elsewhere }, 'change-2')], known);
    expect(state).toMatchObject({ name: 'n', addresses: elsewhere });
    expect(state?.addressChanges).toHaveLength(1);
  });

  test('who moves often keeps the newest 32 moves', () => {
    const moves = Array.from({ length: 40 }, (_, at) =>
      change({ addresses: [{ addressId: `${at}`, address: readable }] }, `move-${at}`),
    );
    const { state } = tell(given, moves, known);
    expect(state?.addressChanges).toHaveLength(32);
    expect(state?.requests).toHaveLength(41);
  });

  test.each([
    ['already-registered', request('REGISTER', { register: details }, 'other')],
    ['body-missing', request('CHANGE')],
    [
      'too-many-addresses',
      change({ addresses: Array.from({ length: 17 }, (_, at) => ({ addressId: `${at}`, address: readable })) }),
    ],
    ['address-twice', change({ addresses: [...details.addresses, ...details.addresses] })],
  ])('is rejected: %s', (reason, input) => {
    expect(tell(given, [input], known).outcomes).toMatchObject([{ answer: 'REJECTED', reason }]);
  });

  test('whom nobody knows is neither changed nor erased', () => {
    const told = tell(given, [change({}), erase, request('REGISTER', {}, 'bare')]);
    expect(told.state).toBeNull();
    expect(told.outcomes).toMatchObject([
      { reason: 'unknown-customer' },
      { reason: 'unknown-customer' },
      { reason: 'body-missing' },
    ]);
  });
});

describe('an erasure', () => {
  const erasing = tell(given, [erase], known);

  test('takes no more orders, and its outcome waits until it is done', () => {
    expect(erasing.state).toMatchObject({
      status: 'ERASING',
      acceptsOrders: false,
      erasure: { requestId: 'ERASE', keyDestroyedAt: null },
      deadlines: [{ name: 'erase', owedBy: 'customers' }],
    });
    expect(erasing.outcomes).toEqual([]);
  });

  test('is remembered, also after 64 later requests; each of them is rejected', () => {
    const others = Array.from({ length: 64 }, (_, at) => change({}, `change-${at}`));
    const { state, outcomes } = tell(given, others, erasing.state);
    expect(new Set(outcomes.map(outcome => 'reason' in outcome && outcome.reason))).toEqual(new Set(['being-erased']));
    expect(tell(given, [erase], state)).toMatchObject({ state: { version: state?.version }, outcomes: [] });
  });

  test('that takes long is alarmed', () => {
    const { state, alarms } = tell(given, [passed(erasing.state, 'customer-1', 'erase')], erasing.state);
    expect([state?.status, alarms]).toEqual(['ERASING', ['overdue-erase']]);
  });

  test('done, nothing revives the customer', () => {
    const erased = customer({ status: 'ERASED', acceptsOrders: false, name: null, email: null, addresses: [] });
    const late = [request('REGISTER', { register: details }, 'again'), change({}), request('ERASE', {}, 'twice')];
    const { state, outcomes } = tell(given, late, erased);
    expect(state).toMatchObject({ status: 'ERASED', name: null, addresses: [], acceptsOrders: false });
    expect(outcomes).toMatchObject([{ reason: 'erased' }, { reason: 'erased' }, { reason: 'erased' }]);
  });
});
