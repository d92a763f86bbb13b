import { describe, expect, test } from 'vitest';
import { paymentCall } from '../../runtime/gateways/payments/calls.ts';
import { answer, passed, START, tell } from '../../runtime/tasks/testing/given.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { event, order, orderLines, shipment, usd } from '../testing/records.ts';
import { payments } from './processor.ts';

const given = { processor: payments, key: 'order-1' };
const ordered = (status: Order['status'], over: Partial<Order> = {}) =>
  ({ from: 'orders', key: 'order-1', value: order(status, over) }) as const;
const shipped = (status: Shipment['status'], version = 3, returned: Record<number, number> = {}) => {
  const lines = orderLines.map(({ line, sku, quantity }) => ({
    line,
    sku,
    quantity,
    title: '',
    refundedQuantity: returned[line] ?? 0,
    restockedQuantity: 0,
  }));
  return { from: 'shipments', key: 'order-1', value: shipment(status, { version, lines }) } as const;
};
const done = (state: Payment | null, kind: string, about = '') =>
  answer(state, 'order-1', kind, { status: 'done', reference: `their-${kind}` }, about);
const refused = (state: Payment | null, kind: string, code = 'no') =>
  answer(state, 'order-1', kind, { status: 'refused', code });
const failed = (state: Payment | null, kind: string) =>
  answer(state, 'order-1', kind, { status: 'failed', code: 'timeout' });
/** What the gateway makes of the pending effect. */
const call = (state: Payment | null) => {
  const [effect] = state?.effects ?? [];
  return state && effect && paymentCall(effect, state);
};
const placed = tell(given, [ordered('PLACED')]).state;
const authorised = tell(given, [done(placed, 'authorise')], placed).state;
const capturing = tell(given, [shipped('DISPATCHED')], authorised).state;
const captured = tell(given, [done(capturing, 'capture')], capturing).state;
const rejecting = ordered('REJECTING', { version: 5, askedVersion: 5 });

describe('a placed order', () => {
  test('is to be authorised: the intent comes first', () => {
    expect(placed).toMatchObject({
      status: 'REQUESTED',
      amount: usd(2500),
      fraud: { flagged: false, version: null },
      effects: [{ id: 'order-1/authorise', kind: 'authorise', attempt: 1, idempotencyKey: 'order-1/authorise' }],
      deadlines: [{ name: 'authorise', owedBy: 'provider' }],
    });
    expect(call(placed)).toMatchObject({ operation: 'authorise', money: usd(2500) });
  });

  test('AUTHORISED, and nothing is owed until the parcel is on its way', () => {
    expect(authorised).toMatchObject({
      status: 'AUTHORISED',
      authorisation: { amount: usd(2500), reference: 'their-authorise' },
      effects: [],
      deadlines: [],
    });
  });

  test('DECLINED by the provider, whatever comes of the order', () => {
    const { state } = tell(given, [refused(placed, 'authorise', 'card-declined'), rejecting], placed);
    expect(state).toMatchObject({ status: 'DECLINED', declineReason: 'card-declined', answersVersion: 5, effects: [] });
  });

  test('confirmed or published again, it is no news', () => {
    const news = [
      ordered('PLACED', { version: 2 }),
      ordered('CONFIRMED', { version: 3 }),
      ordered('PACKED', { version: 4 }),
    ];
    expect(tell(given, news, authorised).state?.version).toBe(authorised?.version);
  });

  test('that costs nothing asks the provider for nothing', () => {
    const free = { total: usd(0), subtotal: usd(0), lines: orderLines.map(line => ({ ...line, unitPrice: usd(0) })) };
    const begun = tell(given, [ordered('PLACED', free)]).state;
    expect(begun).toMatchObject({ status: 'AUTHORISED', effects: [] });
    expect(tell(given, [shipped('DISPATCHED')], begun).state).toMatchObject({ status: 'CAPTURED', captured: usd(0) });
    expect(tell(given, [rejecting], begun).state).toMatchObject({ status: 'VOIDED', effects: [], answersVersion: 5 });
  });
});

describe('the fraud flag', () => {
  const flag = { event: event(), customerId: 'customer-1', version: 4, rules: ['three-declines'], until: null };
  const row = (over: object) => ({
    ...given,
    tables: { 'fraud-flags': { 'customer-1': { ...flag, flag: 'FLAGGED', ...over } as never } },
  });

  test('declines without asking the provider, and is kept as it was read', () => {
    const { state } = tell(row({}), [ordered('PLACED')]);
    expect(state).toMatchObject({
      status: 'DECLINED',
      declineReason: 'fraud-flagged',
      effects: [],
      fraud: { flagged: true, version: 4, rules: ['three-declines'], readAt: START },
    });
  });

  test('is read once: one that comes later changes nothing, and a decline by the rule leaves nothing to undo', () => {
    const confirmed = ordered('CONFIRMED', { version: 3 });
    expect(tell(row({}), [ordered('PLACED', { version: 2 }), confirmed], authorised).state).toEqual(authorised);
    const declined = tell(row({}), [ordered('PLACED')]).state;
    const { state } = tell(row({ flag: 'CLEAR' }), [ordered('PLACED', { version: 2 }), rejecting], declined);
    expect(state).toMatchObject({ status: 'DECLINED', fraud: { flagged: true }, effects: [], answersVersion: 5 });
  });

  test('of a value that this version does not know is not guessed', () => {
    expect(() => tell(row({ flag: 'UNKNOWN' }), [ordered('PLACED')])).toThrow('fraud flag');
  });

  test.each([{ flag: 'CLEAR' }, { until: START - 1 }, { flag: 'CLEAR', erased: true }])('%o declines nothing', over => {
    expect(tell(row(over), [ordered('PLACED')]).state).toMatchObject({
      status: 'REQUESTED',
      fraud: { flagged: false },
    });
  });
});

describe('an order that is rejected or cancelled', () => {
  test('before it was seen placed: answered, and nothing was done', () => {
    const early = ordered('CANCELLING', { version: 2, askedVersion: 2, total: null });
    expect(tell(given, [early]).state).toMatchObject({
      status: 'VOIDED',
      answersVersion: 2,
      effects: [],
      amount: null,
    });
  });

  test('authorised: voided', () => {
    const voiding = tell(given, [rejecting], authorised).state;
    expect(voiding).toMatchObject({ status: 'AUTHORISED', answersVersion: 5, effects: [{ kind: 'void' }] });
    expect(call(voiding)).toMatchObject({ operation: 'void', of: 'their-authorise' });
    expect(tell(given, [done(voiding, 'void')], voiding).state).toMatchObject({ status: 'VOIDED', effects: [] });
  });

  test('still asking: the answer is waited for, then undone', () => {
    const retried = tell(given, [failed(placed, 'authorise')], placed).state;
    const waiting = tell(given, [rejecting], retried).state;
    expect(waiting).toMatchObject({
      status: 'REQUESTED',
      answersVersion: 5,
      effects: [{ kind: 'authorise', attempt: 2 }],
    });
    const { state } = tell(given, [done(waiting, 'authorise')], waiting);
    expect(state?.effects).toMatchObject([{ kind: 'void' }]);
  });

  test('captured: refunded in full', () => {
    const { state } = tell(given, [rejecting], captured);
    expect(state).toMatchObject({ effects: [{ kind: 'refund' }], refunds: [{ amount: usd(2500), status: 'PENDING' }] });
  });

  test('STOPPING is answered, and nothing undone', () => {
    const { state } = tell(given, [ordered('STOPPING', { version: 6, askedVersion: 6 })], authorised);
    expect(state).toMatchObject({ status: 'AUTHORISED', answersVersion: 6, effects: [] });
  });

  test('asking again under another version is answered again; published again it is not', () => {
    const voided = tell(
      given,
      [rejecting],
      tell(given, [ordered('STOPPING', { version: 4, askedVersion: 4 })], authorised).state,
    );
    expect(voided.state?.answersVersion).toBe(5);
    const again = ordered('REJECTING', { version: 6, askedVersion: 5 });
    expect(tell(given, [again], voided.state).state?.version).toBe(voided.state?.version);
  });
});

describe('a step that is not done', () => {
  test('is tried again later, ever less often, with the same key', () => {
    let state = placed;
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 14; attempt++) {
      state = tell(given, [failed(state, 'authorise')], state).state;
      const [effect] = state?.effects ?? [];
      expect(effect).toMatchObject({ attempt: attempt + 1, lastError: 'timeout', idempotencyKey: 'order-1/authorise' });
      waits.push((effect?.retryAt ?? 0) - START);
    }
    expect(waits.slice(0, 3)).toEqual([5_000, 10_000, 20_000]);
    expect(waits.at(-1)).toBe(3_600_000);
    expect(state?.status).toBe('REQUESTED');
  });

  test('of an older attempt counts for nothing', () => {
    const late = failed(placed, 'authorise');
    const retried = tell(given, [late], placed).state;
    expect(tell(given, [late], retried).state?.version).toBe(retried?.version);
  });

  test.each(['capture', 'void'] as const)('%s failed: visible and alarmed once, until it is done', kind => {
    const pending = kind === 'capture' ? capturing : tell(given, [rejecting], authorised).state;
    const first = tell(given, [failed(pending, kind)], pending);
    expect(first).toMatchObject({
      state: { status: 'FAILED', failure: { step: kind.toUpperCase(), code: 'timeout' }, effects: [{ attempt: 2 }] },
      alarms: [`payment-${kind}-failed`],
    });
    const second = tell(given, [failed(first.state, kind)], first.state);
    expect(second.alarms).toEqual([]);
    expect(second.state?.history).toHaveLength(first.state?.history.length ?? 0);
    const { state } = tell(given, [done(second.state, kind)], second.state);
    expect(state).toMatchObject({ status: kind === 'capture' ? 'CAPTURED' : 'VOIDED', failure: null, deadlines: [] });
  });

  test('capture refused, and then everything comes back: nothing is owed, so what was set aside is let go', () => {
    const all = Object.fromEntries(orderLines.map(({ line, quantity }) => [line, quantity]));
    const stuck = tell(given, [refused(capturing, 'capture')], capturing).state;
    const some = tell(given, [shipped('RETURNED', 4, { 1: 1 })], stuck).state;
    expect(some).toMatchObject({ effects: [], deadlines: [{ owedBy: 'operator' }] });
    const back = tell(given, [shipped('RETURNED', 5, all)], some).state;
    expect(back).toMatchObject({ effects: [{ kind: 'void' }], deadlines: [{ name: 'void', owedBy: 'provider' }] });
    const voided = { status: 'VOIDED', failure: null, effects: [], deadlines: [] };
    expect(tell(given, [done(back, 'void')], back).state).toMatchObject(voided);
  });

  test.each(['capture', 'void', 'refund'] as const)('%s refused: a person owes it', kind => {
    const refunding = tell(given, [shipped('RETURNED', 9, { 1: 1 })], captured).state;
    const voiding = tell(given, [rejecting], authorised).state;
    const pending = { capture: capturing, void: voiding, refund: refunding }[kind];
    const told = tell(given, [refused(pending, kind)], pending);
    expect(told).toMatchObject({
      state: { status: 'FAILED', failure: { step: kind.toUpperCase(), code: 'no' }, effects: [] },
      alarms: [`payment-${kind}-refused`],
    });
    expect(told.state?.deadlines).toMatchObject([{ name: kind, owedBy: 'operator' }]);
    const overdue = tell(given, [passed(told.state, 'order-1', kind)], told.state);
    expect(overdue).toMatchObject({ state: { status: 'FAILED' }, alarms: [`overdue-${kind}`] });
  });

  test('of the authorisation, past its last deadline: FAILED, the effect stays, and what got through is voided', () => {
    let state = placed;
    for (let pass = 1; pass < 4; pass++) {
      const told = tell(given, [passed(state, 'order-1', 'authorise')], state);
      expect(told).toMatchObject({ state: { status: 'REQUESTED' }, alarms: ['overdue-authorise'] });
      state = told.state;
    }
    const ended = tell(given, [passed(state, 'order-1', 'authorise')], state).state;
    expect(ended).toMatchObject({
      status: 'FAILED',
      failure: { step: 'AUTHORISE', code: 'provider-timeout' },
      effects: [{ kind: 'authorise' }],
    });
    const late = tell(given, [done(ended, 'authorise')], ended).state;
    expect(late).toMatchObject({ status: 'FAILED', effects: [{ kind: 'void' }] });
    expect(tell(given, [done(late, 'void')], late).state).toMatchObject({
      status: 'VOIDED',
      failure: null,
      effects: [],
    });
    const never = tell(given, [refused(ended, 'authorise')], ended).state;
    expect(never).toMatchObject({ status: 'DECLINED', failure: null, effects: [] });
  });
});

describe('after dispatch', () => {
  test('the payment is captured once, and a shipment that says nothing new is no news', () => {
    expect(capturing?.effects).toMatchObject([{ kind: 'capture', idempotencyKey: 'order-1/capture' }]);
    expect(call(capturing)).toMatchObject({ operation: 'capture', of: 'their-authorise', money: usd(2500) });
    expect(captured).toMatchObject({ status: 'CAPTURED', captured: usd(2500), deadlines: [] });
    expect(tell(given, [shipped('DELIVERED', 4)], captured).state?.version).toBe(captured?.version);
    expect(tell(given, [shipped('PACKED', 2)], authorised).state?.version).toBe(authorised?.version);
  });

  test('what comes back is refunded by line, one refund after the other, to the cent', () => {
    const first = tell(given, [shipped('RETURNED', 9, { 1: 1 })], captured).state;
    expect(first).toMatchObject({
      effects: [{ kind: 'refund', about: '9' }],
      refunds: [{ refundId: '9', amount: usd(1000) }],
    });
    expect(call(first)).toMatchObject({ operation: 'refund', of: 'their-capture', money: usd(1000) });
    const more = tell(given, [shipped('RETURNED', 12, { 1: 2, 2: 1 })], first).state;
    expect(more?.effects).toHaveLength(1);
    const second = tell(given, [done(more, 'refund', '9')], more).state;
    expect(second).toMatchObject({ status: 'REFUNDED', refunded: usd(1000), effects: [{ about: '12' }] });
    const both = tell(given, [done(second, 'refund', '12')], second).state;
    expect(both).toMatchObject({ status: 'REFUNDED', refunded: usd(2500), effects: [], captured: usd(2500) });
  });

  test('what is back before the capture is known is refunded after it', () => {
    const back = tell(given, [shipped('RETURNED', 9, { 1: 2 })], capturing).state;
    expect(back?.effects).toMatchObject([{ kind: 'capture' }]);
    expect(tell(given, [done(back, 'capture')], back).state?.effects).toMatchObject([{ kind: 'refund' }]);
  });

  test('a discount is shared by the lines so that nothing is lost or won', () => {
    const lines = [1, 2, 3].map(line => ({
      ...orderLines[0],
      line,
      quantity: 3,
      unitPrice: usd(111),
    })) as Order['lines'];
    const discounted = { lines, subtotal: usd(999), discount: usd(299), total: usd(700) };
    const begun = tell(given, [ordered('PLACED', discounted)]).state;
    expect(begun?.lines.reduce((sum, line) => sum + (line.value?.amount ?? 0), 0)).toBe(700);
  });
});
