import { describe, expect, test } from 'vitest';
import { passed, tell } from '../../runtime/tasks/testing/given.ts';
import type { PlaceOrder } from '../../schemas/types/order-requests.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { ofOrder } from '../activity/content.ts';
import * as records from '../testing/records.ts';
import {
  allocation,
  customer,
  loyaltyReply,
  orderRequest,
  payment,
  product,
  shipment,
  usd,
} from '../testing/records.ts';
import { orders } from './processor.ts';

const tables = {
  products: { 'lp-1': product('lp-1') },
  customers: { 'customer-1': customer() },
};
const given = { processor: orders, key: 'order-1', tables };
const none = { ...given, tables: { products: {}, customers: {} } };

const place = (pointsToSpend: number, over: Partial<PlaceOrder> = {}) => {
  const lines = [{ line: 1, sku: 'lp-1', quantity: 2, unitPrice: null }];
  const rest = { placedAt: null, lines, shippingAddress: null, expectedTotal: null, note: null };
  const body: PlaceOrder = { ...rest, pointsToSpend, ...over };
  return { from: 'order-requests', key: 'order-1', value: orderRequest('PLACE', 'place-1', { place: body }) } as const;
};
const cancel = {
  from: 'order-requests',
  key: 'order-1',
  value: orderRequest('CANCEL', 'cancel-1', { cancel: { reasonCode: null, reason: null } }),
} as const;
const replied = (...reply: Parameters<typeof loyaltyReply>) =>
  ({ from: 'loyalty-replies', key: 'order-1', value: loyaltyReply(...reply) }) as const;
const held = replied('HELD', { points: 300, discount: usd(300), accountVersion: 4 });
const refused = replied('REFUSED', { reason: 'insufficient-points', accountVersion: 4 });
const givenBack = replied('GIVEN_BACK', { points: 300, accountVersion: 5 });
const answers = (askedVersion: number | null | undefined) => {
  const over = { version: 9, answersVersion: askedVersion ?? null };
  return [
    { from: 'payments', key: 'order-1', value: payment('VOIDED', over) },
    { from: 'allocations', key: 'order-1', value: allocation('RELEASED', over) },
    { from: 'shipments', key: 'order-1', value: shipment('STOPPED', over) },
  ] as const;
};

const asked = tell(given, [place(300)]);
const placed = tell(given, [held], asked.state).state;
const givesBack = { topic: 'loyalty-requests', id: 'order-1/give-back/1', value: { type: 'GIVE_BACK', points: 300 } };

describe('points to be spent', () => {
  test('are asked for when the tables have shown what it costs; until loyalty answers it is RECEIVED', () => {
    expect(asked.state).toMatchObject({
      status: 'RECEIVED',
      subtotal: usd(2000),
      total: null,
      loyalty: { requestId: 'order-1/hold/1', points: 300, status: 'ASKED' },
      deadlines: [{ name: 'hold', owedBy: 'loyalty' }],
    });
    expect(asked.requests).toMatchObject([
      {
        topic: 'loyalty-requests',
        key: 'customer-1',
        id: 'order-1/hold/1',
        value: { type: 'HOLD', orderId: 'order-1', points: 300, subtotal: usd(2000), orderVersion: 1 },
      },
    ]);
  });

  test('are not asked for before the tables have shown it', () => {
    const received = tell(none, [place(300)]);
    expect([received.state?.status, received.requests]).toEqual(['RECEIVED', []]);
    const later = tell(given, [passed(received.state, 'order-1', 'tables')], received.state);
    expect(later.state?.deadlines.map(({ name }) => name)).toEqual(['hold']);
    expect(later.requests).toHaveLength(1);
  });

  test('are no more than the order can use; for nothing, none are', () => {
    expect(tell(given, [place(5_000)]).requests).toMatchObject([{ value: { points: 2_000 } }]);
    const free = { ...tables, products: { 'lp-1': product('lp-1', { price: usd(0) }) } };
    const { state, requests } = tell({ ...given, tables: free }, [place(300)]);
    expect(state).toMatchObject({ status: 'PLACED', total: usd(0), loyalty: null });
    expect(requests).toEqual([]);
  });

  test('held: PLACED, for the price that was read when they were asked for, less what they are worth', () => {
    const dearer = { ...tables, products: { 'lp-1': product('lp-1', { price: usd(9_000) }) } };
    const { state, requests } = tell({ ...given, tables: dearer }, [held], asked.state);
    expect(state).toMatchObject({
      status: 'PLACED',
      subtotal: usd(2000),
      discount: usd(300),
      total: usd(1700),
      loyalty: { status: 'HELD', points: 300, accountVersion: 4, discount: usd(300) },
    });
    expect(requests).toEqual([]);
    expect(state?.deadlines.map(({ name }) => name)).toEqual(['authorise', 'allocate']);
  });

  test('refused: turned down with loyalty’s reason, and nothing is to be given back', () => {
    const { state, requests } = tell(given, [refused], asked.state);
    expect(state).toMatchObject({
      status: 'REJECTING',
      rejection: { code: 'insufficient-points', by: 'loyalty' },
      loyalty: { status: 'REFUSED' },
    });
    expect(requests).toEqual([]);
    expect(tell(given, answers(state?.askedVersion), state).state?.status).toBe('REJECTED');
  });

  test('the total that the customer saw is the one after the discount', () => {
    const saw = (amount: number) => tell(given, [place(300, { expectedTotal: usd(amount) }), held]);
    expect(saw(1700).state).toMatchObject({ status: 'PLACED', total: usd(1700) });
    const { state, requests } = saw(2000);
    expect(state).toMatchObject({ status: 'REJECTING', rejection: { code: 'total-changed' } });
    expect(requests).toMatchObject([{ value: { type: 'HOLD' } }, givesBack]);
  });

  test('no answer: alarmed, then turned down, and they are asked back, since they may be held all the same', () => {
    let { state } = asked;
    for (let pass = 1; pass < 5; pass++) {
      const told = tell(given, [passed(state, 'order-1', 'hold', 'unread')], state);
      expect(told).toMatchObject({ state: { status: 'RECEIVED' }, alarms: ['overdue-hold'], requests: [] });
      state = told.state;
    }
    const last = tell(given, [passed(state, 'order-1', 'hold', 'unread'), held], state);
    expect(last.state).toMatchObject({
      status: 'REJECTING',
      rejection: { code: 'points-timeout', by: 'loyalty' },
      loyalty: { status: 'GIVING_BACK' },
    });
    expect(last.requests).toMatchObject([givesBack]);
  });

  test('an answer to something else, an old one, or one to an order without points changes nothing', () => {
    const other = replied('HELD', { requestId: 'order-1/hold/9', points: 300 });
    expect(tell(given, [other, givenBack], asked.state).state?.version).toBe(1);
    expect(tell(given, [refused], placed).state?.version).toBe(placed?.version);
    expect(tell(given, [held], records.order('PLACED')).state?.version).toBe(1);
    expect(tell(given, [held]).state).toBeNull();
  });
});

describe('an order that ends before its dispatch gives its points back once', () => {
  /** Through REJECTING or CANCELLING to the end, with loyalty's answer first, or last. */
  function ends(before: Order | null, end: Order['status']): void {
    for (const late of [true, false]) {
      const all = answers(before?.askedVersion);
      const { state, requests } = tell(given, late ? [...all, held, givenBack] : [held, givenBack, ...all], before);
      expect(state).toMatchObject({ status: end, loyalty: { status: 'GIVEN_BACK', accountVersion: 5 }, deadlines: [] });
      expect(requests).toEqual([]);
      const waiting = tell(given, all, before).state;
      expect(waiting?.deadlines).toMatchObject([{ name: 'give-back', owedBy: 'loyalty' }]);
      expect(waiting?.status).toBe(before?.status);
    }
  }

  test.each([
    ['declined', { from: 'payments', key: 'order-1', value: payment('DECLINED') }, 'REJECTING', 'REJECTED'],
    ['short', { from: 'allocations', key: 'order-1', value: allocation('SHORT') }, 'REJECTING', 'REJECTED'],
    ['cancelled', cancel, 'CANCELLING', 'CANCELLED'],
  ] as const)('%s from PLACED', (_, input, undoing, end) => {
    const { state, requests } = tell(given, [input], placed);
    expect(state).toMatchObject({ status: undoing, loyalty: { status: 'GIVING_BACK' } });
    expect(requests).toMatchObject([givesBack]);
    ends(state, end);
  });

  test('cancelled before loyalty has answered', () => {
    const { state, requests } = tell(given, [cancel], asked.state);
    expect(state).toMatchObject({ status: 'CANCELLING', loyalty: { status: 'GIVING_BACK' } });
    expect(requests).toMatchObject([givesBack]);
    ends(state, 'CANCELLED');
  });

  test('cancelled before anything was asked: nothing is', () => {
    const received = tell(none, [place(300)]).state;
    const { state, requests } = tell(given, [cancel], received);
    expect([state?.status, requests]).toEqual(['CANCELLING', []]);
    expect(tell(given, answers(state?.askedVersion), state).state?.status).toBe('CANCELLED');
  });

  test.each(['CONFIRMED', 'PACKED'] as const)('stopped from %s: only when shipping has stopped it', status => {
    const before = records.order(status, { version: 4, loyalty: placed?.loyalty ?? null });
    const stopping = tell(given, [cancel], before);
    expect([stopping.state?.status, stopping.requests]).toEqual(['STOPPING', []]);
    const parcel = { version: 3, answersVersion: 5 };
    const sent = { from: 'shipments', key: 'order-1', value: shipment('DISPATCHED', parcel) } as const;
    expect(tell(given, [sent], stopping.state)).toMatchObject({ state: { status: 'DISPATCHED' }, requests: [] });
    const stopped = { from: 'shipments', key: 'order-1', value: shipment('STOPPED', parcel) } as const;
    const { state, requests } = tell(given, [stopped], stopping.state);
    expect(requests).toMatchObject([givesBack]);
    ends(state, 'CANCELLED');
  });

  test('who does not answer is alarmed, and waited for', () => {
    const { state } = tell(given, [cancel], placed);
    const { alarms, state: later } = tell(given, [passed(state, 'order-1', 'give-back')], state);
    expect([later?.status, alarms]).toEqual(['CANCELLING', ['overdue-give-back']]);
  });
});

describe('an order that was dispatched asks nothing back: what was spent comes back with the goods', () => {
  const lines = (back: readonly [number]) =>
    back.map(refundedQuantity => ({
      line: 1,
      sku: 'lp-1',
      quantity: 2,
      title: '',
      refundedQuantity,
      restockedQuantity: 0,
    }));
  const shipped = (status: Shipment['status'], back: number, failureReason: string | null = null) => {
    const value = shipment(status, { version: 5 + back, lines: lines([back]), failureReason });
    return { from: 'shipments', key: 'order-1', value } as const;
  };

  test.each([
    ['a failed delivery', [shipped('FAILED', 0, 'refused'), shipped('RETURNED', 1, 'refused')], 'RETURNING', 150],
    ['a failed delivery, all of it', [shipped('RETURNED', 2, 'refused')], 'RETURNED', 0],
    ['a return in part', [shipped('DELIVERED', 0), shipped('RETURNED', 1)], 'DELIVERED', 150],
    ['a return of all of it', [shipped('RETURNED', 2)], 'RETURNED', 0],
  ] as const)('%s', (_, inputs, status, pointsSpent) => {
    const before = placed && records.order('CONFIRMED', { ...placed, status: 'CONFIRMED' });
    const { state, requests } = tell(given, inputs, before);
    expect(state).toMatchObject({ status, loyalty: { status: 'HELD' } });
    expect([requests, state && ofOrder(state).pointsSpent]).toEqual([[], pointsSpent]);
  });
});
