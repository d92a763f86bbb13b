import { describe, expect, it } from 'vitest';
import { countGoods } from '../../../api/flow/laws/stock-laws.ts';
import { whoOwes } from '../shop/at-rest.ts';
import { brokenLaws } from './order-laws.ts';
import { delivered } from './testing/delivered.ts';

const { shop, plan, account, story, stock, received } = delivered();
const { order, payment, allocation, shipment } = story;

describe('the laws of one order at rest', () => {
  it('given one that was delivered, then nothing is found', () => {
    expect(brokenLaws(shop, plan, story, account)).toEqual([]);
  });

  it('given one that is still on its way, then it is found, with who owes what', () => {
    const deadline = { name: 'pack', owedBy: 'warehouse', since: 0, due: 1, passes: 1 };
    const open = { ...story, order: { ...order, status: 'CONFIRMED' as const, deadlines: [deadline] } };
    expect(whoOwes(plan, open)).toEqual([
      'orders: it is CONFIRMED',
      'orders: pack, owed by warehouse, overdue',
      'activity: to pass it on',
    ]);
    expect(brokenLaws(shop, plan, open, account)).toContain('not at rest: orders: it is CONFIRMED');
  });

  it('given a neighbour that never answered, or an effect that is pending, then it is found', () => {
    expect(brokenLaws(shop, plan, { ...story, shipment: undefined }, account)).toEqual([
      'not at rest: shipping: has not answered',
    ]);
    const effect = {
      id: 'e',
      kind: 'capture',
      about: '',
      attempt: 3,
      idempotencyKey: 'k',
      reference: null,
      since: 0,
      retryAt: null,
      lastError: null,
    };
    const pending = { ...story, payment: { ...payment, effects: [effect] } };
    expect(brokenLaws(shop, plan, pending, account)).toEqual(['not at rest: payments: capture, attempt 3']);
  });

  it('given an end, or a reason, that was not open to it, then it is found', () => {
    const rejected = {
      ...order,
      status: 'REJECTED' as const,
      rejection: { code: 'payment-timeout', by: 'payments', since: 0 },
    };
    expect(brokenLaws(shop, plan, { ...story, order: rejected }, account)).toEqual(
      expect.arrayContaining([
        'it ended REJECTED (payment-timeout), open to it: DELIVERED',
        'rejected for payment-timeout, open to it: ',
      ]),
    );
  });

  it('given one that was given up after all patience, then nothing is found; after less, it is', () => {
    const rejectedAfter = (ms: number) => {
      const rejection = { code: 'payment-timeout', by: 'payments', since: (order.history[0]?.at ?? 0) + ms };
      const rejected = { ...order, status: 'REJECTED' as const, rejection };
      return brokenLaws(shop, plan, { ...story, order: rejected }, account).filter(one => one.startsWith('it ended'));
    };
    expect(rejectedAfter(240_000)).toEqual([]);
    expect(rejectedAfter(100_000)).toHaveLength(1);
  });

  it('given another amount at the provider, then it is found', () => {
    expect(brokenLaws(shop, plan, story, { ...account, captured: 20 })).toEqual([
      'payments says 10 - 0, the provider 20 - 0',
    ]);
    expect(brokenLaws(shop, plan, story, undefined)).toHaveLength(2);
  });

  it('given goods that were sent and not paid for, or taken from stock and not sent, then it is found', () => {
    const unpaid = { ...story, payment: { ...payment, captured: null } };
    expect(brokenLaws(shop, plan, unpaid, { ...account, captured: 0 })).toEqual(['0 - 0 taken for goods of 10']);
    const unsent = { ...story, shipment: { ...shipment, dispatchedAt: null } };
    expect(brokenLaws(shop, plan, unsent, account)).toContain('line 1: 2 taken from stock, 0 gone');
  });

  it('given a reservation for an order that has ended, then it is found', () => {
    const lines = allocation.lines.map(line => ({ ...line, status: 'RESERVED' as const }));
    const broken = brokenLaws(shop, plan, { ...story, allocation: { ...allocation, lines } }, account);
    expect(broken).toContain('line 1 is reserved for an order that has ended');
  });
});

describe('the laws of the stock at rest', () => {
  const problems = (change: Partial<typeof stock>, came = received) => {
    const goods = countGoods();
    goods.take(allocation);
    goods.receive('s0', came);
    return goods.broken([{ ...stock, ...change }]);
  };

  it('given what was delivered, then nothing is found', () => {
    expect(problems({})).toEqual([]);
  });

  it('given goods that appear, vanish, or are kept for nobody, then it is found', () => {
    expect(problems({ reserved: 1 })).toEqual(['s0: 1 reserved for nobody']);
    expect(problems({ onHand: 39 })).toEqual(['s0: 39 on hand, by its own books 38']);
    expect(problems({}, 47)).toEqual(['s0: 40 received, by the receipts 47']);
    expect(problems({ consumed: 3, onHand: 37 })).toEqual(['s0: 3 gone, by the orders 2']);
  });

  it('given a receipt of what nobody knows, then it is found', () => {
    const goods = countGoods();
    goods.receive('s1', 1);
    expect(goods.broken([])).toEqual(['s1: received, and no stock is known']);
  });
});
