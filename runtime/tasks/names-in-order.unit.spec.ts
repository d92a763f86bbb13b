import { expect, test } from 'vitest';
import { namesInOrder } from './names-in-order.ts';

test('names that wait need memory for themselves only, also in a queue that never runs empty', () => {
  const queue = namesInOrder();
  let added = 0;
  const add = (): void => queue.add(String(++added), 'key');
  for (let n = 0; n < 3_000; n++) add();
  for (let n = 1; n <= 50_000; n++) {
    expect(queue.take()?.id).toBe(String(n));
    add();
    expect(queue.kept()).toBeLessThanOrEqual(6_001);
  }
  for (let n = 50_001; n <= 53_000; n++) expect(queue.take()?.id).toBe(String(n));
  expect([queue.take(), queue.kept()]).toEqual([null, 0]);
});
