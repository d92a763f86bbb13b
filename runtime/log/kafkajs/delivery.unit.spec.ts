import { expect, it } from 'vitest';
import type { LogRecord } from '../port.ts';
import { weightOf } from './delivery.ts';

const record = (key: string | null, value: string | null): LogRecord => ({
  topic: 't',
  partition: 0,
  offset: 0n,
  timestamp: 0,
  key: key === null ? null : Buffer.from(key),
  value: value === null ? null : Buffer.from(value),
  headers: [],
});

it('what waits is weighed by keys and values', () => {
  const one = weightOf({ records: [record('key', 'value')] });
  expect(weightOf({ records: [record('key', 'a longer value')] })).toBe(one + 9);
  expect(weightOf({ records: [] })).toBe(0);
});

it('tombstones weigh too, so that a topic full of them has a bound', () => {
  expect(weightOf({ records: Array.from({ length: 10_000 }, () => record('k', null)) })).toBeGreaterThan(1024 * 1024);
});
