import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Request } from '../../api/requests/request.ts';
import { shipment as shipmentOf } from '../../streams/testing/records.ts';
import { namesOf } from './names.ts';
import { createPeople, returnIsOwed } from './people.ts';
import { type OrderPlan, planOrder } from './plan.ts';

const plain: OrderPlan = {
  ...planOrder(namesOf(1), 0),
  lines: [
    { sku: 'a', quantity: 1 },
    { sku: 'b', quantity: 2 },
  ],
  cancel: null,
  deliveryFails: false,
  sendsBack: null,
  damaged: false,
};
const owing = (status: 'PREPARING' | 'PACKED' | 'DISPATCHED' | 'FAILED', name: string, owedBy = 'warehouse') =>
  shipmentOf(status, {
    orderId: plain.orderId,
    deadlines: [{ name, owedBy, since: 0, due: 1, passes: 0 }],
  });

function people(warehouse = true) {
  const asked: Request[] = [];
  const put = async (request: Request) => void asked.push(request);
  return { asked, ...createPeople({ put, failed: error => expect.unreachable(String(error)), warehouse }) };
}
const typesOf = (asked: readonly Request[]) => asked.map(({ value }) => value.type);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Longer than anybody here takes. (Not until no timer is left: those of other files in this process may go on.) */
const passes = () => vi.advanceTimersByTimeAsync(60_000);

describe('the people of a load', () => {
  it('given a shipment, when each step is seen twice, then it is packed, dispatched and delivered once', async () => {
    const shop = people();
    await shop.places(plain);
    for (const [status, step] of [
      ['PREPARING', 'pack'],
      ['PACKED', 'dispatch'],
      ['DISPATCHED', 'deliver'],
    ] as const) {
      for (let times = 2; times > 0; times--) shop.onShipment(plain, owing(status, step));
      await passes();
    }
    expect(typesOf(shop.asked)).toEqual(['PLACE', 'PACK', 'DISPATCH', 'DELIVER']);
    expect(shop.asked[1]?.value.event.id).toBe(`warehouse/${plain.orderId}/pack`);
  });

  it('given somebody else in the warehouse, then nothing is reported but what customers send back', async () => {
    const shop = people(false);
    shop.onShipment(plain, owing('PREPARING', 'pack'));
    shop.onOrder({ ...plain, sendsBack: 'all' }, { status: 'RETURNING', returns: [{}] as never });
    await passes();
    expect(typesOf(shop.asked)).toEqual(['RETURN']);
    expect(shop.asked[0]?.topic).toBe('shipment-requests');
  });

  it('given a customer who changes his mind, then the cancel comes after the order, or when the parcel is packed', async () => {
    const early = people();
    await early.places({ ...plain, cancel: 20 });
    await passes();
    expect(typesOf(early.asked)).toEqual(['PLACE', 'CANCEL']);
    const late = people();
    late.onShipment({ ...plain, cancel: 'packed' }, owing('PACKED', 'dispatch'));
    await passes();
    expect(typesOf(late.asked)).toEqual(['CANCEL', 'DISPATCH']);
  });

  it('given a doorstep that is not found, then the carrier says so, and the parcel comes back whole', async () => {
    const shop = people();
    const plan = { ...plain, deliveryFails: true };
    shop.onShipment(plan, owing('DISPATCHED', 'deliver', 'carrier'));
    shop.onShipment(plan, owing('FAILED', 'come-back', 'carrier'));
    shop.onOrder(plan, { status: 'RETURNING', returns: [] });
    await passes();
    expect(typesOf(shop.asked)).toEqual(['FAIL', 'RETURN']);
  });

  it('given a part that does not please, then it is owed until it is asked for, and only that comes back', async () => {
    const shop = people();
    const plan: OrderPlan = { ...plain, sendsBack: 'part', damaged: true };
    expect(returnIsOwed(plan, { status: 'DELIVERED', returns: [] })).toBe(true);
    expect(returnIsOwed(plain, { status: 'DELIVERED', returns: [] })).toBe(false);
    expect(returnIsOwed(plan, { status: 'DELIVERED', returns: [{}] as never })).toBe(false);
    shop.onOrder(plan, { status: 'DELIVERED', returns: [] });
    shop.onOrder(plan, { status: 'RETURNING', returns: [{}] as never });
    await passes();
    expect(shop.asked.map(({ value }) => (value as { return: unknown }).return)).toMatchObject([
      { lines: [{ line: 1, quantity: 1 }] },
      { lines: [{ line: 1, refunded: 1, restocked: 0 }] },
    ]);
  });

  it('given the end, then what was meant to be asked is not', async () => {
    const shop = people();
    shop.onShipment(plain, owing('PREPARING', 'pack'));
    shop.stop();
    await passes();
    expect(shop.asked).toEqual([]);
  });
});
