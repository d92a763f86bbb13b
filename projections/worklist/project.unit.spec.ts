import { expect, it } from 'vitest';
import type { Order } from '../../schemas/types/orders.ts';
import type { Deadline } from '../../schemas/types/shared.ts';
import { order, orderLines } from '../../streams/testing/records.ts';
import { project } from './project.ts';

const since = Date.UTC(2026, 0, 2);
const due = Date.UTC(2026, 0, 3);
const owed = (name: string, passes = 0): Deadline[] => [{ name, owedBy: 'warehouse', since, due, passes }];
const openReturn = (line: number, quantity: number): Order['returns'][number] => ({
  requestId: 'r-1',
  at: since,
  lines: [{ line, quantity }],
  status: 'OPEN',
  reasonCode: null,
  reason: null,
  unasked: [],
});

it.each([
  ['CONFIRMED', 'pack', 'PACK'],
  ['PACKED', 'dispatch', 'DISPATCH'],
] as const)('given an order that is %s, then the warehouse owes it: %s', (status, name, step) => {
  expect(project(order(status, { version: 5, deadlines: owed(name, 1) }))).toEqual({
    order_id: 'order-1',
    version: 5,
    step,
    since: '2026-01-02T00:00:00.000Z',
    due: '2026-01-03T00:00:00.000Z',
    overdue: true,
    lines: [
      { line: 1, sku: 'lp-1', title: 'Title of lp-1', quantity: 2 },
      { line: 2, sku: 'lp-2', title: 'Title of lp-2', quantity: 1 },
    ],
  });
});

it('given a return, then what was asked to be sent back is received, as far as it has not come', () => {
  const lines = orderLines.map(line => ({ ...line, returnedQuantity: line.line === 1 ? 1 : 0 }));
  const returns = [openReturn(1, 2), openReturn(2, 1)];
  const row = project(order('RETURNING', { lines, returns, deadlines: owed('return') }));
  expect(row).toMatchObject({ step: 'RECEIVE_BACK', overdue: false });
  expect(row.lines.map(({ line, quantity }) => [line, quantity])).toEqual([
    [1, 1],
    [2, 1],
  ]);
});

it('given a parcel that could not be delivered, then all of it is received back', () => {
  const shipment = { version: 3, status: 'FAILED', answersVersion: null, reason: 'nobody-home', returned: [] } as const;
  const row = project(order('RETURNING', { shipment, deadlines: owed('come-back') }));
  expect(row.lines.map(({ quantity }) => quantity)).toEqual([2, 1]);
});

it.each(['RECEIVED', 'PLACED', 'DISPATCHED', 'DELIVERED', 'STOPPING', 'CANCELLED', 'RETURNED'] as const)(
  'given an order that is %s, then the warehouse owes it nothing',
  status => expect(project(order(status))).toMatchObject({ step: null, since: null, due: null, lines: [] }),
);
