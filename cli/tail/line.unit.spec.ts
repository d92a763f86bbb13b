import { describe, expect, test } from 'vitest';
import { lineOf } from './line.ts';
import type { Told } from './told.ts';

const told = (over: Partial<Told>): Told => ({
  time: '2026-01-01T00:00:00.000Z',
  topic: 'orders',
  partition: 1,
  offset: '7',
  key: 'o-1',
  version: 3,
  type: 'longplay.order.rejecting',
  status: 'REJECTING',
  changes: [{ what: 'REJECTING', reason: 'declined' }],
  correlationId: 'o-1',
  undecodable: null,
  value: {},
  ...over,
});
const plain = (over: Partial<Told> = {}) => lineOf(told(over), { colours: false, width: 8 });

describe('the line of an event', () => {
  test('says when, where, which, what and why', () => {
    expect(plain()).toBe('2026-01-01T00:00:00.000Z  orders    o-1 v3  REJECTING (declined)  longplay.order.rejecting');
  });

  test('says the status where it stays, or something else was noted', () => {
    expect(plain({ changes: [] })).toContain('v3  still REJECTING');
    const noted = [{ what: 'CANCEL_REFUSED', reason: 'already-dispatched' }];
    expect(plain({ status: 'DISPATCHED', changes: noted })).toContain(
      'CANCEL_REFUSED (already-dispatched) → still DISPATCHED',
    );
  });

  test('shows bytes that nobody can read, and no control characters of a key', () => {
    const undecodable = { reason: 'bad-magic', bytes: 2, begins: '6869' };
    const line = plain({ key: 'a\u001b[31m\n', version: null, undecodable, value: null });
    expect(line).toContain('a\\x1b[31m\\xa  undecodable: bad-magic, 2 bytes at 1/7, beginning 6869');
  });

  test('has colours only where they are asked for', () => {
    const esc = '\u001b';
    expect(plain()).not.toContain(esc);
    expect(lineOf(told({}), { colours: true, width: 8 })).toContain(`${esc}[31mREJECTING`);
  });
});
