import { expect, it } from 'vitest';
import { order, usd } from '../../streams/testing/records.ts';
import { project } from './project.ts';

const counted = { orders: 1, open: 0, delivered: 0, returned: 0, cancelled: 0, rejected: 0 };

it.each([
  ['PLACED', { open: 1, amount: 2500 }],
  ['DISPATCHED', { open: 1, amount: 2500 }],
  ['DELIVERED', { delivered: 1, amount: 2500 }],
  ['RETURNED', { returned: 1, amount: 2500 }],
  ['CANCELLING', { cancelled: 1, amount: 0 }],
  ['REJECTED', { rejected: 1, amount: 0 }],
] as const)('given an order that is %s, then it counts once, under what became of it', (status, what) => {
  const { contributions } = project(order(status, { total: usd(2500) }));
  expect(contributions).toEqual([{ customer_id: 'customer-1', currency: 'USD', ...counted, ...what }]);
});

it('counts an order that has no price yet under no currency', () => {
  const [one] = project(order('RECEIVED', { total: null })).contributions;
  expect(one).toMatchObject({ currency: '', open: 1, amount: 0 });
});
