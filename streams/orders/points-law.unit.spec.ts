import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Order } from '../../schemas/types/orders.ts';
import { ofOrder } from '../activity/content.ts';
import { pointsFor } from '../loyalty/rates.ts';
import { allocation, customerActivity, event, orderRequest, payment, shipment, usd } from '../testing/records.ts';
import { type PointsWorld, pointsWorld } from './testing/points-world.ts';

const fates = ['declined', 'short', 'stopped', 'delivered', 'returned', 'failed'] as const;
type Plan = {
  readonly points: number;
  readonly fate: (typeof fates)[number];
  readonly cancel: boolean;
  silent: boolean;
};

const plan: fc.Arbitrary<Plan> = fc.record({
  points: fc.integer({ min: 0, max: 700 }),
  fate: fc.constantFrom(...fates),
  cancel: fc.boolean(),
  silent: fc.boolean(),
});

/** What the neighbours and the clock make of an order's new fact. */
function react(order: Order, { fate, silent }: Plan, tell: PointsWorld['tell']): void {
  const { orderId: key, status, askedVersion } = order;
  const hold = order.deadlines.find(({ name }) => name === 'hold');
  if (silent && hold !== undefined) {
    tell({ from: 'deadline', key, deadline: hold, asked: 'unread' });
  }
  const parcel = (what: 'STOPPED' | 'DELIVERED' | 'FAILED' | 'RETURNED', version: number, back = 0) => {
    const lines = [{ line: 1, sku: 'lp-1', quantity: 2, title: '', refundedQuantity: back, restockedQuantity: back }];
    const failureReason = fate === 'failed' ? 'refused' : fate === 'stopped' ? 'address-unreadable' : null;
    const over = { orderId: key, version, lines, failureReason, answersVersion: askedVersion };
    tell({ from: 'shipments', key, value: shipment(what, over) });
  };
  // What shipping says to STOPPING is on its way since CONFIRMED: the parcel is stopped, or gone.
  if (status === 'STOPPING') return;
  if (askedVersion !== null) {
    const over = { orderId: key, version: 10 + order.version, answersVersion: askedVersion };
    tell({ from: 'payments', key, value: payment('VOIDED', over) });
    tell({ from: 'allocations', key, value: allocation('RELEASED', over) });
    parcel('STOPPED', 10 + order.version);
  } else if (status === 'PLACED') {
    tell({ from: 'payments', key, value: payment(fate === 'declined' ? 'DECLINED' : 'AUTHORISED', { orderId: key }) });
    tell({ from: 'allocations', key, value: allocation(fate === 'short' ? 'SHORT' : 'ALLOCATED', { orderId: key }) });
  } else if (status === 'CONFIRMED') {
    parcel(fate === 'stopped' ? 'STOPPED' : fate === 'failed' ? 'FAILED' : 'DELIVERED', 1);
    if (fate === 'returned' || fate === 'failed') for (const back of [1, 2]) parcel('RETURNED', 1 + back, back);
  }
}

function place({ points, cancel }: Plan, index: number, { tell }: PointsWorld): void {
  const orderId = `o-${index}`;
  const lines = [{ line: 1, sku: 'lp-1', quantity: 2, unitPrice: null }];
  const rest = { placedAt: null, lines, shippingAddress: null, expectedTotal: null, note: null };
  const body = { place: { ...rest, pointsToSpend: points }, orderId };
  tell({ from: 'order-requests', key: orderId, value: orderRequest('PLACE', `place-${index}`, body) });
  if (!cancel) return;
  const wish = { orderId, cancel: { reasonCode: null, reason: null } };
  tell({ from: 'order-requests', key: orderId, value: orderRequest('CANCEL', `cancel-${index}`, wish) });
}

/** A small generator of its own (mulberry32), so that a run is one number. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

describe('the points of orders that go any way, in any interleaving, with everything read once or twice', () => {
  test('each is held once and then spent, or given back once; at the end none is held', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(plan, { minLength: 1, maxLength: 4 }), fc.integer(), (plans, seed) => {
        const world = pointsWorld((order, tell) => react(order, plans[Number(order.orderId.slice(2))] as Plan, tell));
        const earlier = { orderId: 'earlier', event: event('earlier/activity/1') };
        const value = customerActivity({ kept: usd(100_000) }, {}, earlier);
        world.tell({ from: 'customer-activity', key: 'customer-1', value });
        for (const [index, one] of plans.entries()) place(one, index, world);
        const random = randomOf(seed);
        while (world.step(random));
        check(world, plans, seen);
      }),
      { seed: 7, numRuns: 250 },
    );
    // Every way to an end has come about, or the property says little.
    expect([...seen].sort()).toEqual([
      'CANCELLED GIVEN_BACK',
      'CANCELLED none',
      'DELIVERED HELD',
      'DELIVERED none',
      'REJECTED GIVEN_BACK',
      'REJECTED REFUSED',
      'REJECTED none',
      'RETURNED HELD',
      'RETURNED none',
    ]);
  });
});

function check(world: PointsWorld, plans: readonly Plan[], seen: Set<string>): void {
  const all = [...world.orders.values()];
  expect(all).toHaveLength(plans.length);
  for (const { orderId, status, loyalty, deadlines, cancellation } of all) {
    seen.add(`${status} ${loyalty?.status ?? 'none'}`);
    expect([orderId, deadlines]).toEqual([orderId, []]);
    if (cancellation?.status === 'ACCEPTED') expect(status).toBe('CANCELLED');
    const ids = world.said.filter(({ value }) => value.orderId === orderId).map(({ id }) => id);
    const back = loyalty?.status === 'GIVEN_BACK' && loyalty.requestId !== '';
    expect(ids.filter(id => id === `${orderId}/hold/1`)).toHaveLength(loyalty === null ? 0 : 1);
    expect(ids.filter(id => id === `${orderId}/give-back/1`)).toHaveLength(back ? 1 : 0);
    expect(ids.filter(id => id.endsWith('/reply'))).toHaveLength(loyalty === null ? 0 : back ? 2 : 1);
  }
  const contents = all.map(ofOrder);
  const account = world.account();
  expect(account).toMatchObject({
    held: 0,
    holds: [],
    spent: contents.reduce((sum, { pointsSpent }) => sum + pointsSpent, 0),
  });
  const earned = contents.reduce((sum, { kept }) => sum + pointsFor(kept), 1_000);
  expect((account?.earned ?? 0) - (account?.takenBack ?? 0)).toBe(earned);
  expect(account?.points).toBe(earned - (account?.spent ?? 0));
}
