import { describe, expect, test } from 'vitest';
import { tell } from '../../runtime/tasks/testing/given.ts';
import type { Notification } from '../../schemas/types/notifications.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { customer, order, usd } from '../testing/records.ts';
import { amountText } from './amount.ts';
import { composeMail } from './compose.ts';
import { notifications } from './processor.ts';
import { templates } from './templates.ts';

const tables = { customers: { 'customer-1': customer({ name: 'sealed name', email: 'sealed email' }) } };

/** The mail about an order in this status, to a customer of this name. */
function mail(status: Order['status'], over: Partial<Order> = {}, name: string | null = 'Änna') {
  const { orderId = 'order-1' } = over;
  const value = order(status, { version: 3, ...over });
  const state = tell({ processor: notifications, key: orderId, tables }, [{ from: 'orders', key: orderId, value }])
    .state as Notification;
  const effect = state.effects[0] as Notification['effects'][number];
  const { text, ...rest } = composeMail(effect, state);
  return { ...rest, text: text(name), state, effect };
}

describe('given an amount', () => {
  test.each([
    [2500, 'USD', '$25.00'],
    [5, 'EUR', '€0.05'],
    [1234567, 'JPY', '¥1,234,567'],
    [1500, 'KWD', 'KWD\u00a01.500'],
    [-1999, 'GBP', '-£19.99'],
    [0, 'USD', '$0.00'],
    [9007199254740991, 'USD', '$90,071,992,547,409.91'],
  ])('when it is %i minor units of %s, then people read %s', (amount, currency, text) => {
    expect(amountText({ amount, currency })).toBe(text);
  });
});

describe('given a mail', () => {
  test('when an order is confirmed, then it says so, with what it costs', () => {
    const { state: _state, effect, ...composed } = mail('CONFIRMED');
    expect(composed).toEqual({
      customerId: 'customer-1',
      name: 'sealed name',
      email: 'sealed email',
      messageId: effect.idempotencyKey,
      date: effect.since,
      subject: 'Your order order-1 is confirmed',
      text: [
        'Hello Änna,',
        'Thank you for your order order-1: 3 items, $25.00 in all.',
        'Everything is in stock and your payment is authorised. We write again when it is on its way.',
        'MusicCorp\n',
      ].join('\n\n'),
    });
  });

  test.each(Object.keys(templates) as (keyof typeof templates)[])('when it is %s, then it names the order', kind => {
    const { subject, text } = mail(kind);
    expect(subject).toContain('order-1');
    expect(text).toContain('order-1');
    expect(text).not.toMatch(/undefined|null|NaN|\[object/);
  });

  test.each([
    ['insufficient-stock', 'sold out'],
    ['declined', 'Your payment was declined.'],
  ])('when an order is rejected for %s, then it says why', (code, words) => {
    const rejection = { code, by: 'x', since: null };
    expect(mail('REJECTED', { rejection }).text).toContain(words);
  });

  test('when the reason is none of the customer’s business, then it is left out', () => {
    const rejection = { code: 'customer-not-active', by: 'customers', since: null };
    expect(mail('REJECTED', { rejection }).text).not.toContain('active');
  });

  test('when an order was never priced, then no price is told', () => {
    expect(mail('REJECTED', { total: null, subtotal: null }).text).not.toContain('$');
  });

  test.each([
    ['a part', 1, 0, 'Part of your order order-1 has come back to us', '1 item of your order', '$10.00 is given back'],
    ['all', 2, 1, 'Your order order-1 has come back to us', '3 items of your order', '$25.00 is given back'],
  ])('when %s comes back, then it says how much, and what is given back', (_, one, other, subject, count, refund) => {
    const lines = order('RETURNED').lines.map((line, index) => ({ ...line, returnedQuantity: index ? other : one }));
    const { text, ...rest } = mail('RETURNED', { lines });
    expect(rest.subject).toBe(subject);
    expect(text).toContain(count);
    expect(text).toContain(refund);
  });

  test('when what comes back had a discount, then the amount is left to the refund', () => {
    const lines = order('RETURNED').lines.map((line, index) => ({ ...line, returnedQuantity: index ? 0 : 1 }));
    expect(mail('RETURNED', { lines, total: usd(2000) }).text).toContain('What it cost is given back');
  });

  test.each([
    [null, 'Hello,'],
    ['  ', 'Hello,'],
    ['Anna\n\nYou have won', 'Hello Anna You have won,'],
    ['x'.repeat(101), 'Hello,'],
  ])('when the name is %j, then it does not write the mail', (name, greeting) => {
    expect(mail('CONFIRMED', {}, name).text.split('\n')[0]).toBe(greeting);
  });

  test('when it is out already, then it cannot be made', () => {
    const { state, effect } = mail('CONFIRMED');
    const out = { ...state, mails: state.mails.map(one => ({ ...one, content: null })) };
    expect(() => composeMail(effect, out)).toThrow('there is no mail CONFIRMED');
  });
});
