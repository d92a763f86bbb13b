import { expect, test } from 'vitest';
import { type PricingJob, simulatedPrice } from './simulate.ts';

const job: PricingJob = {
  kind: 'CALL',
  spot: 10_000,
  volatility: 2_000,
  strike: 10_000,
  barrier: null,
  expiryDays: 365,
  seed: 'acme~1/1',
};

test('the same job comes to the same price, and another seed to another near it', () => {
  const price = simulatedPrice(job);
  expect(simulatedPrice({ ...job })).toBe(price);
  const others = Array.from({ length: 5 }, (_, n) => simulatedPrice({ ...job, seed: String(n) }));
  expect(new Set([price, ...others]).size).toBeGreaterThan(3);
});

// Of Black and Scholes, for a year at 20 % and a rate of 2 %.
test.each([
  ['CALL', 892],
  ['PUT', 694],
] as const)('a %s is near its price in closed form', (kind, exact) => {
  const drawn = Array.from({ length: 8 }, (_, n) => simulatedPrice({ ...job, kind, seed: String(n) }));
  const mean = drawn.reduce((sum, one) => sum + one, 0) / drawn.length;
  expect(Math.abs(mean - exact)).toBeLessThan(exact * 0.05);
});

test('a right that can be lost is worth less, and nothing where it is lost already', () => {
  const call = simulatedPrice(job);
  expect(simulatedPrice({ ...job, kind: 'BARRIER', barrier: 9_000 })).toBeLessThan(call);
  expect(simulatedPrice({ ...job, kind: 'BARRIER', barrier: 1 })).toBe(call);
  expect(simulatedPrice({ ...job, kind: 'BARRIER', barrier: 10_001 })).toBe(0);
});

test('on its last day it is worth what it brings', () => {
  expect(simulatedPrice({ ...job, spot: 11_000, expiryDays: 0 })).toBe(1_000);
  expect(simulatedPrice({ ...job, kind: 'PUT', spot: 11_000, expiryDays: 0 })).toBe(0);
});
