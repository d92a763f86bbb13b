import { describe, expect, test } from 'vitest';
import { START, tell } from '../../runtime/tasks/testing/given.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import { orderSeen, shipmentSeen } from '../seen.ts';
import { order, orderLines, payment, shipment, usd } from '../testing/records.ts';
import { activity } from './processor.ts';

const given = { processor: activity, key: 'order-1' };
const ordered = (status: Order['status'], version: number, over: Partial<Order> = {}) =>
  ({ from: 'orders', key: 'order-1', value: order(status, { version, ...over }) }) as const;
const paid = (status: Payment['status'], version: number, over: Partial<Payment> = {}) =>
  ({ from: 'payments', key: 'order-1', value: payment(status, { version, ...over }) }) as const;
const captured = { captured: usd(2500) };

/** So many of the first line and of the second came back. */
const back = (first: number, second: number): Partial<Order> => ({
  lines: orderLines.map(line => ({ ...line, returnedQuantity: line.line === 1 ? first : second })),
});

const placed = tell(given, [ordered('PLACED', 1)]).state;
const delivered = tell(
  given,
  [paid('AUTHORISED', 2), ordered('DISPATCHED', 5), paid('CAPTURED', 4, captured), ordered('DELIVERED', 7)],
  placed,
).state;

describe('what concerns the customer', () => {
  test('is passed on to his partition, with what was said before', () => {
    const { state, requests } = tell(given, [ordered('PLACED', 1), paid('AUTHORISED', 2)]);
    expect(state).toMatchObject({ version: 2, passes: 2, order: { version: 1 }, payment: { version: 2 } });
    const content = { orderStatus: 'PLACED', placedAt: START, total: usd(2500), open: true, kept: null };
    expect(requests).toMatchObject([
      {
        topic: 'customer-activity',
        key: 'customer-1',
        id: 'order-1/activity/1',
        type: 'longplay.activity.placed',
        value: { orderId: 'order-1', version: 1, before: null, after: { ...content, paymentStatus: 'UNKNOWN' } },
      },
      {
        id: 'order-1/activity/2',
        type: 'longplay.activity.payment-authorised',
        value: { version: 2, before: content, after: { ...content, paymentStatus: 'AUTHORISED' } },
      },
    ]);
  });

  test('is the same whichever comes first; a payment waits for its order', () => {
    const first = tell(given, [paid('AUTHORISED', 2)]);
    expect(first).toMatchObject({ state: { passes: 0, content: null, payment: { version: 2 } }, requests: [] });
    const both = tell(given, [ordered('PLACED', 1)], first.state);
    expect(both.requests).toMatchObject([
      { value: { before: null, after: { orderStatus: 'PLACED', paymentStatus: 'AUTHORISED' } } },
    ]);
  });

  test('is not that the order took a neighbour in, nor that a payment is asked for or began a step', () => {
    const noNews = [
      ordered('PLACED', 2),
      ordered('PLACED', 3, { deadlines: [{ name: 'pack', owedBy: 'warehouse', since: 0, due: 0, passes: 0 }] }),
      paid('REQUESTED', 1),
    ];
    expect(tell(given, noNews, placed)).toMatchObject({ state: { version: 1, passes: 1 }, requests: [] });
    const authorised = tell(given, [paid('AUTHORISED', 2)], placed).state;
    const answering = paid('AUTHORISED', 3, { answersVersion: 4 });
    expect(tell(given, [answering], authorised).state?.version).toBe(authorised?.version);
  });

  test('of an older version is ignored', () => {
    const told = tell(given, [ordered('PLACED', 2), paid('AUTHORISED', 3), ordered('CONFIRMED', 4)], delivered);
    expect(told).toMatchObject({ state: { version: delivered?.version }, requests: [] });
  });

  test('says by whom a payment was declined', () => {
    const reasons = ['card-declined', 'fraud-flagged'].map(declineReason => {
      const { requests } = tell(given, [paid('DECLINED', 2, { declineReason })], placed);
      return requests.map(({ value }) => value.after);
    });
    expect(reasons).toMatchObject([
      [{ paymentStatus: 'DECLINED', declineReason: 'card-declined' }],
      [{ paymentStatus: 'DECLINED', declineReason: 'fraud-flagged' }],
    ]);
  });
});

describe('an order is open', () => {
  test.each([
    ['REJECTED', paid('DECLINED', 2)],
    ['CANCELLED', paid('VOIDED', 3)],
    ['CANCELLED', paid('REFUNDED', 5, { ...captured, refunded: usd(2500) })],
    ['DELIVERED', paid('CAPTURED', 3, captured)],
  ] as const)('until it is %s and the payment settled, whichever comes first', (status, settled) => {
    const end = ordered(status, 9);
    for (const inputs of [
      [end, settled],
      [settled, end],
    ]) {
      const { state, requests } = tell(given, inputs, placed);
      expect(state?.content).toMatchObject({ orderStatus: status, open: false });
      expect(requests.map(({ value }) => (value.after as { open: boolean }).open)).toEqual([true, false]);
    }
  });

  test.each([
    ['REJECTED', paid('AUTHORISED', 2)],
    ['CANCELLED', paid('FAILED', 3)],
    ['DELIVERED', paid('FAILED', 3)],
    ['DELIVERED', paid('AUTHORISED', 2)],
  ] as const)('%s while money is owed', (status, owing) => {
    expect(tell(given, [ordered(status, 9), owing], placed).state?.content?.open).toBe(true);
  });

  test('again from a return on, until what came back is refunded', () => {
    const returning = tell(given, [ordered('RETURNING', 8)], delivered).state;
    expect(returning?.content).toMatchObject({ open: true, kept: usd(2500) });
    const received = tell(given, [ordered('DELIVERED', 9, back(1, 0))], returning).state;
    expect(received?.content).toMatchObject({ open: true, kept: usd(1500) });
    const refunded = tell(given, [paid('REFUNDED', 6, { ...captured, refunded: usd(1000) })], received).state;
    expect(refunded?.content).toMatchObject({ open: false, kept: usd(1500) });
    const rest = [
      ordered('RETURNING', 10, back(1, 0)),
      ordered('RETURNED', 11, back(2, 1)),
      paid('REFUNDED', 8, { ...captured, refunded: usd(2500) }),
    ];
    expect(tell(given, rest, refunded).state?.content).toMatchObject({
      orderStatus: 'RETURNED',
      open: false,
      kept: usd(0),
    });
  });
});

describe('what is kept', () => {
  test('is what was delivered, less the discount, to the cent as payments refunds it', () => {
    const discounted = { subtotal: usd(2500), discount: usd(833), total: usd(1667) };
    const all = tell(given, [ordered('DELIVERED', 2, discounted)]).state;
    const some = tell(given, [ordered('DELIVERED', 3, { ...discounted, ...back(1, 1) })], all).state;
    expect([all?.content?.kept, some?.content?.kept]).toEqual([usd(1667), usd(667)]);
  });

  test('is nothing before the delivery, nor where the carrier brings it back', () => {
    const seen = shipmentSeen(shipment('FAILED', { version: 4, failureReason: 'address-unknown' }));
    const inputs = [ordered('DISPATCHED', 5), ordered('RETURNING', 6, { shipment: seen })];
    expect(tell(given, inputs, placed).state?.content?.kept).toBeNull();
    const returned = ordered('RETURNED', 7, { shipment: { ...seen, status: 'RETURNED' }, ...back(2, 1) });
    const refunded = paid('REFUNDED', 9, { ...captured, refunded: usd(2500) });
    expect(tell(given, [...inputs, refunded, returned], placed).state?.content).toMatchObject({
      kept: null,
      open: false,
    });
  });
});

describe('points', () => {
  const held = (status: 'HELD' | 'GIVING_BACK' = 'HELD') => ({
    loyalty: { requestId: 'r', points: 10, status, accountVersion: 1, discount: usd(10) },
  });

  test.each([
    ['held before the dispatch', ordered('CONFIRMED', 3, held()), 0],
    ['with the parcel', ordered('DISPATCHED', 3, held()), 10],
    ['after some came back', ordered('DELIVERED', 3, { ...held(), ...back(1, 0) }), 6],
    ['when all is back', ordered('RETURNED', 3, { ...held(), ...back(2, 1) }), 0],
    ['given back', ordered('DISPATCHED', 3, held('GIVING_BACK')), 0],
  ])('%s count as spent', (_, input, spent) => {
    expect(tell(given, [input]).state?.content?.pointsSpent).toBe(spent);
  });
});

test('a status of a later version is not guessed, neither of a fact nor of its own state', () => {
  const unknown = expect.objectContaining({ code: 'LP_STREAMS_VALUE_UNKNOWN' });
  for (const input of [ordered('UNKNOWN', 2), paid('UNKNOWN', 2)]) {
    expect(() => tell(given, [input], placed)).toThrow(unknown);
  }
  const later = placed && { ...placed, order: orderSeen(order('PLACED')) };
  const state = later && { ...later, order: { ...later.order, status: 'UNKNOWN' as const } };
  expect(() => tell(given, [ordered('CONFIRMED', 3)], state)).toThrow(unknown);
});
