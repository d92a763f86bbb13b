import { expect, test } from 'vitest';
import { namesInOrder } from './names-in-order.ts';

test('names that wait need memory for themselves only, also in a queue that never runs empty', () => {
  const queue = namesInOrder();
  let added = 0;
  const add = (): void => queue.add(String(++added), 'key');
  for (let n = 0; n < 3_000; n++) add();
  const taken: (string | undefined)[] = [];
  let most = 0;
  for (let n = 0; n < 20_000; n++) {
    taken.push(queue.take()?.id);
    add();
    most = Math.max(most, queue.kept());
  }
  expect(most).toBeLessThanOrEqual(6_001);
  for (let n = 0; n < 3_000; n++) taken.push(queue.take()?.id);
  expect(taken).toEqual(Array.from({ length: 23_000 }, (_, n) => String(n + 1)));
  expect([queue.take(), queue.kept()]).toEqual([null, 0]);
});
