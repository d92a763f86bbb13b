import { expect, it } from 'vitest';
import { order, orderLines } from '../../streams/testing/records.ts';
import { project } from './project.ts';

const [first, second] = orderLines;
if (first === undefined || second === undefined) throw new Error('There are two lines.');

it('counts copies by product, in the month of the order; a product on two lines is in one order', () => {
  const lines = [first, second, { ...first, line: 3, quantity: 4, returnedQuantity: 3 }];
  const placedAt = Date.UTC(2026, 1, 28, 23, 59);
  expect(project(order('RETURNING', { version: 9, placedAt, lines }))).toEqual({
    version: 9,
    contributions: [
      { month: '2026-02', sku: 'lp-1', orders: 1, sold: 6, returned: 3 },
      { month: '2026-02', sku: 'lp-2', orders: 1, sold: 1, returned: 0 },
    ],
  });
});

it.each([
  ['RECEIVED', 0],
  ['PLACED', 0],
  ['CONFIRMED', 2],
  ['STOPPING', 2],
  ['CANCELLING', 0],
  ['CANCELLED', 0],
  ['REJECTED', 0],
  ['DELIVERED', 2],
  ['RETURNED', 2],
] as const)('given an order that is %s, then it counts %d products', (status, products) => {
  expect(project(order(status)).contributions).toHaveLength(products);
});
