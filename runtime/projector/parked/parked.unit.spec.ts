import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../log/port.ts';
import { parkedRow } from './rows.ts';
import { stormBreaker } from './storm.ts';

const record = (offset: number, key: string | null, value: Buffer | null = Buffer.from('junk')): LogRecord => ({
  topic: 'p.orders',
  partition: 1,
  offset: BigInt(offset),
  timestamp: 5,
  key: key === null ? null : Buffer.from(key),
  value,
  headers: [],
});

const some = (from: number, to: number): LogRecord[] =>
  Array.from({ length: to - from }, (_, n) => record(from + n, `k-${from + n}`));

const offsets = (records: readonly LogRecord[]): Set<bigint> => new Set(records.map(({ offset }) => offset));

describe('what is kept of a record that cannot be projected', () => {
  it('is all of it, its place, and the cause, the same each time', () => {
    const cause = Object.assign(new Error('no such field'), { code: 'LP_CODEC_UNDECODABLE' });
    const value = Buffer.from([0, 0, 0, 1, 2, 9]);
    const row = parkedRow('orders', { record: record(7, 'o-1', value), cause });
    expect(row).toMatchObject({
      offset: '7',
      row_key: 'o-1',
      key: '\\x6f2d31',
      value: '\\x000000010209',
      schema_id: 258,
    });
    expect(row.error).toMatchObject({ code: 'LP_CODEC_UNDECODABLE', message: 'no such field' });
    expect(row.cause).toMatch(/^[0-9a-f]{16}$/);
    expect(parkedRow('orders', { record: record(7, 'o-1', value), cause })).toEqual(row);
    expect(parkedRow('payments', { record: record(7, 'o-1', value), cause }).cause).not.toBe(row.cause);
  });

  it.each([
    ['no key', null],
    ['a key with a NUL, which no text in Postgres has', 'a\0b'],
    ['a key that no index takes', 'k'.repeat(3_000)],
  ])('stands for no row where it has %s', (_, key) => {
    const row = parkedRow('orders', { record: record(1, key), cause: new Error('a\0b') });
    expect([row.row_key, row.schema_id]).toEqual([null, null]);
    expect(JSON.stringify(row)).not.toContain('\\u0000');
  });
});

describe('the storm breaker of a projection', () => {
  const limits = { window: 40, percent: 50, atLeast: 10, inARow: 5 };

  it('trips where more keys than may fail one after the other, and names the first', () => {
    const breaker = stormBreaker('orders', limits);
    const five = some(0, 5);
    breaker.weigh(five, offsets(five))();
    expect(() => breaker.weigh(some(5, 6), new Set([5n]))).toThrow(/orders cannot project 6 of the last 6.*offset 5/);
  });

  it('counts only what was written', () => {
    const breaker = stormBreaker('orders', limits);
    const five = some(0, 5);
    breaker.weigh(five, offsets(five));
    expect(() => breaker.weigh(some(5, 6), new Set([5n]))).not.toThrow();
  });

  it('begins anew with what could be projected, and trips at too large a share', () => {
    const breaker = stormBreaker('orders', limits);
    const failing = new Set<bigint>();
    for (let n = 0; n < 30; n++) {
      const good = [record(n * 10, 'good')];
      breaker.weigh(good, failing)();
    }
    const alternating = some(1_000, 1_040);
    const half = new Set(alternating.filter((_, n) => n % 4 !== 0).map(({ offset }) => offset));
    expect(() => breaker.weigh(alternating, half)).toThrow(/of the last/);
    const quarter = new Set(alternating.filter((_, n) => n % 4 === 0).map(({ offset }) => offset));
    breaker.weigh(alternating, quarter)();
  });

  it('does not count one key that fails again and again as many', () => {
    const breaker = stormBreaker('orders', limits);
    const same = Array.from({ length: 9 }, (_, n) => record(n, 'one'));
    breaker.weigh(same, offsets(same))();
  });
});
