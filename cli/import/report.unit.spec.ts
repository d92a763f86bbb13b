import { describe, expect, test } from 'vitest';
import { exitCodeOf, type ReportOf, reportJson, reportText } from './report.ts';

const base: ReportOf = {
  kind: 'orders',
  path: 'orders.ndjson',
  imported: { lines: 1_200, sent: 1_199, unchanged: 0, elapsed: 2_000, waited: null },
  refusals: { refused: 0, rejected: 0, first: [] },
};
const refused = { line: 7, by: 'import', errors: [{ field: '/lines/0/sku', reason: 'is missing' }] };
const orders = {
  orders: 3,
  atRest: 2,
  states: { DELIVERED: 1, REJECTED: 1, CONFIRMED: 1 },
  reasons: { declined: 1 },
  ordered: { USD: 123_456, JPY: 900 },
  captured: { USD: 1 },
  refunded: {},
  owed: [{ orderId: 'o-1', status: 'CONFIRMED', owes: [{ by: 'warehouse', step: 'pack', since: 1 }] }],
};
const waited = { complete: false, undecided: 0, accepted: 1_000, orders };

describe('the report of an import', () => {
  test('says what was sent, and how fast', () => {
    expect(reportText(base)).toBe(
      'orders.ndjson: 1,200 lines in 2.0 s (600/s)\n  1,199 sent, 0 unchanged, 0 refused\n',
    );
    expect(exitCodeOf(base)).toBe(0);
  });

  test('says which lines were refused, and how to get the others', () => {
    const refusals = {
      refused: 21,
      rejected: 1,
      first: [refused, { line: 9, by: 'orders', errors: [{ field: '', reason: 'order-exists' }] }],
    };
    const report = { ...base, refusals };
    expect(reportText(report)).toContain(
      '  line 7: /lines/0/sku is missing\n  line 9: orders: order-exists\n  and 20 more lines; --refused FILE writes all of them\n',
    );
    expect(exitCodeOf(report)).toBe(1);
  });

  test('says what became of the orders, in money as people write it, and who keeps the others waiting', () => {
    const report = { ...base, imported: { ...base.imported, waited } };
    expect(reportText(report)).toContain(
      [
        '  1,000 accepted, 0 rejected, 199 known already',
        '  2 of 3 orders at rest: DELIVERED 1, REJECTED 1, CONFIRMED 1',
        '  rejected for: declined 1',
        '  ordered 1,234.56 USD + 900 JPY; captured 0.01 USD; refunded nothing',
        '  o-1 is CONFIRMED: warehouse owes: pack',
        '  The time for waiting is over: not all orders are through.\n',
      ].join('\n'),
    );
    expect(exitCodeOf(report)).toBe(1);
    expect(reportJson(report)).toMatchObject({ done: false, complete: false, repeated: 199, orders });
  });

  test('does not guess how many were repeats while some are undecided', () => {
    const imported = { ...base.imported, waited: { ...waited, undecided: 5 } };
    expect(reportJson({ ...base, imported })).toMatchObject({ repeated: null, undecided: 5 });
  });
});
