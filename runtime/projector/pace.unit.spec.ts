import { expect, it } from 'vitest';
import { lingerWhenBusy } from './pace.ts';

const options = { ease: 0.5, busy: 0.9, longest: 200 };

it.each([
  [0.1, 0],
  [0.5, 0],
  [0.7, 100],
  [0.9, 200],
  [1, 200],
])('given a loop that is busy for %d of the time, then it lingers %d ms', (share, expected) => {
  const linger = lingerWhenBusy({ ...options, utilization: () => share });
  expect(linger()).toBeCloseTo(expected);
  expect(linger()).toBeCloseTo(expected);
});

it('looks again after half a second', () => {
  const shares = [1, 0];
  let now = 1_000;
  const linger = lingerWhenBusy({ ...options, utilization: () => shares.shift() as number, now: () => now });
  expect(linger()).toBe(200);
  now = 1_499;
  expect(linger()).toBe(200);
  now = 1_500;
  expect(linger()).toBe(0);
});

it('given no other measure, then it takes that of this process', () => {
  const until = performance.now() + 60;
  const linger = lingerWhenBusy();
  while (performance.now() < until); // busy
  expect(linger()).toBeGreaterThanOrEqual(0);
  expect(linger()).toBeLessThanOrEqual(250);
});
