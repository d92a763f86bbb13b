import type { ReturnShipment } from '../../schemas/types/shipment-requests.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';

/**
 * What came back, whether or not the customer had said so: by line, to be refunded, and of that what goes back on the
 * shelf. Lost or damaged goods are refunded and not restocked.
 */
export function receivedBack(shipment: Shipment, receipt: ReturnShipment | null): Partial<Shipment> | string {
  const { status } = shipment;
  if (status === 'STOPPED') return 'stopped';
  if (status !== 'FAILED' && status !== 'DELIVERED' && status !== 'RETURNED') return 'not-delivered';
  const back = receipt?.lines ?? [];
  if (back.length === 0) return 'no-lines';
  if (new Set(back.map(({ line }) => line)).size !== back.length) return 'line-twice';
  if (back.some(({ line }) => !shipment.lines.some(one => one.line === line))) return 'unknown-line';
  const valid = back.every(
    ({ refunded, restocked }) =>
      Number.isInteger(refunded) &&
      Number.isInteger(restocked) &&
      refunded >= 1 &&
      restocked >= 0 &&
      restocked <= refunded,
  );
  if (!valid) return 'quantity-invalid';
  const lines = shipment.lines.map(line => {
    const one = back.find(candidate => candidate.line === line.line);
    if (one === undefined) return line;
    return {
      ...line,
      refundedQuantity: line.refundedQuantity + one.refunded,
      restockedQuantity: line.restockedQuantity + one.restocked,
    };
  });
  if (lines.some(line => line.refundedQuantity > line.quantity)) return 'quantity-exceeded';
  return { status: 'RETURNED', lines, note: receipt?.note ?? shipment.note };
}
