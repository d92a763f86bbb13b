import { describe, expect, test } from 'vitest';
import { passed, tell } from '../../runtime/tasks/testing/given.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { ShipmentRequest } from '../../schemas/types/shipment-requests.ts';
import { customer, event, order } from '../testing/records.ts';
import { shipping } from './processor.ts';

const given = { processor: shipping, key: 'order-1' };
const whose = (status: Customer['status']) => ({
  ...given,
  tables: { customers: { 'customer-1': customer({ status }) } },
});
const ordered = (status: Order['status'], over: Partial<Order> = {}) =>
  ({ from: 'orders', key: 'order-1', value: order(status, over) }) as const;
const request = (type: ShipmentRequest['type'], id: string = type) =>
  ({
    from: 'shipment-requests',
    key: 'order-1',
    value: {
      event: event(id),
      orderId: 'order-1',
      customerId: null,
      type,
      bodyHash: 'hash',
      restsOn: [],
      pack: null,
      dispatch: null,
      deliver: null,
      fail: null,
      return: null,
    },
  }) as const;

const stopped = { status: 'STOPPED', failureReason: 'address-unreadable', address: null, deadlines: [] };
const confirmed = ordered('CONFIRMED', { version: 3 });
const preparing = tell(whose('ACTIVE'), [confirmed]).state;
const packed = tell(whose('ACTIVE'), [request('PACK')], preparing).state;

describe('an order that slipped in before its customer was erased', () => {
  test('is stopped, though its address looks like any other: nobody can open it', () => {
    const { state } = tell(whose('ERASED'), [confirmed]);
    expect(state).toMatchObject({ ...stopped, answersVersion: null, lines: [] });
    const { state: answered } = tell(whose('ERASED'), [ordered('CANCELLING', { version: 5, askedVersion: 5 })], state);
    expect(answered).toMatchObject({ ...stopped, answersVersion: 5 });
  });

  test('and was being prepared already, is stopped where the warehouse would print its label', () => {
    const { state, outcomes } = tell(whose('ERASED'), [request('PACK'), request('PACK', 'again')], preparing);
    expect(state).toMatchObject(stopped);
    expect(outcomes).toMatchObject([
      { requestId: 'PACK', answer: 'REJECTED', reason: 'address-unreadable' },
      { requestId: 'again', answer: 'REJECTED', reason: 'stopped' },
    ]);
    expect(state?.history.map(({ what }) => what)).toEqual(['PREPARING', 'PACK_REFUSED', 'STOPPED', 'PACK_REFUSED']);
  });

  test('and is left lying, is stopped where the warehouse would be reminded of it', () => {
    const { state, alarms } = tell(whose('ERASED'), [passed(preparing, 'order-1', 'pack')], preparing);
    expect(state).toMatchObject(stopped);
    expect(alarms).toEqual([]);
  });

  test('and was packed, goes its way: the parcel has a label', () => {
    const { state } = tell(whose('ERASED'), [request('DISPATCH'), request('DELIVER')], packed);
    expect(state).toMatchObject({ status: 'DELIVERED' });
    expect(tell(whose('ERASED'), [passed(packed, 'order-1', 'dispatch')], packed).alarms).toEqual(['overdue-dispatch']);
  });
});

test.each(['ACTIVE', 'ERASING'] as const)('an order of a customer who is %s is prepared and packed', status => {
  const { state } = tell(whose(status), [confirmed, request('PACK')]);
  expect(state).toMatchObject({ status: 'PACKED', address: preparing?.address });
});

test('a customer whose status this version does not know, stops here', () => {
  expect(() => tell(whose('UNKNOWN'), [confirmed])).toThrow(
    expect.objectContaining({ code: 'LP_STREAMS_VALUE_UNKNOWN' }),
  );
});
