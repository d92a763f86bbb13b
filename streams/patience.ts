import type { Patience } from '../runtime/tasks/patience.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

/** It stays owed and is alarmed at each pass, at most once a day in the long run. */
const alarmOnly = (within: number): Patience => ({ within, growth: 2, most: DAY, passes: null });

/**
 * How long each step is waited for. Too short: orders are turned down, or people alarmed, while something is only slow.
 * Too long: customers wait for what will not come.
 */
export const patience = {
  /** Orders look into the tables again after 0.3 s, 0.6 s… and give up after 9.3 s: then the sku is taken as unknown. */
  tables: { within: 300, growth: 2, most: MINUTE, passes: 5 },
  /** Orders, for loyalty to hold points: then the order is turned down, and the points are asked back. */
  hold: { within: MINUTE, growth: 1, most: MINUTE, passes: 5 },
  /** Orders, for payments. Longer than payments itself waits for the provider, so that it is payments that says why. */
  authorise: { within: MINUTE, growth: 1, most: MINUTE, passes: 5 },
  /** Orders, for allocations and, behind it, stock. */
  allocate: { within: MINUTE, growth: 1, most: MINUTE, passes: 5 },
  /** Orders, for the neighbours to answer REJECTING, CANCELLING and STOPPING. */
  answer: alarmOnly(MINUTE),
  /** Orders, for the warehouse: a day more than shipping, which asks first. */
  orderPack: alarmOnly(3 * DAY),
  orderDispatch: alarmOnly(3 * DAY),
  orderDeliver: alarmOnly(21 * DAY),
  /** Orders, for goods that the customer wants to send back: then he keeps them. */
  orderReturn: { within: 30 * DAY, growth: 1, most: 30 * DAY, passes: 1 },
  /** Payments, for the provider to authorise: then it is FAILED, and undone if it got through. */
  providerAuthorise: { within: 30 * SECOND, growth: 1, most: MINUTE, passes: 4 },
  /** Payments, for the provider to capture, void or refund. */
  provider: alarmOnly(MINUTE),
  /** Payments, for a person to see to a step that the provider refused. */
  operator: alarmOnly(DAY),
  /** Allocations, for stock. */
  stock: alarmOnly(30 * SECOND),
  /** Shipping, for the warehouse and the carrier. */
  pack: alarmOnly(2 * DAY),
  dispatch: alarmOnly(2 * DAY),
  deliver: alarmOnly(14 * DAY),
  comeBack: alarmOnly(14 * DAY),
  /** Customers, for the orders of someone who is being erased to end. */
  erasure: alarmOnly(30 * DAY),
} as const satisfies Record<string, Patience>;
