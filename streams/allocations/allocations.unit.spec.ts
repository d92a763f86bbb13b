import { describe, expect, test } from 'vitest';
import { passed, tell } from '../../runtime/tasks/testing/given.ts';
import type { Allocation } from '../../schemas/types/allocations.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import type { StockReply } from '../../schemas/types/stock-replies.ts';
import { event, order, orderLines, shipment } from '../testing/records.ts';
import { allocations } from './processor.ts';

const given = { processor: allocations, key: 'order-1' };
const ordered = (status: Order['status'], over: Partial<Order> = {}) =>
  ({ from: 'orders', key: 'order-1', value: order(status, over) }) as const;
const shipped = (status: Shipment['status'], version = 3, restocked: Record<number, number> = {}) => {
  const lines = orderLines.map(({ line, sku, quantity }) => ({
    line,
    sku,
    quantity,
    title: '',
    refundedQuantity: restocked[line] === undefined ? 0 : Math.max(1, restocked[line]),
    restockedQuantity: restocked[line] ?? 0,
  }));
  return { from: 'shipments', key: 'order-1', value: shipment(status, { version, lines }) } as const;
};

/** Stock's answer to what the line has asked. */
function stockSays(state: Allocation | null, line: number, answer: StockReply['answer'] = 'DONE') {
  const { asked, sku } = state?.lines.find(one => one.line === line) ?? {};
  if (!asked || sku === undefined) throw new Error(`line ${line} asks nothing`);
  const value: StockReply = {
    event: event(),
    orderId: 'order-1',
    requestId: asked.requestId,
    sku,
    line,
    type: asked.type,
    answer,
    quantity: asked.quantity,
    available: 0,
    stockVersion: 8,
    reason: answer === 'REFUSED' ? 'insufficient-stock' : null,
  };
  return { from: 'stock-replies', key: 'order-1', value } as const;
}
const both = (state: Allocation | null) => [stockSays(state, 1), stockSays(state, 2)];

const requested = tell(given, [ordered('PLACED')]);
const allocated = tell(given, both(requested.state), requested.state).state;
const consuming = tell(given, [shipped('PACKED')], allocated);
const consumed = tell(given, both(consuming.state), consuming.state).state;
const cancelling = ordered('CANCELLING', { version: 8, askedVersion: 8 });

describe('a placed order', () => {
  test('asks stock for each line under an id of its own', () => {
    expect(requested.state).toMatchObject({ status: 'REQUESTED', deadlines: [{ name: 'reserve', owedBy: 'stock' }] });
    expect(requested.requests).toMatchObject([
      { topic: 'stock-requests', key: 'lp-1', id: 'order-1/1/reserve/1', value: { type: 'RESERVE', quantity: 2 } },
      { topic: 'stock-requests', key: 'lp-2', id: 'order-1/2/reserve/1', value: { type: 'RESERVE', quantity: 1 } },
    ]);
  });

  test('ALLOCATED when stock has confirmed all', () => {
    expect(allocated).toMatchObject({ status: 'ALLOCATED', deadlines: [], lines: [{ stockVersion: 8 }, {}] });
  });

  test('SHORT when all have answered and one could not; what is reserved stays until the order says so', () => {
    const one = tell(given, [stockSays(requested.state, 1, 'REFUSED')], requested.state).state;
    expect(one?.status).toBe('REQUESTED');
    const { state, requests } = tell(given, [stockSays(one, 2)], one);
    expect(state).toMatchObject({ status: 'SHORT', lines: [{ status: 'SHORT' }, { status: 'RESERVED' }] });
    expect(requests).toEqual([]);
    expect(state?.history.at(-1)).toMatchObject({ what: 'SHORT', reason: 'insufficient-stock' });
  });

  test('an answer to something else, or a repeat, counts for nothing', () => {
    const strange = { ...stockSays(requested.state, 1), key: 'order-1' };
    const inputs = [
      { ...strange, value: { ...strange.value, requestId: 'order-1/1/reserve/9' } },
      stockSays(requested.state, 1, 'REPEATED'),
    ] as const;
    expect(tell(given, inputs, requested.state).state?.version).toBe(1);
  });

  test('stock is waited for: nothing is asked twice, and nothing given up', () => {
    const { state, alarms, requests } = tell(given, [passed(requested.state, 'order-1', 'reserve')], requested.state);
    expect(state).toMatchObject({ status: 'REQUESTED', deadlines: [{ passes: 1 }] });
    expect([alarms, requests]).toEqual([['overdue-reserve'], []]);
  });
});

describe('an order that is cancelled', () => {
  test('before it was seen placed: answered, and nothing is reserved', () => {
    const { state, requests } = tell(given, [cancelling]);
    expect(state).toMatchObject({ status: 'RELEASED', answersVersion: 8, lines: [] });
    expect(requests).toEqual([]);
    expect(tell(given, [ordered('PLACED', { version: 7 })], state).requests).toEqual([]);
  });

  test('reserved: released; RELEASED when stock has confirmed', () => {
    const undoing = tell(given, [cancelling], allocated);
    expect(undoing.requests.map(({ id }) => id)).toEqual(['order-1/1/release/1', 'order-1/2/release/1']);
    expect(undoing.state).toMatchObject({ status: 'ALLOCATED', answersVersion: 8 });
    expect(tell(given, both(undoing.state), undoing.state).state).toMatchObject({ status: 'RELEASED', deadlines: [] });
  });

  test('unanswered: the answer is waited for, and then undone if there is something', () => {
    const waiting = tell(given, [cancelling], requested.state);
    expect(waiting.requests).toEqual([]);
    const { state, requests } = tell(
      given,
      [stockSays(waiting.state, 1, 'REFUSED'), stockSays(waiting.state, 2)],
      waiting.state,
    );
    expect(requests.map(({ id }) => id)).toEqual(['order-1/2/release/1']);
    expect(state?.lines).toMatchObject([{ status: 'SHORT' }, { status: 'RESERVED' }]);
  });

  test('consumed: restocked', () => {
    const { state, requests } = tell(given, [cancelling], consumed);
    expect(requests.map(({ id }) => id)).toEqual(['order-1/1/restock/2', 'order-1/2/restock/1']);
    expect(tell(given, both(state), state).state).toMatchObject({
      status: 'RELEASED',
      lines: [{ status: 'RESTOCKED', restockedQuantity: 2 }, { status: 'RESTOCKED' }],
    });
  });

  test('a parcel that was packed meanwhile takes nothing any more', () => {
    const undone = tell(given, [cancelling], allocated).state;
    expect(tell(given, [shipped('PACKED')], undone).requests).toEqual([]);
  });

  test('what stock refuses to take back stays in sight', () => {
    const undoing = tell(given, [cancelling], allocated).state;
    const { state, alarms } = tell(given, [stockSays(undoing, 1, 'REFUSED')], undoing);
    expect(alarms).toEqual(['stock-refused-release']);
    expect(state).toMatchObject({
      status: 'ALLOCATED',
      lines: [{ status: 'RESERVED', asked: { type: 'RELEASE' } }, {}],
    });
  });
});

describe('an order on its way', () => {
  test('is consumed when it is packed, also where that was compacted away', () => {
    expect(consuming.requests.map(({ id }) => id)).toEqual(['order-1/1/consume/1', 'order-1/2/consume/1']);
    expect(consumed).toMatchObject({ status: 'CONSUMED', deadlines: [] });
    expect(tell(given, [shipped('DELIVERED', 5)], allocated).requests).toHaveLength(2);
    expect(tell(given, [shipped('DELIVERED', 5)], consumed).state?.version).toBe(consumed?.version);
  });

  test('is restocked by what came back in all, each time under another id', () => {
    const first = tell(given, [shipped('RETURNED', 5, { 1: 1 })], consumed);
    expect(first.requests).toMatchObject([{ id: 'order-1/1/restock/1', value: { quantity: 1 } }]);
    const once = tell(given, [stockSays(first.state, 1)], first.state).state;
    expect(once).toMatchObject({ status: 'RETURNED', lines: [{ status: 'CONSUMED', restockedQuantity: 1 }, {}] });
    const second = tell(given, [shipped('RETURNED', 6, { 1: 2 })], once);
    expect(second.requests).toMatchObject([{ id: 'order-1/1/restock/2', value: { quantity: 1 } }]);
    const twice = tell(given, [stockSays(second.state, 1)], second.state).state;
    expect(twice?.lines).toMatchObject([{ status: 'RESTOCKED', restockedQuantity: 2 }, { status: 'CONSUMED' }]);
  });

  test('what is lost is not restocked', () => {
    const { state, requests } = tell(given, [shipped('RETURNED', 5, { 2: 0 })], consumed);
    expect([state?.status, requests]).toEqual(['RETURNED', []]);
  });
});
