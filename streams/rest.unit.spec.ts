import { describe, expect, test } from 'vitest';
import type { Order } from '../schemas/types/orders.ts';
import type { Payment } from '../schemas/types/payments.ts';
import { type OrderFacts, owedFor } from './rest.ts';
import { orderSeen, shipmentSeen } from './seen.ts';
import { allocation, allocationLine, order, payment, shipment, usd } from './testing/records.ts';

/** An order that was delivered, and everybody knows. */
function delivered(): OrderFacts & { order: Order; payment: Payment } {
  const parcel = shipment('DELIVERED', { version: 4, dispatchedAt: 1, deliveredAt: 2 });
  const seen = shipmentSeen(parcel);
  const paid = payment('CAPTURED', { version: 3, captured: usd(2500), shipment: seen });
  const reserved = allocation('CONSUMED', { version: 3, shipment: seen });
  return {
    payment: paid,
    allocation: reserved,
    shipment: parcel,
    order: order('DELIVERED', {
      version: 6,
      payment: {
        version: 3,
        status: 'CAPTURED',
        answersVersion: null,
        captured: usd(2500),
        refunded: null,
        reason: null,
        open: false,
      },
      allocation: { version: 3, status: 'CONSUMED', answersVersion: null, shortLines: [], open: false },
      shipment: seen,
    }),
  };
}

const deadline = { name: 'capture', owedBy: 'provider', since: 7, due: 9, passes: 0 };
const effect = {
  id: 'e',
  kind: 'capture',
  about: '',
  attempt: 1,
  idempotencyKey: 'e',
  reference: 'e',
  since: 7,
  retryAt: null,
  lastError: null,
};

describe('what an order is owed', () => {
  test('is nothing once it is delivered, paid and everybody has heard of it', () => {
    expect(owedFor(delivered())).toEqual([]);
  });

  test('is nothing where the shipment was published again, in a later version of the same content', () => {
    const facts = delivered();
    expect(owedFor({ ...facts, shipment: shipment('DELIVERED', { version: 9, dispatchedAt: 1 }) })).toEqual([]);
  });

  test('is that orders take it in, where there is no fact of it', () => {
    const nothing = { order: null, payment: null, allocation: null, shipment: null };
    expect(owedFor(nothing)).toEqual([{ by: 'orders', step: 'take it in', since: null }]);
  });

  test('is what payments has not read yet, although nothing is pending there', () => {
    const facts = delivered();
    const behind = payment('AUTHORISED', { version: 3, shipment: null });
    expect(owedFor({ ...facts, payment: behind })).toContainEqual(
      expect.objectContaining({ by: 'payments', step: 'take in the shipment' }),
    );
  });

  test('is not known where a neighbour has seen newer facts than these', () => {
    const facts = delivered();
    const old = { ...facts, payment: payment('AUTHORISED', { version: 2 }), shipment: shipment('PREPARING') };
    expect(owedFor(old)).toEqual([
      { by: 'reader', step: 'read version 3 of the payment', since: null },
      { by: 'reader', step: 'read version 4 of the shipment', since: null },
    ]);
  });

  test('is what a deadline or a pending effect says, each once', () => {
    const facts = delivered();
    const pending = { ...facts.payment, deadlines: [deadline], effects: [effect] };
    expect(owedFor({ ...facts, payment: pending })).toEqual([{ by: 'provider', step: 'capture', since: 7 }]);
  });

  test('is a stock reply that is awaited', () => {
    const facts = delivered();
    const line = allocationLine(1, { asked: { requestId: 'r', type: 'CONSUME', quantity: 1, since: 3 } });
    const waiting = { ...facts, allocation: { ...(facts.allocation as never as object), lines: [line] } as never };
    expect(owedFor(waiting)).toEqual([{ by: 'stock', step: 'consume', since: 3 }]);
  });

  test('is the answer of every neighbour that the order asks, or that never said a word', () => {
    const asking = order('CANCELLING', { version: 5, askedVersion: 5 });
    const facts = { order: asking, payment: payment('AUTHORISED'), allocation: null, shipment: null };
    expect(owedFor(facts).map(one => one.by)).toEqual(['payments', 'allocations', 'shipping', 'orders']);
    expect(owedFor({ ...facts, order: order('REJECTED', { version: 7 }) }).map(one => one.by)).toContain('shipping');
  });

  test('is orders’ next step, where an order is not at its end and nobody else owes anything', () => {
    const received = order('RECEIVED');
    expect(orderSeen(received).status).toBe('RECEIVED');
    expect(owedFor({ order: received, payment: null, allocation: null, shipment: null })).toEqual([
      { by: 'orders', step: 'move on from RECEIVED', since: null },
    ]);
  });
});
