import { describe, expect, test } from 'vitest';
import { passed, tell } from '../../runtime/tasks/testing/given.ts';
import type { Allocation } from '../../schemas/types/allocations.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { allocation, allocationLine, order, payment, shipment, usd } from '../testing/records.ts';
import { orders } from './processor.ts';

const given = { processor: orders, key: 'order-1' };
const paid = (status: Payment['status'], over: Partial<Payment> = {}) =>
  ({ from: 'payments', key: 'order-1', value: payment(status, over) }) as const;
const allocated = (status: Allocation['status'], over: Partial<Allocation> = {}) =>
  ({ from: 'allocations', key: 'order-1', value: allocation(status, over) }) as const;
const shipped = (status: Shipment['status'], over: Partial<Shipment> = {}) =>
  ({ from: 'shipments', key: 'order-1', value: shipment(status, over) }) as const;

const pending = {
  id: 'order-1/void',
  kind: 'void',
  about: '',
  attempt: 1,
  idempotencyKey: 'k',
  reference: 'r',
  since: 0,
  retryAt: null,
  lastError: null,
};

describe('from PLACED', () => {
  test.each([
    ['the payment first', [paid('AUTHORISED'), allocated('ALLOCATED')]],
    ['the allocation first', [allocated('ALLOCATED'), paid('AUTHORISED')]],
  ] as const)('both well, %s: CONFIRMED', (_, inputs) => {
    const { state } = tell(given, inputs, order('PLACED'));
    expect(state).toMatchObject({ status: 'CONFIRMED', deadlines: [{ name: 'pack', owedBy: 'warehouse' }] });
  });

  test('one well: still PLACED, and only the other owes', () => {
    const { state } = tell(given, [paid('AUTHORISED')], order('PLACED'));
    expect(state).toMatchObject({ status: 'PLACED', deadlines: [{ name: 'allocate', owedBy: 'allocations' }] });
  });

  test.each([
    ['declined', paid('DECLINED', { declineReason: 'card-declined' }), 'payments'],
    ['payment-failed', paid('FAILED', { effects: [pending] }), 'payments'],
    ['payment-failed', paid('VOIDED'), 'payments'],
    ['insufficient-stock', allocated('SHORT', { lines: [allocationLine(2, { status: 'SHORT' })] }), 'stock'],
  ] as const)('one ill (%s): REJECTING, which asks every neighbour', (code, input, by) => {
    const { state } = tell(given, [input], order('PLACED', { version: 4 }));
    expect(state).toMatchObject({ status: 'REJECTING', version: 5, askedVersion: 5, rejection: { code, by } });
    expect(state?.deadlines.map(({ owedBy }) => owedBy)).toEqual(['payments', 'allocations', 'shipping']);
  });

  test('a neighbour that is still at work is not taken in', () => {
    const busy = allocationLine(1, { asked: { requestId: 'r', type: 'RESERVE', quantity: 1, since: 0 } });
    const inputs = [paid('REQUESTED', { effects: [pending] }), allocated('REQUESTED', { lines: [busy] })];
    expect(tell(given, inputs, order('PLACED')).state?.version).toBe(1);
  });

  test.each(['authorise', 'allocate'])('%s overdue: alarmed, then, if it was read, REJECTING', name => {
    let state = tell(given, [paid('AUTHORISED')], order('PLACED')).state;
    if (name === 'authorise') state = tell(given, [allocated('ALLOCATED')], order('PLACED')).state;
    for (let pass = 1; pass < 5; pass++) {
      const told = tell(given, [passed(state, 'order-1', name)], state);
      expect(told.alarms).toEqual([`overdue-${name}`]);
      expect(told.state).toMatchObject({ status: 'PLACED', deadlines: [{ name, passes: pass }] });
      state = told.state;
    }
    expect(state?.history.filter(({ what }) => what === 'OVERDUE')).toHaveLength(1);
    const unread = tell(given, [passed(state, 'order-1', name, 'unread')], state);
    expect(unread).toMatchObject({ state: { status: 'PLACED' }, alarms: [`overdue-${name}`] });
    const [before, after] = [state, unread.state].map(one => one?.deadlines[0]?.due ?? 0) as [number, number];
    expect(after - before).toBeGreaterThan(30 * 60_000);
    const code = name === 'authorise' ? 'payment-timeout' : 'stock-timeout';
    const read = tell(given, [passed(state, 'order-1', name, 'read')], state);
    expect(read.state).toMatchObject({ status: 'REJECTING', rejection: { code } });
  });
});

describe('from REJECTING', () => {
  const rejecting = order('REJECTING', {
    version: 5,
    askedVersion: 5,
    rejection: { code: 'declined', by: 'payments', since: 0 },
  });
  const answers = { version: 9, answersVersion: 5 };

  test('REJECTED when all have answered with nothing open, in any order', () => {
    const all = [shipped('STOPPED', answers), paid('VOIDED', answers), allocated('RELEASED', answers)];
    const { state } = tell(given, all, rejecting);
    expect(state).toMatchObject({
      status: 'REJECTED',
      askedVersion: null,
      deadlines: [],
      rejection: { code: 'declined' },
    });
  });

  test.each([0, 1, 2])('waits for each of them (without the one at %i)', missing => {
    const all = [shipped('STOPPED', answers), paid('VOIDED', answers), allocated('RELEASED', answers)];
    const { state } = tell(
      given,
      all.filter((_, at) => at !== missing),
      rejecting,
    );
    expect(state).toMatchObject({ status: 'REJECTING', deadlines: [{ name: expect.stringMatching('^undo-') }] });
  });

  test('an answer to another version, or one with something open, is none', () => {
    const all = [
      shipped('STOPPED', answers),
      paid('FAILED', { ...answers, effects: [pending], failure: { step: 'VOID', code: 'timeout', since: 0 } }),
      allocated('RELEASED', { ...answers, answersVersion: 4 }),
    ];
    const { state } = tell(given, all, rejecting);
    expect(state).toMatchObject({ status: 'REJECTING', payment: { status: 'FAILED', open: true, reason: 'timeout' } });
    expect(state?.deadlines.map(({ name }) => name)).toEqual(['undo-payment', 'undo-allocation']);
  });

  test('who does not answer is alarmed, and waited for', () => {
    const begun = tell(given, [shipped('STOPPED', answers)], rejecting).state;
    let state = begun;
    for (let pass = 1; pass <= 20; pass++) {
      const told = tell(given, [passed(state, 'order-1', 'undo-payment')], state);
      expect(told.alarms).toEqual(['overdue-undo-payment']);
      state = told.state;
    }
    expect(state?.status).toBe('REJECTING');
    const [deadline] = state?.deadlines ?? [];
    expect((deadline?.due ?? 0) - (begun?.event.time ?? 0)).toBeLessThanOrEqual(21 * 86_400_000);
  });
});

describe('after CONFIRMED', () => {
  test('the shipment tells where the order stands, also where steps between were compacted away', () => {
    expect(tell(given, [shipped('PACKED')], order('CONFIRMED')).state?.status).toBe('PACKED');
    const late = { version: 4, dispatchedAt: 1, deliveredAt: 2 };
    const { state } = tell(given, [shipped('DELIVERED', late)], order('CONFIRMED'));
    expect(state).toMatchObject({ status: 'DELIVERED', deadlines: [] });
    expect(state?.history.map(({ what }) => what)).toEqual(['DISPATCHED', 'DELIVERED']);
  });

  test('a stale fact, or a newer one that says the same, changes nothing', () => {
    const { state } = tell(given, [shipped('DISPATCHED', { version: 3 })], order('CONFIRMED'));
    const again = tell(given, [shipped('PACKED', { version: 2 }), shipped('DISPATCHED', { version: 7 })], state);
    expect(again.state?.version).toBe(state?.version);
  });

  test('shipping can’t go on: CANCELLING, with its reason', () => {
    const unreadable = shipped('STOPPED', { failureReason: 'address-unreadable' });
    const { state } = tell(given, [unreadable], order('CONFIRMED', { version: 3 }));
    expect(state).toMatchObject({
      status: 'CANCELLING',
      askedVersion: 4,
      rejection: { code: 'address-unreadable', by: 'shipping' },
    });
  });

  test('what the payment comes to is told, and owes the order nothing', () => {
    const captured = paid('CAPTURED', { captured: usd(2500) });
    const { state } = tell(given, [shipped('DELIVERED'), captured], order('DISPATCHED'));
    expect(state).toMatchObject({ status: 'DELIVERED', payment: { status: 'CAPTURED', captured: usd(2500) } });
  });
});
