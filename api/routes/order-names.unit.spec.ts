import { expect, it } from 'vitest';
import { idsIn } from './order-names.ts';

it.each([
  ['order-17', ['order-17']],
  ['  order-17 ', ['order-17']],
  ['req-1f0c', ['req-1f0c']],
  ['orders/order-17/3', ['orders/order-17/3', 'orders', 'order-17']],
  ['order-17/1/reserve/1/reply', ['order-17/1/reserve/1/reply', 'order-17', 'reserve', 'reply']],
  ['order-17/authorise#1', ['order-17/authorise#1', 'order-17', 'authorise']],
  ['order-17/pack/1795296611573', ['order-17/pack/1795296611573', 'order-17', 'pack']],
  ['warehouse/order-17/pack', ['warehouse/order-17/pack', 'warehouse', 'order-17', 'pack']],
  ['4711', ['4711']],
  ['', []],
  ['///', ['///']],
])('%j may name %j', (text, ids) => {
  expect(idsIn(text)).toEqual(ids);
});

it('given a text with very many parts, then only some are looked up', () => {
  expect(idsIn('a/b/c/d/e/f/g/h/i').length).toBe(7);
});
