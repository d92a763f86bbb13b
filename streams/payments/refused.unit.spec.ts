import { expect, test } from 'vitest';
import { paymentCall } from '../../runtime/gateways/payments/calls.ts';
import type { Input } from '../../runtime/tasks/definition.ts';
import { answer, START, tell } from '../../runtime/tasks/testing/given.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import { order, orderLines, shipment, usd } from '../testing/records.ts';
import type { PaymentInputs } from './model.ts';
import { payments } from './processor.ts';

const given = { processor: payments, key: 'order-1' };
const ordered = { from: 'orders', key: 'order-1', value: order('PLACED') } as const;
const shipped = (status: 'DISPATCHED' | 'RETURNED', version: number, refundedQuantity: number) => {
  const lines = orderLines.map(({ line, sku, quantity }) => ({
    line,
    sku,
    quantity,
    title: '',
    refundedQuantity,
    restockedQuantity: 0,
  }));
  return { from: 'shipments', key: 'order-1', value: shipment(status, { version, lines }) } as const;
};
const told = (state: Payment | null, input: Input<PaymentInputs>): Payment =>
  tell(given, [input], state).state as Payment;
const done = (state: Payment, kind: string) =>
  answer(state, 'order-1', kind, { status: 'done', reference: `their-${kind}` });
const refused = (state: Payment, kind: string) => answer(state, 'order-1', kind, { status: 'refused', code: 'no' });

const authorised = (() => {
  const placed = told(null, ordered);
  return told(placed, done(placed, 'authorise'));
})();
const capturing = told(authorised, shipped('DISPATCHED', 3, 0));

/** What the payment is after it was asked for once more, for the n-th time. */
function again(state: Payment, effectId: string, attempt: number): Payment {
  const context = { now: START, version: state.version + 1, tables: { 'fraud-flags': new Map() } };
  const decision = payments.again?.(state, { from: 'again', key: 'order-1', effectId, attempt }, context);
  return { ...state, ...decision?.state, version: state.version + 1 };
}

test('a step that is pending, or went well, is no failure', () => {
  for (const state of [authorised, capturing, told(capturing, done(capturing, 'capture'))]) {
    expect(payments.failures?.(state)).toEqual([]);
  }
});

test('a refused capture is one; asked anew under another key it may go well', () => {
  const failed = told(capturing, refused(capturing, 'capture'));
  expect(payments.failures?.(failed)).toEqual([{ effectId: 'order-1/capture', kind: 'capture', code: 'no' }]);
  const asked = again(failed, 'order-1/capture', 1);
  expect(asked).toMatchObject({ status: 'AUTHORISED', failure: null });
  expect(asked.effects).toMatchObject([{ id: 'order-1/capture', idempotencyKey: 'order-1/capture/again-1' }]);
  expect(paymentCall(asked.effects[0] as never, asked)).toMatchObject({ operation: 'capture', money: usd(2500) });
  expect(told(asked, done(asked, 'capture'))).toMatchObject({ status: 'CAPTURED', captured: usd(2500) });
  expect(payments.failures?.(told(asked, refused(asked, 'capture')))).toHaveLength(1);
});

test('a refused refund is one; asked anew it gives back the same, once', () => {
  const captured = told(capturing, done(capturing, 'capture'));
  const refunding = told(captured, shipped('RETURNED', 4, 1));
  const amount = paymentCall(refunding.effects[0] as never, refunding);
  const failed = told(refunding, refused(refunding, 'refund'));
  const [failure] = payments.failures?.(failed) ?? [];
  expect(failure).toMatchObject({ kind: 'refund', effectId: refunding.effects[0]?.id });
  const asked = again(failed, failure?.effectId as string, 2);
  expect({ ...paymentCall(asked.effects[0] as never, asked), idempotencyKey: 0 }).toEqual({
    ...amount,
    idempotencyKey: 0,
  });
  const refunded = told(asked, done(asked, 'refund'));
  expect(refunded).toMatchObject({ status: 'REFUNDED', failure: null, refunds: [{ status: 'DONE' }] });
  expect(payments.failures?.(refunded)).toEqual([]);
});

test('what is not refused, or another step, is asked for by nobody', () => {
  const failed = told(capturing, refused(capturing, 'capture'));
  expect(again(failed, 'order-1/void', 1).effects).toEqual([]);
  expect(again(capturing, 'order-1/capture', 1).effects).toEqual(capturing.effects);
});
