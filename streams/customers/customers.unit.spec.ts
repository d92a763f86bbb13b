import { describe, expect, test } from 'vitest';
import { START, tell } from '../../runtime/tasks/testing/given.ts';
import { readable } from '../testing/records.ts';
import { change, details, erase, given, register, request } from './testing/inputs.ts';

const known = tell(given, [register]).state;

describe('a customer', () => {
  test('is registered, and may order', () => {
    const { state, outcomes } = tell(given, [register]);
    expect(state).toMatchObject({ status: 'ACTIVE', acceptsOrders: true, addresses: details.addresses, erasure: null });
    expect(outcomes).toMatchObject([{ answer: 'ACCEPTED', fact: { version: 1 } }]);
  });

  test('who enrols says since when, also once he is erased; who is brought in does not', () => {
    expect(known).toMatchObject({ enrolledAt: null });
    const { state } = tell(given, [request('REGISTER', { register: details, enrols: true })]);
    expect(state).toMatchObject({ enrolledAt: START });
    expect(tell(given, [change({ name: 'N' }), erase], state).state).toMatchObject({
      status: 'ERASED',
      enrolledAt: START,
    });
  });

  test('changes: a moved address is remembered for fraud, a changed name is not', () => {
    const elsewhere = [{ addressId: '1', address: { ...readable, street: 'Ullevålsveien 14' } }];
    const { state } = tell(given, [change({ name: 'Leonie' }), change({ addresses: elsewhere }, 'change-2')], known);
    expect(state).toMatchObject({ name: details.name, addresses: elsewhere });
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
