import { describe, expect, test } from 'vitest';
import { tell } from '../../runtime/tasks/testing/given.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { VersionRef } from '../../schemas/types/shared.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { order, orderRequest, shipment } from '../testing/records.ts';
import { orders } from './processor.ts';

const given = { processor: orders, key: 'order-1' };
const cancel = (id = 'cancel-1', bodyHash = 'hash', restsOn: readonly VersionRef[] = []) => {
  const body = { reasonCode: 'changed-mind', reason: null };
  return {
    from: 'order-requests',
    key: 'order-1',
    value: orderRequest('CANCEL', id, { cancel: body, bodyHash, restsOn }),
  } as const;
};
const shipped = (status: Shipment['status'], over: Partial<Shipment> = {}) =>
  ({ from: 'shipments', key: 'order-1', value: shipment(status, over) }) as const;

describe('a cancel', () => {
  test.each(['RECEIVED', 'PLACED'] as const)('from %s is accepted at once', status => {
    const { state, outcomes } = tell(given, [cancel()], order(status, { version: 2 }));
    expect(state).toMatchObject({ status: 'CANCELLING', askedVersion: 3, cancellation: { status: 'ACCEPTED' } });
    expect(outcomes).toMatchObject([{ requestId: 'cancel-1', answer: 'ACCEPTED', fact: { version: 3 } }]);
  });

  test.each(['CONFIRMED', 'PACKED'] as const)('from %s waits for shipping', status => {
    const { state, outcomes } = tell(given, [cancel()], order(status, { version: 2 }));
    expect(state).toMatchObject({ status: 'STOPPING', askedVersion: 3, cancellation: { status: 'OPEN' } });
    expect(state?.deadlines).toMatchObject([{ name: 'stop', owedBy: 'shipping' }]);
    expect(outcomes).toEqual([]);
  });

  test.each([
    ['STOPPED', shipped('STOPPED', { version: 4, answersVersion: 3 })],
    ['STOPPED of itself', shipped('STOPPED', { version: 4, failureReason: 'address-unreadable' })],
  ])('%s: CANCELLING, and the cancel is accepted with it', (_, input) => {
    const { state, outcomes } = tell(given, [cancel(), input], order('PACKED', { version: 2 }));
    expect(state).toMatchObject({ status: 'CANCELLING', askedVersion: 4, cancellation: { status: 'ACCEPTED' } });
    expect(state?.requests).toMatchObject([{ id: 'cancel-1', accepted: true, reason: null }]);
    expect(outcomes).toMatchObject([
      { requestId: 'cancel-1', bodyHash: 'hash', answer: 'ACCEPTED', fact: { version: 4 } },
    ]);
  });

  test.each([
    ['DISPATCHED', {}, ['CANCEL_REFUSED', 'DISPATCHED']],
    ['DELIVERED', {}, ['CANCEL_REFUSED', 'DISPATCHED', 'DELIVERED']],
    ['FAILED', { failureReason: 'refused' }, ['CANCEL_REFUSED', 'DISPATCHED', 'DELIVERY_FAILED', 'RETURNING']],
  ] as const)('%s: goes on, and the cancel is rejected with it', (status, over, history) => {
    const input = shipped(status, { version: 4, answersVersion: 3, ...over });
    const { state, outcomes } = tell(given, [cancel(), input], order('PACKED', { version: 2 }));
    expect(state).toMatchObject({ askedVersion: null, cancellation: { status: 'REFUSED' } });
    expect(state?.history.map(({ what }) => what)).toEqual(['STOPPING', ...history]);
    expect(outcomes).toMatchObject([{ requestId: 'cancel-1', answer: 'REJECTED', reason: 'already-dispatched' }]);
    expect(state?.requests).toMatchObject([{ accepted: false, reason: 'already-dispatched' }]);
  });

  test.each([
    ['STOPPING', 'cancel-in-progress'],
    ['CANCELLING', 'cancel-in-progress'],
    ['CANCELLED', 'already-cancelled'],
    ['REJECTING', 'already-rejected'],
    ['REJECTED', 'already-rejected'],
    ['DISPATCHED', 'already-dispatched'],
    ['RETURNED', 'already-dispatched'],
  ] satisfies [Order['status'], string][])('from %s is rejected: %s', (status, reason) => {
    const { state, outcomes } = tell(given, [cancel()], order(status, { deadlines: [] }));
    expect(outcomes).toMatchObject([{ answer: 'REJECTED', reason }]);
    expect(state).toMatchObject({ status, history: [{ what: 'CANCEL_REFUSED', reason }] });
    expect(tell(given, [cancel()], state).outcomes).toEqual([]);
  });

  test('of an order that nobody knows is rejected', () => {
    expect(tell(given, [cancel()])).toMatchObject({ state: null, outcomes: [{ reason: 'unknown-order' }] });
  });
});

describe('a cancel that is open', () => {
  const open = tell(given, [cancel()], order('PACKED')).state;

  test('is known, also after 64 later requests; with another body it is a reuse of its id', () => {
    const others = Array.from({ length: 64 }, (_, at) => cancel(`other-${at}`));
    const told = tell(given, others, open);
    expect(told.outcomes.map(({ answer }) => answer)).toEqual(Array(64).fill('REJECTED'));
    expect(told.state?.requests).toHaveLength(64);
    expect(tell(given, [cancel()], told.state).outcomes).toEqual([]);
    expect(tell(given, [cancel('cancel-1', 'other')], open).outcomes).toMatchObject([
      { reason: 'idempotency-key-reused' },
    ]);
  });
});

describe('a cancel that rests on a version', () => {
  const orderAt = (version: number, key = 'order-1', topic = 'orders') => [{ topic, key, version }];

  test.each([
    ['version-overtaken', orderAt(2)],
    ['version-unknown', orderAt(4)],
    ['version-of-another', orderAt(3, 'order-2')],
    ['version-of-another', orderAt(3, 'order-1', 'payments')],
  ])('%s: rejected', (reason, restsOn) => {
    const { outcomes } = tell(given, [cancel('cancel-1', 'hash', restsOn)], order('PLACED', { version: 3 }));
    expect(outcomes).toMatchObject([{ answer: 'REJECTED', reason }]);
  });

  test('that is the newest: accepted', () => {
    const { outcomes } = tell(given, [cancel('cancel-1', 'hash', orderAt(3))], order('PLACED', { version: 3 }));
    expect(outcomes).toMatchObject([{ answer: 'ACCEPTED' }]);
  });
});
