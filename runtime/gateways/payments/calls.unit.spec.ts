import { describe, expect, it } from 'vitest';
import { pending } from '../testing/effects.ts';
import { type PaymentState, paymentCall } from './calls.ts';
import { paymentState } from './testing/states.ts';

const who = { orderId: 'order-1', customerId: 'customer-1' };
const of = (kind: string, over: Partial<PaymentState> = {}, about = '') =>
  paymentCall(pending({ kind, about }), paymentState(over));

describe('given the state of a payment', () => {
  it('then authorise takes the amount', () => {
    expect(of('authorise')).toEqual({ ...who, operation: 'authorise', money: { amount: 1_999, currency: 'EUR' } });
  });

  it('then capture takes what was authorised', () => {
    const authorisation = { reference: 'authorisation-1', amount: { amount: 1_500, currency: 'EUR' } };
    expect(of('capture', { authorisation })).toEqual({
      ...who,
      operation: 'capture',
      of: 'authorisation-1',
      money: { amount: 1_500, currency: 'EUR' },
    });
  });

  it('then void names the authorisation', () => {
    const authorisation = { reference: 'authorisation-1', amount: null };
    expect(of('void', { authorisation })).toEqual({ ...who, operation: 'void', of: 'authorisation-1' });
  });

  it('then refund takes the amount of the refund that it is about, of the capture', () => {
    const capture = { reference: 'capture-2', amount: null };
    const refunds = [
      { refundId: 'a', amount: { amount: 100, currency: 'EUR' } },
      { refundId: 'b', amount: { amount: 200, currency: 'EUR' } },
    ];
    expect(of('refund', { capture, refunds }, 'b')).toEqual({
      ...who,
      operation: 'refund',
      of: 'capture-2',
      money: { amount: 200, currency: 'EUR' },
    });
  });

  it.each<[string, string, Partial<PaymentState>]>([
    ['the amount is not known', 'authorise', { amount: null }],
    ['the amount is 0, and must be above 0', 'authorise', { amount: { amount: 0, currency: 'EUR' } }],
    ['the amount is 1.5, and must be above 0', 'authorise', { amount: { amount: 1.5, currency: 'EUR' } }],
    ['the amount has no currency of ISO 4217', 'authorise', { amount: { amount: 1, currency: '€' } }],
    ['the payment has no authorisation', 'capture', {}],
    ['the payment has no authorisation', 'void', {}],
    ['the payment has no refund that', 'refund', { capture: { reference: 'c', amount: null } }],
    ['payments have no effect mail', 'mail', {}],
  ])('when %s, then there is no call for %s', (message, kind, over) => {
    expect(() => of(kind, over, 'that')).toThrow(message);
  });
});
