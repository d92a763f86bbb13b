import { expect, it } from 'vitest';
import type { FlowReads, ProgressRow } from '../routes/flow-reads.ts';
import { openFlow } from './flow.ts';
import type { ProcessorStanding } from './standing.ts';

const owed = {
  ...{ name: 'authorise', owedBy: 'payments', since: '2026-01-02T00:00:00.000Z', due: '2026-01-02T00:02:00.000Z' },
  ...{ passes: 1, overdueAt: '2026-01-02T00:01:00.000Z' },
};
const row = { order_id: 'order-1', owed: [owed], overdue_at: new Date(owed.overdueAt) } as unknown as ProgressRow;

/** The flow where these orders are stuck; how often processors are looked at is counted. */
function flowOf(rows: readonly ProgressRow[], look: () => Promise<readonly ProcessorStanding[]>) {
  let looks = 0;
  const reads = {
    stuck: async () => rows,
    overdue: async () => ({ orders: rows.length, steps: [] }),
    neighbours: async () => [],
    blocking: async () => [],
  } as unknown as FlowReads;
  const counted = () => {
    looks += 1;
    return look();
  };
  const flow = openFlow({ reads, laws: { last: async () => null }, standings: { look: counted }, now: Date.now });
  return { flow, looks: () => looks };
}

it('given that nothing is stuck, then processors are not looked at', async () => {
  const { flow, looks } = flowOf([], async () => []);
  expect([(await flow.reasons()).waiting, looks()]).toEqual([0, 0]);
});

it('given brokers that do not answer, then stuck orders are told all the same, and they are asked once', async () => {
  const { flow, looks } = flowOf([row], () => new Promise(() => undefined));
  const [one, other] = await Promise.all([flow.reasons(), flow.stuck({}, null, 9)]);
  expect([one.waiting, other.orders.map(({ because }) => because), looks()]).toEqual([1, ['waiting for payments'], 1]);
});

it('given a look that failed, then the next one asks again', async () => {
  const { flow, looks } = flowOf([row], async () => {
    throw new Error('the brokers are away');
  });
  expect([await flow.standings(), await flow.standings(), looks()]).toEqual([[], [], 2]);
});

it('given a case at loyalty that its customer waits behind, then an order that waits for loyalty is parked behind it, and no other', async () => {
  const waits = (orderId: string, customerId: string) => ({
    ...{ order_id: orderId, customer_id: customerId, overdue_at: new Date(owed.overdueAt) },
    owed: [{ ...owed, name: 'hold', owedBy: 'loyalty' }],
  });
  const asked: string[][] = [];
  const reads = {
    stuck: async () => [waits('order-1', 'customer-1'), waits('order-2', 'customer-2')],
    neighbours: async () => [{ order_id: 'order-1', ordered: [{ sku: 'lp-1' }], lines: null }],
    blocking: async (keys: string[]) => {
      asked.push(keys);
      return [{ caseId: 'loyalty/loyalty-requests/0/7', processor: 'loyalty', key: 'customer-1' }];
    },
  } as unknown as FlowReads;
  const held = openFlow({ reads, laws: { last: async () => null }, standings: null, now: Date.now });
  const { orders } = await held.stuck({}, null, 9);
  expect(asked).toEqual([['order-1', 'customer-1', 'lp-1', 'order-2', 'customer-2']]);
  expect(orders.map(({ because, cases }) => [because, cases.length])).toEqual([
    ['parked as case loyalty/loyalty-requests/0/7', 1],
    ['waiting for loyalty', 0],
  ]);
});
