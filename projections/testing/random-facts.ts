import { failure, waiting } from '../../runtime/hospital/testing/case.ts';
import { topics } from '../../schemas/topics.ts';
import type { LoyaltyAccount } from '../../schemas/types/loyalty-accounts.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Outcome } from '../../schemas/types/outcomes.ts';
import type { Payment, Refund } from '../../schemas/types/payments.ts';
import type { Stock } from '../../schemas/types/stock.ts';
import { instrumentFact, priceFact, terms } from '../../streams/testing/farm.ts';
import { holiday, holidayTerms } from '../../streams/testing/holidays.ts';
import {
  allocation,
  allocationLine,
  customer,
  event,
  order,
  payment,
  product,
  shipment,
} from '../../streams/testing/records.ts';
import { webhook, webhookDelivery } from '../../streams/testing/webhooks.ts';
import { enrolment, welcomePack } from '../../streams/testing/welcome.ts';
import { emptyTarget } from '../../streams/webhook-deliveries/model.ts';
import { type Random, randomOf } from '../../test/property/random.ts';
import { anyValue, keyFieldOf } from './any-fact.ts';
import { CURRENCIES, deadlineOf, historyOf, maybe, moneyOf, oneOf, some, timeOf } from './random-values.ts';

/**
 * A random fact of a topic: whole, and otherwise of no sense, so that no projection can rely on a usual story. One of which
 * nothing is said below is as its schema allows.
 */
export function randomFact(topic: string, key: string, version: number, seed: number): { event: Stamped } {
  const random = randomOf(seed);
  const base = { version, event: { ...event(`${key}-${version}-${seed}`), time: timeOf(random) } };
  const name = topic.split('.').at(-1) as string;
  const make = makers[name] ?? ofSchema(name);
  return make(key, base, random);
}

function ofSchema(name: string): Maker {
  const definition = topics.find(one => one.name === name);
  if (definition === undefined) throw new Error(`No topic is named ${name}.`);
  return (key, base, random) => ({ ...anyValue(definition, random), [keyFieldOf(definition)]: key, ...base });
}

type Stamped = Order['event'];
type Base = { readonly version: number; readonly event: Stamped };
type Maker = (key: string, base: Base, random: Random) => { event: Stamped };

function orderOf(orderId: string, base: Base, random: Random): Order {
  const status = oneOf<Order['status']>(random, [
    'UNKNOWN',
    'RECEIVED',
    'PLACED',
    'CONFIRMED',
    'PACKED',
    'DISPATCHED',
    'DELIVERED',
    'STOPPING',
    'REJECTED',
    'CANCELLING',
    'CANCELLED',
    'RETURNING',
    'RETURNED',
  ]);
  const currency = oneOf(random, CURRENCIES);
  const lines = some(random, 4, n => ({
    line: n + 1,
    sku: `lp-${random.below(4)}`,
    quantity: 1 + random.below(5),
    title: 'Title',
    artist: 'Artist',
    format: 'LP',
    requestedPrice: null,
    unitPrice: { amount: random.below(3_000), currency },
    productVersion: 1,
    returnedQuantity: random.below(3),
  }));
  const wanted = lines.filter(() => random.chance(0.5)).map(({ line }) => ({ line, quantity: 1 + random.below(3) }));
  return order(status, {
    ...base,
    orderId,
    customerId: `customer-${random.below(3)}`,
    lines,
    placedAt: maybe(random, () => timeOf(random)),
    total: maybe(random, () => ({ amount: random.below(9_000), currency })),
    returns: some(random, 2, n => ({
      requestId: `r-${n}`,
      at: timeOf(random),
      lines: wanted,
      status: oneOf(random, ['OPEN', 'RECEIVED']),
      reasonCode: null,
      reason: null,
      unasked: [],
    })),
    history: historyOf(random),
    deadlines: deadlineOf(random, ['pack', 'dispatch', 'return', 'deliver']),
  });
}

function paymentOf(orderId: string, base: Base, random: Random): Payment {
  const captured = maybe(random, () => moneyOf(random));
  const { currency } = captured ?? { currency: 'USD' };
  const refunds: Refund[] = some(random, 3, n => ({
    refundId: `${n}`,
    amount: maybe(random, () => ({ amount: random.below(900), currency })),
    status: oneOf(random, ['PENDING', 'DONE', 'FAILED']),
    reference: '',
    at: maybe(random, () => timeOf(random)),
  }));
  return payment(oneOf(random, ['REQUESTED', 'AUTHORISED', 'CAPTURED', 'REFUNDED', 'FAILED']), {
    ...base,
    orderId,
    amount: captured,
    captured,
    capture: captured && { amount: captured, reference: 'ref', at: maybe(random, () => timeOf(random)) },
    refunds,
    refunded: maybe(random, () => ({ amount: random.below(5_000), currency })),
    history: historyOf(random),
    deadlines: deadlineOf(random, ['capture']),
  });
}

const makers: Record<string, Maker> = {
  orders: orderOf,
  payments: paymentOf,
  products: (sku, base, random) => product(sku, { ...base, price: maybe(random, () => moneyOf(random)) }),
  customers: (customerId, base, random) =>
    customer({ ...base, customerId, status: oneOf(random, ['ACTIVE', 'ERASED']), name: `n${random.below(9)}` }),
  shipments: (orderId, base, random) =>
    shipment(oneOf(random, ['PREPARING', 'PACKED', 'DISPATCHED', 'DELIVERED', 'FAILED']), {
      ...base,
      orderId,
      parcels: random.below(5),
      deadlines: deadlineOf(random, ['pack']),
    }),
  allocations: (orderId, base, random) =>
    allocation(oneOf(random, ['REQUESTED', 'ALLOCATED', 'SHORT']), {
      ...base,
      orderId,
      lines: some(random, 3, n => allocationLine(n + 1, { quantity: 1 + random.below(9) })),
    }),
  holidays: (holidayId, base, random) =>
    holiday({
      ...base,
      holidayId,
      terms: { ...holidayTerms, customerId: `customer-${random.below(5)}` },
      saga: {
        status: oneOf(random, ['RUNNING', 'DONE', 'UNDOING', 'UNDONE', 'STUCK', 'UNKNOWN']),
        direction: oneOf(random, ['FORWARD', 'BACKWARD']),
        turnedBack: maybe(random, () => 'flight-refused'),
        steps: [],
        log: [],
        logDropped: random.below(3),
      },
      deadlines: deadlineOf(random, ['car', 'saga']),
    }),
  webhooks: (subscriptionId, base, random) =>
    webhook({
      ...base,
      subscriptionId,
      status: oneOf(random, ['ACTIVE', 'PAUSED', 'SUSPENDED', 'REMOVED']),
      since: timeOf(random),
      refusals: some(random, 3, n => `effect-${n}`),
      refusalsSince: null,
      failing: [],
    }),
  'webhook-deliveries': (orderId, base, random) =>
    webhookDelivery({
      ...base,
      orderId,
      status: oneOf(random, ['DELIVERED', 'DELIVERING', 'WAITING', 'REFUSED']),
      targets: some(random, 2, n => ({
        ...emptyTarget(`webhook-${n}`),
        queue: some(random, 2, at => ({ topic: 'orders', version: at + 1 })),
        deliveredCount: random.below(9),
        deliveredAt: maybe(random, () => timeOf(random)),
      })),
    }),
  instruments: (instrumentId, base, random) =>
    instrumentFact({ ...base, instrumentId, asked: random.below(900), overtakenQuotes: random.below(9) }),
  prices: (positionId, base, random) => {
    const quote = { sequence: random.below(99), price: moneyOf(random), volatility: random.below(4_000) };
    return priceFact({
      ...base,
      positionId,
      instrumentId: positionId,
      portfolioId: `desk-${random.below(3)}`,
      status: oneOf(random, ['PRICING', 'PRICED', 'FAILED', 'WITHDRAWN']),
      asked: maybe(random, () => ({ number: random.below(99), at: timeOf(random), quote, terms: terms() })),
      value: maybe(random, () => moneyOf(random)),
      stale: random.chance(0.5),
    });
  },
  stock: (sku, base, random): Stock => ({
    ...base,
    sku,
    onHand: random.below(100),
    reserved: random.below(50),
    received: random.below(100),
    counted: random.below(9) - 4,
    writtenOff: random.below(9),
    restocked: random.below(9),
    consumed: random.below(90),
    applied: Buffer.alloc(8),
    history: [],
    historyDropped: 0,
    deadlines: [],
    effects: [],
  }),
  'loyalty-accounts': (customerId, base, random): LoyaltyAccount => ({
    ...base,
    customerId,
    status: oneOf(random, ['OPEN', 'CLOSED']),
    points: random.below(900) - 100,
    held: random.below(90),
    earned: random.below(999),
    takenBack: random.below(99),
    spent: random.below(99),
    granted: random.below(99),
    grantedAt: timeOf(random),
    holds: some(random, 2, n => ({ orderId: `o-${n}`, requestId: `r-${n}`, points: n, at: timeOf(random) })),
    entries: some(random, 3, n => ({ cause: `c-${n}`, kind: 'EARNED', orderId: 'o', points: n, at: timeOf(random) })),
    applied: Buffer.alloc(8),
    history: [],
    historyDropped: 0,
    deadlines: [],
    effects: [],
  }),
  'welcome-packs': (customerId, base, random) =>
    welcomePack({
      ...base,
      customerId,
      status: oneOf(random, ['PREPARING', 'ADDRESS_WRONG', 'OUT_OF_PACKS', 'SENT', 'STOPPED']),
      address: maybe(random, () => ({ addressId: 'home', version: random.below(9), digest: `${random.below(9)}` })),
      sentAt: maybe(random, () => timeOf(random)),
      deadlines: deadlineOf(random, ['send', 'restock']),
    }),
  enrolments: (customerId, base, random) =>
    enrolment({
      ...base,
      customerId,
      status: oneOf(random, ['ENROLLING', 'STUCK', 'ENROLLED', 'ENDED']),
      steps: some(random, 3, n => ({
        name: `step-${n}`,
        version: random.below(9),
        status: oneOf(random, ['OWED', 'DONE', 'FAILED']),
        by: null,
        owedBy: null,
        code: null,
        since: timeOf(random),
      })),
      deadlines: deadlineOf(random, ['points', 'pack']),
    }),
  outcomes: (requestId, { event: stamp }, random): Outcome => ({
    event: stamp,
    requestId,
    answer: oneOf(random, ['ACCEPTED', 'REJECTED']),
    processor: 'orders',
    requestTopic: 'order-requests',
    requestKey: 'o-1',
    requestType: 'PLACE',
    fact: maybe(random, () => ({ topic: 'orders', key: 'o-1', version: 1 + random.below(9) })),
    reason: maybe(random, () => 'no-lines'),
    fields: some(random, 2, n => `/lines/${n}`),
    // Another body under the same id has an outcome of its own.
    bodyHash: maybe(random, () => `hash-${random.below(2)}`),
  }),
  hospital: (caseId, { version, event: stamp }, random): { event: Stamped } => {
    const error = random.chance(0.5) ? failure({ message: `a\0defect ${random.below(3)}` }) : failure();
    const admitted = waiting(random.below(9), random.chance(0.8) ? `key-${random.below(4)}` : null, error);
    const closedAt = maybe(random, () => timeOf(random));
    const status = closedAt === null ? 'WAITING' : 'HEALED';
    return { ...admitted, caseId, version, event: stamp, status, closedAt } as { event: Stamped };
  },
};
