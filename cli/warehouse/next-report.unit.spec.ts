import { describe, expect, test } from 'vitest';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { shipment } from '../../streams/testing/records.ts';
import { nextReport } from './next-report.ts';

const delays = { pack: 10, dispatch: 20, deliver: 30, comeBack: 40 };
const lines = [
  { line: 1, sku: 'lp-1', quantity: 2, title: 'T', refundedQuantity: 0, restockedQuantity: 0 },
  { line: 2, sku: 'lp-2', quantity: 1, title: 'T', refundedQuantity: 1, restockedQuantity: 0 },
];
const owing = (status: Shipment['status'], name: string, owedBy: string) =>
  shipment(status, { lines, deadlines: [{ name, owedBy, since: 1_000, due: 9_000, passes: 0 }] });

describe('what the warehouse reports next', () => {
  test.each([
    ['PREPARING', 'pack', 'warehouse', 1_010, 'PACK', { pack: { parcels: 1 } }],
    ['PACKED', 'dispatch', 'warehouse', 1_020, 'DISPATCH', { dispatch: { carrier: 'Longplay Parcel' } }],
    ['DISPATCHED', 'deliver', 'carrier', 1_030, 'DELIVER', { deliver: { deliveredAt: null } }],
    // Only what is not back yet, and all of it.
    [
      'FAILED',
      'come-back',
      'carrier',
      1_040,
      'RETURN',
      { return: { lines: [{ line: 1, refunded: 2, restocked: 2 }] } },
    ],
  ] as const)('of one that is %s: what it owes, when its time has come', (status, name, by, due, type, body) => {
    const report = nextReport(owing(status, name, by), delays);
    expect(report).toMatchObject({ key: 'order-1', due });
    expect(report?.request(5_000)).toMatchObject({
      topic: 'shipment-requests',
      key: 'order-1',
      value: { type, ...body, event: { id: `warehouse/order-1/${name}`, time: 5_000, correlationId: 'order-1' } },
    });
  });

  test('is the same request whenever it is made, but for its time: a repeat counts once', () => {
    const packed = owing('PACKED', 'dispatch', 'warehouse');
    const first = nextReport(packed, delays)?.request(1);
    const again = nextReport({ ...packed, version: 7 }, delays)?.request(2);
    expect(again?.value.bodyHash).toBe(first?.value.bodyHash);
    expect(again?.value.event.id).toBe(first?.value.event.id);
  });

  test.each(['STOPPED', 'DELIVERED', 'RETURNED'] as const)('is nothing where a shipment is %s', status => {
    expect(nextReport(shipment(status, { lines }), delays)).toBeNull();
  });

  test('is nothing that others owe', () => {
    expect(nextReport(owing('PREPARING', 'pack', 'shipping'), delays)).toBeNull();
  });
});
