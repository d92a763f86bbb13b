import fc from 'fast-check';

export type SkuPlan = { readonly price: number; readonly stock: number };

export const moments = ['RECEIVED', 'PLACED', 'CONFIRMED', 'PACKED', 'DISPATCHED', 'DELIVERED'] as const;
export type Moment = (typeof moments)[number];

export type OrderPlan = {
  readonly customer: number;
  readonly lines: readonly { readonly sku: number; readonly quantity: number }[];
  readonly decline: boolean;
  /** The provider says no to the capture, for good: a person has to see. */
  readonly refuseCapture: boolean;
  /** Cancelled as soon as it has come this far. */
  readonly cancel: Moment | null;
  /** The client repeats what it asks, and once uses an id again for something else. */
  readonly repeats: boolean;
  readonly deliveryFails: boolean;
  /** How many of each line are sent back after delivery; the customer may also keep what was announced. */
  readonly sendBack: number;
  readonly keeps: boolean;
  /** Of what comes back, this many of each line are lost. */
  readonly lost: number;
  readonly unreadableAddress: boolean;
  /** Points that the customer wants to spend on it. */
  readonly points: number;
};

/** What people do, and what may happen meanwhile. */
export type Scenario = {
  readonly skus: readonly SkuPlan[];
  /** Points that each customer has earned before. */
  readonly earned: readonly number[];
  /** Whether so little is suspicious that customers are flagged. */
  readonly strict: boolean;
  readonly orders: readonly OrderPlan[];
  /** Deadlines pass. */
  readonly time: boolean;
  /** Products, stock and customers come when they come, not before the first order. */
  readonly late: boolean;
  /** For half of the storm this processor does nothing, or (`provider`) the provider can't be reached. */
  readonly asleep: string | null;
  /** Products and customers change, stock is counted and written off, while orders are under way. */
  readonly changes: boolean;
  /** Requests come before what they are about, and in the wrong order. */
  readonly rude: boolean;
  /** Every record goes through its bytes, as on the wire. */
  readonly bytes: boolean;
};

export const CUSTOMERS = 2;
const skus = 3;

const line = fc.record({ sku: fc.nat({ max: skus - 1 }), quantity: fc.integer({ min: 1, max: 3 }) });

const seldom = (weight: number) =>
  fc.oneof({ weight: 100 - weight, arbitrary: fc.constant(false) }, { weight, arbitrary: fc.constant(true) });

/** None, some, or plenty. */
const stock = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 3, max: 15 }) },
  { weight: 6, arbitrary: fc.constant(40) },
);

const sometimes = <T>(weight: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: 100 - weight, arbitrary: fc.constant(null) }, { weight, arbitrary });

/** None, some, or more than any order costs. */
const points = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 40 }) },
  { weight: 1, arbitrary: fc.constant(100_000) },
);

/** So little that the cent counts, or so much that points are earned. */
const price = fc.oneof(
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 9 }) },
  { weight: 1, arbitrary: fc.integer({ min: 30, max: 400 }) },
);

const order = fc.record({
  customer: fc.nat({ max: CUSTOMERS - 1 }),
  lines: fc.array(line, { minLength: 1, maxLength: 3 }),
  decline: seldom(8),
  refuseCapture: seldom(4),
  cancel: sometimes(50, fc.constantFrom(...moments, 'CONFIRMED', 'PACKED', 'PACKED')),
  repeats: seldom(30),
  deliveryFails: seldom(15),
  sendBack: fc.nat({ max: 3 }),
  keeps: seldom(30),
  lost: fc.nat({ max: 1 }),
  unreadableAddress: seldom(5),
  points,
});

const sleepers = [
  'provider',
  'payments',
  'allocations',
  'stock',
  'shipping',
  'activity',
  'fraud',
  'loyalty',
  'notifications',
] as const;

/** Anything may happen, and everything competes. */
export const stormy: fc.Arbitrary<Scenario> = fc.record({
  skus: fc.tuple(...Array.from({ length: skus }, () => fc.record({ price, stock }))),
  earned: fc.tuple(...Array.from({ length: CUSTOMERS }, () => fc.constantFrom(0, 5, 60, 1_000_000))),
  strict: seldom(15),
  orders: fc.array(order, { minLength: 1, maxLength: 4 }),
  time: seldom(40),
  late: seldom(15),
  asleep: sometimes(15, fc.constantFrom(...sleepers)),
  changes: seldom(20),
  rude: seldom(30),
  bytes: fc.boolean(),
});

/**
 * Nothing competes: stock and points are there in plenty or not at all, each order has at most one reason to fail, and
 * deadlines have time. Then the end is the same however it comes about.
 */
export const peaceful: fc.Arbitrary<Scenario> = stormy.map(scenario => {
  const skuPlans = scenario.skus.map(({ price, stock }) => ({ price, stock: stock < 3 ? 0 : 1_000 }));
  return {
    ...scenario,
    skus: skuPlans,
    strict: false,
    orders: scenario.orders.map((plan, index) => {
      const short = plan.lines.some(one => skuPlans[one.sku]?.stock === 0);
      const rich = (scenario.earned[plan.customer] ?? 0) >= 100_000;
      // A third decline may flag the customer.
      const decline = plan.decline && !short && index < 2;
      return { ...plan, decline, cancel: null, keeps: false, points: rich ? plan.points : 0 };
    }),
    time: false,
    late: false,
    changes: false,
    rude: false,
  };
});
