import { describe, expect, test } from 'vitest';
import { passed, START, tell } from '../../runtime/tasks/testing/given.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { ReturnedLine } from '../../schemas/types/shared.ts';
import type { ShipmentRequest } from '../../schemas/types/shipment-requests.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { event, order, readable } from '../testing/records.ts';
import { shipping } from './processor.ts';

const given = { processor: shipping, key: 'order-1' };
const ordered = (status: Order['status'], over: Partial<Order> = {}) =>
  ({ from: 'orders', key: 'order-1', value: order(status, over) }) as const;
const request = (type: ShipmentRequest['type'], over: Partial<ShipmentRequest> = {}, id: string = type) =>
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
      ...over,
    },
  }) as const;
const pack = request('PACK', { pack: { parcels: 2 } });
const dispatch = request('DISPATCH', { dispatch: { carrier: 'post', tracking: 'T1' } });
const deliver = request('DELIVER', { deliver: { deliveredAt: 77 } });
const fail = request('FAIL', { fail: { reasonCode: 'no-such-address', note: 'n' } });
const back = (...lines: ReturnedLine[]) =>
  request('RETURN', { return: { lines, note: null } }, `RETURN ${lines.map(({ line }) => line)}`);

const preparing = tell(given, [ordered('CONFIRMED', { version: 3 })]).state;
const packed = tell(given, [pack], preparing).state;
const dispatched = tell(given, [dispatch], packed).state;
const delivered = tell(given, [deliver], dispatched).state;
const stopping = ordered('STOPPING', { version: 6, askedVersion: 6 });
const stopped = tell(given, [stopping], packed).state;

describe('a confirmed order', () => {
  test('is prepared: address and lines as ordered, and the warehouse owes the packing', () => {
    expect(preparing).toMatchObject({
      status: 'PREPARING',
      address: readable,
      lines: [{ line: 1, sku: 'lp-1', quantity: 2, title: 'Title of lp-1' }, { line: 2 }],
      deadlines: [{ name: 'pack', owedBy: 'warehouse' }],
    });
  });

  test('goes through the warehouse to the doorstep, each step with its outcome', () => {
    const { state, outcomes } = tell(given, [pack, dispatch, deliver], preparing);
    expect(state).toMatchObject({ status: 'DELIVERED', parcels: 2, carrier: 'post', tracking: 'T1', deliveredAt: 77 });
    expect(state?.history.map(({ what }) => what)).toEqual(['PREPARING', 'PACKED', 'DISPATCHED', 'DELIVERED']);
    expect(outcomes.map(({ answer, fact }) => [answer, fact?.version])).toEqual([
      ['ACCEPTED', 2],
      ['ACCEPTED', 3],
      ['ACCEPTED', 4],
    ]);
    expect(state?.deadlines).toEqual([]);
  });

  test.each([null, { recipient: 'r', street: null, city: null, state: null, postalCode: null, country: null }])(
    'whose address can’t be read is stopped: %o',
    shippingAddress => {
      const { state } = tell(given, [ordered('CONFIRMED', { shippingAddress })]);
      expect(state).toMatchObject({ status: 'STOPPED', failureReason: 'address-unreadable', answersVersion: null });
    },
  );

  test('the warehouse is reminded, ever less often', () => {
    let state = preparing;
    for (let pass = 1; pass <= 3; pass++) {
      const told = tell(given, [passed(state, 'order-1', 'pack')], state);
      expect(told).toMatchObject({
        state: { status: 'PREPARING', deadlines: [{ passes: pass }] },
        alarms: ['overdue-pack'],
      });
      state = told.state;
    }
  });
});

describe('an order that asks', () => {
  test.each([
    ['PREPARING', preparing],
    ['PACKED', packed],
  ])('from %s: STOPPED, and the warehouse’s next step is rejected', (_, before) => {
    const { state } = tell(given, [stopping], before);
    expect(state).toMatchObject({ status: 'STOPPED', answersVersion: 6, deadlines: [] });
    expect(tell(given, [dispatch], state).outcomes).toMatchObject([{ answer: 'REJECTED', reason: 'stopped' }]);
  });

  test.each([
    ['DISPATCHED', dispatched],
    ['DELIVERED', delivered],
  ])('from %s: it stays so, and that is the answer', (status, before) => {
    expect(tell(given, [stopping], before).state).toMatchObject({ status, answersVersion: 6 });
  });

  test('without ever having been confirmed: STOPPED', () => {
    const { state } = tell(given, [ordered('REJECTING', { version: 2, askedVersion: 2 })]);
    expect(state).toMatchObject({ status: 'STOPPED', answersVersion: 2, lines: [], address: null });
    expect(tell(given, [ordered('CONFIRMED', { version: 1 })], state).state?.version).toBe(1);
  });

  test('is answered once for each version that asks, however often it is published', () => {
    const cancelling = ordered('CANCELLING', { version: 7, askedVersion: 7 });
    const answered = tell(given, [cancelling], stopped).state;
    expect(answered).toMatchObject({ status: 'STOPPED', answersVersion: 7 });
    const again = ordered('CANCELLING', { version: 8, askedVersion: 7 });
    expect(tell(given, [again, stopping], answered).state?.version).toBe(answered?.version);
  });
});

describe('the warehouse’s word', () => {
  test.each([
    ['unknown-shipment', null, pack],
    ['already-packed', packed, request('PACK', {}, 'other')],
    ['already-packed', delivered, request('PACK', {}, 'other')],
    ['not-packed', preparing, dispatch],
    ['already-dispatched', dispatched, request('DISPATCH', {}, 'other')],
    ['not-dispatched', packed, deliver],
    ['not-dispatched', preparing, fail],
    ['already-ended', delivered, fail],
    ['stopped', stopped, deliver],
    ['stopped', stopped, back({ line: 1, refunded: 1, restocked: 1 })],
    ['not-delivered', dispatched, back({ line: 1, refunded: 1, restocked: 1 })],
    ['no-lines', delivered, back()],
    ['line-twice', delivered, back({ line: 1, refunded: 1, restocked: 1 }, { line: 1, refunded: 1, restocked: 1 })],
    ['unknown-line', delivered, back({ line: 9, refunded: 1, restocked: 1 })],
    ['quantity-invalid', delivered, back({ line: 1, refunded: 1, restocked: 2 })],
    ['quantity-exceeded', delivered, back({ line: 1, refunded: 3, restocked: 0 })],
  ] satisfies [string, Shipment | null, unknown][])('is rejected: %s', (reason, before, input) => {
    expect(tell(given, [input], before).outcomes).toMatchObject([{ answer: 'REJECTED', reason }]);
  });

  test('once rejected stays rejected, also where it would be accepted by now', () => {
    const early = tell(given, [dispatch], preparing);
    expect(early.state?.history.at(-1)).toMatchObject({ what: 'DISPATCH_REFUSED', reason: 'not-packed' });
    const later = tell(given, [pack, dispatch], early.state);
    expect(later.state?.status).toBe('PACKED');
    expect(later.outcomes).toHaveLength(1);
  });
});

describe('goods that come back', () => {
  test('count by line, in all', () => {
    const inputs = [
      back({ line: 1, refunded: 1, restocked: 0 }),
      back({ line: 1, refunded: 1, restocked: 1 }, { line: 2, refunded: 1, restocked: 1 }),
    ];
    const { state } = tell(given, inputs, delivered);
    expect(state).toMatchObject({
      status: 'RETURNED',
      lines: [
        { refundedQuantity: 2, restockedQuantity: 1 },
        { refundedQuantity: 1, restockedQuantity: 1 },
      ],
    });
  });

  test('of a failed delivery: its reason stays', () => {
    const failed = tell(given, [fail], dispatched).state;
    expect(failed).toMatchObject({ status: 'FAILED', failureReason: 'no-such-address', note: 'n' });
    expect(failed?.deadlines).toMatchObject([{ name: 'come-back', owedBy: 'carrier' }]);
    const all = back({ line: 1, refunded: 2, restocked: 2 }, { line: 2, refunded: 1, restocked: 0 });
    const { state } = tell(given, [all], failed);
    expect(state).toMatchObject({ status: 'RETURNED', failureReason: 'no-such-address', deadlines: [] });
  });

  test('of a failed delivery in part: the carrier still owes the rest, since when it failed, and is reminded', () => {
    const failed = tell(given, [fail], dispatched).state;
    const part = tell({ ...given, now: START + 1_000 }, [back({ line: 1, refunded: 2, restocked: 2 })], failed).state;
    expect(part).toMatchObject({ status: 'RETURNED', deadlines: failed?.deadlines });
    const late = tell(given, [passed(part, 'order-1', 'come-back')], part);
    expect([late.state?.status, late.alarms]).toEqual(['RETURNED', ['overdue-come-back']]);
    const rest = back({ line: 2, refunded: 1, restocked: 1 });
    expect(tell(given, [rest], late.state).state).toMatchObject({ status: 'RETURNED', deadlines: [] });
  });

  test('of a part that the customer sends back: nobody owes the rest', () => {
    const { state } = tell(given, [back({ line: 1, refunded: 1, restocked: 1 })], delivered);
    expect(state).toMatchObject({ status: 'RETURNED', deadlines: [] });
  });
});
