import { describe, expect, test } from 'vitest';
import { passed, tell } from '../../runtime/tasks/testing/given.ts';
import type { LineQuantity } from '../../schemas/types/shared.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { order, orderRequest, payment, shipment } from '../testing/records.ts';
import { orders } from './processor.ts';

const given = { processor: orders, key: 'order-1' };
const back = (id: string, ...lines: LineQuantity[]) => {
  const value = orderRequest('RETURN', id, { return: { lines, reasonCode: 'damaged', reason: null } });
  return { from: 'order-requests', key: 'order-1', value } as const;
};
const shipped = (
  version: number,
  status: Shipment['status'],
  returned: Record<number, number> = {},
  reason?: string,
) => {
  const lines = [1, 2].map(line => ({
    line,
    sku: `lp-${line}`,
    quantity: line === 1 ? 2 : 1,
    title: '',
    refundedQuantity: returned[line] ?? 0,
    restockedQuantity: 0,
  }));
  const value = shipment(status, { version, lines, failureReason: reason ?? null });
  return { from: 'shipments', key: 'order-1', value } as const;
};
const delivered = tell(given, [shipped(4, 'DELIVERED')], order('DISPATCHED')).state;
const one = { line: 1, quantity: 1 };

describe('a return', () => {
  test('is accepted, and the goods are waited for', () => {
    const { state, outcomes } = tell(given, [back('return-1', one)], delivered);
    expect(state).toMatchObject({
      status: 'RETURNING',
      returns: [{ requestId: 'return-1', status: 'OPEN', lines: [one] }],
      deadlines: [{ name: 'return', owedBy: 'customer' }],
    });
    expect(outcomes).toMatchObject([{ requestId: 'return-1', answer: 'ACCEPTED' }]);
  });

  test('received in part of the order: DELIVERED again, with what came back', () => {
    const { state } = tell(given, [back('return-1', one), shipped(5, 'RETURNED', { 1: 1 })], delivered);
    expect(state).toMatchObject({ status: 'DELIVERED', returns: [{ status: 'RECEIVED' }], deadlines: [] });
    expect(state?.lines.map(line => line.returnedQuantity)).toEqual([1, 0]);
  });

  test('all lines back: RETURNED', () => {
    const all = [
      { line: 1, quantity: 2 },
      { line: 2, quantity: 1 },
    ];
    const { state } = tell(given, [back('return-1', ...all), shipped(5, 'RETURNED', { 1: 2, 2: 1 })], delivered);
    expect(state).toMatchObject({ status: 'RETURNED', deadlines: [] });
    expect(tell(given, [back('return-2', one)], state).outcomes).toMatchObject([{ reason: 'already-returned' }]);
  });

  test('two returns are covered by what came back in all, one after the other or at once', () => {
    const asked = tell(given, [back('return-1', one), back('return-2', one)], delivered).state;
    const first = tell(given, [shipped(5, 'RETURNED', { 1: 1 })], asked).state;
    expect(first).toMatchObject({ status: 'RETURNING', returns: [{ status: 'RECEIVED' }, { status: 'OPEN' }] });
    const both = [{ status: 'RECEIVED' }, { status: 'RECEIVED' }];
    expect(tell(given, [shipped(6, 'RETURNED', { 1: 2 })], first).state?.returns).toMatchObject(both);
    expect(tell(given, [shipped(6, 'RETURNED', { 1: 2 })], asked).state?.returns).toMatchObject(both);
  });

  test('not received by its deadline: the customer keeps the goods', () => {
    const asked = tell(given, [back('return-1', one)], delivered).state;
    const { state, alarms } = tell(given, [passed(asked, 'order-1', 'return')], asked);
    expect(state).toMatchObject({ status: 'DELIVERED', returns: [{ status: 'EXPIRED' }], deadlines: [] });
    expect(alarms).toEqual([]);
    const late = tell(given, [shipped(5, 'RETURNED', { 1: 1 })], state).state;
    expect(late).toMatchObject({ status: 'DELIVERED', lines: [{ returnedQuantity: 1 }, {}] });
  });

  test('received in part: the rest is waited for, and then kept by the customer', () => {
    const two = { line: 1, quantity: 2 };
    const some = tell(given, [back('return-1', two), shipped(5, 'RETURNED', { 1: 1 })], delivered).state;
    expect(some).toMatchObject({
      status: 'RETURNING',
      returns: [{ status: 'OPEN' }],
      lines: [{ returnedQuantity: 1 }, {}],
    });
    const { state } = tell(given, [passed(some, 'order-1', 'return')], some);
    expect(state).toMatchObject({
      status: 'DELIVERED',
      returns: [{ status: 'EXPIRED' }],
      lines: [{ returnedQuantity: 1 }, {}],
    });
  });

  describe('is not received by goods that came back before it was asked', () => {
    const paid = (version: number) =>
      ({ from: 'payments', key: 'order-1', value: payment('REFUNDED', { version }) }) as const;

    test.each([
      ['which nobody had asked to return', [shipped(5, 'RETURNED', { 1: 1 })]],
      ['too late', [back('return-0', one), 'expires', shipped(5, 'RETURNED', { 1: 1 })]],
    ] as const)('%s', (_, earlier) => {
      let before = delivered;
      for (const input of earlier) {
        before = tell(given, [input === 'expires' ? passed(before, 'order-1', 'return') : input], before).state;
      }
      expect(before).toMatchObject({ status: 'DELIVERED', lines: [{ returnedQuantity: 1 }, {}] });
      const asked = tell(given, [back('return-1', one), paid(3)], before).state;
      expect(asked).toMatchObject({ status: 'RETURNING', deadlines: [{ name: 'return' }] });
      expect(asked?.returns.at(-1)).toMatchObject({ requestId: 'return-1', status: 'OPEN' });
      const { state } = tell(given, [shipped(6, 'RETURNED', { 1: 2 })], asked);
      expect(state).toMatchObject({ status: 'DELIVERED', deadlines: [] });
      expect(state?.returns.at(-1)).toMatchObject({ requestId: 'return-1', status: 'RECEIVED' });
    });
  });

  test('what came back of another that is still open counts for that one', () => {
    const many = order('DELIVERED', {
      lines: order('DELIVERED').lines.map(line => ({ ...line, quantity: 10 })),
      shipment: delivered?.shipment ?? null,
    });
    const first = [back('return-1', { line: 1, quantity: 2 }), shipped(5, 'RETURNED', { 1: 1 }), back('return-2', one)];
    const { state } = tell(given, [...first, shipped(6, 'RETURNED', { 1: 3 })], many);
    expect(state).toMatchObject({ status: 'DELIVERED', returns: [{ status: 'RECEIVED' }, { status: 'RECEIVED' }] });
  });

  test('what is back of an open one already is not awaited any more', () => {
    const three = order('DELIVERED', {
      lines: order('DELIVERED').lines.map(line => ({ ...line, quantity: 3 })),
      shipment: delivered?.shipment ?? null,
    });
    const told = tell(given, [back('return-1', { line: 1, quantity: 2 }), shipped(5, 'RETURNED', { 1: 1 })], three);
    const { outcomes } = tell(given, [back('return-2', { line: 1, quantity: 2 }), back('return-3', one)], told.state);
    expect(outcomes).toMatchObject([{ reason: 'quantity-exceeded' }, { answer: 'ACCEPTED' }]);
  });

  test('a further return has its whole time', () => {
    const asked = tell({ ...given, now: 1_000 }, [back('return-1', one)], delivered).state;
    const again = tell({ ...given, now: 9_000 }, [back('return-2', one)], asked).state;
    expect(again?.deadlines).toMatchObject([{ since: 9_000 }]);
  });

  test.each([
    ['no-lines', []],
    ['line-twice', [one, one]],
    ['unknown-line', [{ line: 3, quantity: 1 }]],
    ['quantity-invalid', [{ line: 1, quantity: 0 }]],
    ['quantity-exceeded', [{ line: 1, quantity: 3 }]],
  ])('is rejected: %s', (reason, lines) => {
    expect(tell(given, [back('return-1', ...lines)], delivered).outcomes).toMatchObject([{ reason }]);
  });

  test('counts what is on its way back already', () => {
    const told = tell(given, [back('return-1', one), back('return-2', { line: 1, quantity: 2 })], delivered);
    expect(told.outcomes).toMatchObject([{ answer: 'ACCEPTED' }, { reason: 'quantity-exceeded' }]);
  });

  test('before delivery is rejected', () => {
    expect(tell(given, [back('return-1', one)], order('DISPATCHED')).outcomes).toMatchObject([
      { reason: 'not-delivered' },
    ]);
  });

  test('beyond 32 that are open is rejected; a closed one makes room', () => {
    const many = order('DELIVERED', {
      lines: order('DELIVERED').lines.map(line => ({ ...line, quantity: 100 })),
      shipment: delivered?.shipment ?? null,
    });
    const asked = Array.from({ length: 32 }, (_, at) => back(`return-${at}`, one));
    const full = tell(given, asked, many).state;
    expect(tell(given, [back('return-x', one)], full).outcomes).toMatchObject([{ reason: 'too-many-returns' }]);
    const closed = tell(given, [shipped(6, 'RETURNED', { 1: 1 })], full).state;
    const room = tell(given, [back('return-y', one)], closed);
    expect(room.outcomes).toMatchObject([{ answer: 'ACCEPTED' }]);
    expect(room.state?.returns).toHaveLength(32);
  });
});

describe('a failed delivery', () => {
  const failed = tell(given, [shipped(4, 'FAILED', {}, 'no-such-address')], order('DISPATCHED')).state;

  test('comes back by itself, and is never given up', () => {
    expect(failed).toMatchObject({ status: 'RETURNING', deadlines: [{ name: 'come-back', owedBy: 'carrier' }] });
    expect(failed?.history.map(({ what, reason }) => [what, reason])).toEqual([
      ['DELIVERY_FAILED', 'no-such-address'],
      ['RETURNING', 'no-such-address'],
    ]);
    const { state, alarms } = tell(given, [passed(failed, 'order-1', 'come-back')], failed);
    expect([state?.status, alarms]).toEqual(['RETURNING', ['overdue-come-back']]);
    expect(tell(given, [back('return-1', one)], failed).outcomes).toMatchObject([{ reason: 'delivery-failed' }]);
  });

  test('is RETURNED when all of it is back, lost or not', () => {
    const some = tell(given, [shipped(5, 'RETURNED', { 1: 2 }, 'no-such-address')], failed).state;
    expect(some?.status).toBe('RETURNING');
    const all = tell(given, [shipped(6, 'RETURNED', { 1: 2, 2: 1 }, 'no-such-address')], some).state;
    expect(all?.status).toBe('RETURNED');
  });
});
