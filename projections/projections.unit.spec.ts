import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { noStanding, standingRecord } from '../runtime/hospital/standing.ts';
import { rowOf } from '../runtime/projector/changes.ts';
import { type Projection, storedIn } from '../runtime/projector/definition.ts';
import type { HospitalCase } from '../schemas/types/hospital.ts';
import type { LoyaltyAccount } from '../schemas/types/loyalty-accounts.ts';
import type { Outcome } from '../schemas/types/outcomes.ts';
import type { Stock } from '../schemas/types/stock.ts';
import { instrumentFact, priceFact } from '../streams/testing/farm.ts';
import { holiday } from '../streams/testing/holidays.ts';
import {
  allocation,
  allocationLine,
  customer,
  event,
  order,
  payment,
  product,
  shipment,
  usd,
} from '../streams/testing/records.ts';
import { webhook, webhookDelivery } from '../streams/testing/webhooks.ts';
import { enrolment, welcomePack } from '../streams/testing/welcome.ts';
import { projections } from './catalogue.ts';
import { randomFact } from './testing/random-facts.ts';

const stock: Stock = {
  event: event(),
  sku: 'lp-1',
  version: 3,
  onHand: 5,
  reserved: 2,
  received: 6,
  counted: 0,
  writtenOff: 1,
  restocked: 0,
  consumed: 0,
  applied: Buffer.alloc(8),
  history: [],
  historyDropped: 0,
  deadlines: [],
  effects: [],
};

const outcome: Outcome = {
  event: event(),
  requestId: 'r-1',
  answer: 'REJECTED',
  processor: 'orders',
  requestTopic: 'order-requests',
  requestKey: 'order-1',
  requestType: 'PLACE',
  fact: null,
  reason: 'no-lines',
  fields: ['/place/lines'],
  bodyHash: null,
};

const account: LoyaltyAccount = {
  ...stock,
  customerId: 'customer-1',
  status: 'OPEN',
  points: 10,
  held: 4,
  earned: 10,
  takenBack: 0,
  spent: 0,
  granted: 0,
  grantedAt: null,
  holds: [{ orderId: 'order-1', requestId: 'order-1/hold/1', points: 4, at: 1 }],
  entries: [],
};

const hospitalCase: HospitalCase = {
  ...standingRecord('orders', noStanding, 1, { time: 1, causes: [], actor: null, what: 'paused' }),
  caseId: 'orders/order-requests/0/7',
  standing: null,
} as HospitalCase;

const capture = { amount: usd(2500), reference: 'ref', at: Date.UTC(2026, 0, 31, 23, 59) };
const facts: Record<string, { key: string; value: { event: object } }> = {
  orders: { key: 'order-1', value: order('CONFIRMED', { version: 7 }) },
  products: { key: 'lp-1', value: product('lp-1') },
  stock: { key: 'lp-1', value: stock },
  customers: { key: 'customer-1', value: customer() },
  shipments: { key: 'order-1', value: shipment('PACKED') },
  payments: { key: 'order-1', value: payment('CAPTURED', { capture, captured: capture.amount }) },
  allocations: { key: 'order-1', value: allocation('ALLOCATED', { lines: [allocationLine(1)] }) },
  'loyalty-accounts': { key: 'customer-1', value: account },
  webhooks: { key: 'webhook-1', value: webhook() },
  'webhook-deliveries': { key: 'order-1', value: webhookDelivery() },
  holidays: { key: 'holiday-1', value: holiday() },
  'welcome-packs': { key: 'customer-1', value: welcomePack() },
  enrolments: { key: 'customer-1', value: enrolment() },
  instruments: { key: 'acme', value: instrumentFact() },
  prices: { key: 'acme~1', value: priceFact() },
  'orders.outcomes': { key: 'r-1', value: outcome },
  'orders.hospital': { key: hospitalCase.caseId, value: hospitalCase },
};

/** Of a topic with no example above one as its schema allows. */
const factOf = ({ topics }: Pick<Projection, 'topics'>) =>
  facts[topics.find(topic => topic in facts) ?? ''] ?? {
    key: 'key-1',
    value: randomFact(topics[0] as string, 'key-1', 3, 1),
  };

/** The columns of a table, as its file has them. */
function columnsOf(file: URL, table: string): string[] {
  const text = readFileSync(file, 'utf8').split(`create table ${table} (`)[1]?.split('\n);')[0] ?? '';
  const names = [...text.matchAll(/^ {2}([a-z_]+) [a-z]/gm)].map(match => match[1] as string);
  return names.filter(name => name !== 'primary').sort();
}

describe.each(projections.map(projection => [projection.name, projection] as const))('the projection %s', (_, one) => {
  const { key, value } = factOf(one);
  const row = rowOf(one, value as never, key, 0);

  it('has a value for every column of its table, and no other', () => {
    expect(Object.keys(row).sort()).toEqual(columnsOf(one.tableSql, storedIn(one).table));
  });

  it('keeps its row under the key of the record, so that a tombstone finds it', () => {
    expect(row[storedIn(one).keyColumns[0]]).toBe(key);
  });

  it('says the same when it is asked twice, in JSON', () => {
    expect(JSON.stringify(rowOf(one, value as never, key, 0))).toBe(JSON.stringify(row));
    expect(Object.values(row)).not.toContain(undefined);
  });
});

const aggregates = projections.flatMap(one => (one.kind === 'aggregate' ? [[one.name, one] as const] : []));

it.each(aggregates)(
  'the aggregate %s adds to every measure of its totals, by every dimension, and to no other',
  (_, one) => {
    const { contributions } = one.project(factOf(one).value as never, factOf(one).key);
    expect(contributions.length).toBeGreaterThan(0);
    for (const contribution of contributions) {
      expect(Object.keys(contribution).sort()).toEqual([...one.dimensions, ...one.measures].sort());
      expect(one.measures.every(name => Number.isInteger(contribution[name]))).toBe(true);
    }
    const columns = ['partition', 'entries', ...one.dimensions, ...one.measures];
    expect(columnsOf(one.tableSql, one.totals)).toEqual(columns.sort());
  },
);

it('gives every table and view a name of its own', () => {
  const names = projections.flatMap(one =>
    one.kind === 'table' ? [one.table] : [one.table, one.contributions, one.totals],
  );
  expect(new Set(names).size).toBe(names.length);
});
