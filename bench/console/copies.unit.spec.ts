import { expect, it } from 'vitest';
import { copiedId } from './copies.ts';

it('each copy of an order has an id of its own, as long as the first one', () => {
  const ids = Array.from({ length: 500 }, (_, n) => `load-7-o-${n}`);
  const copies = ids.flatMap(id => Array.from({ length: 20 }, (_, n) => copiedId(id, n + 1)));
  expect(new Set([...ids, ...copies]).size).toBe(500 * 21);
  expect(copies.map(({ length }) => length)).toEqual(ids.flatMap(({ length }) => Array(20).fill(length)));
});
