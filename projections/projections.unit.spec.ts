import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rowOf } from '../runtime/projector/changes.ts';
import { storedIn } from '../runtime/projector/definition.ts';
import type { Outcome } from '../schemas/types/outcomes.ts';
import type { Stock } from '../schemas/types/stock.ts';
import { allocation, customer, event, order, payment, product, shipment } from '../streams/testing/records.ts';
import { projections } from './catalogue.ts';

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

const facts: Record<string, { key: string; value: { event: object } }> = {
  orders: { key: 'order-1', value: order('PLACED', { version: 7 }) },
  products: { key: 'lp-1', value: product('lp-1') },
  stock: { key: 'lp-1', value: stock },
  customers: { key: 'customer-1', value: customer() },
  shipments: { key: 'order-1', value: shipment('PACKED') },
  payments: { key: 'order-1', value: payment('AUTHORISED') },
  allocations: { key: 'order-1', value: allocation('ALLOCATED') },
  requests: { key: 'r-1', value: outcome },
};

describe.each(projections.map(projection => [projection.name, projection] as const))(
  'the projection %s',
  (name, one) => {
    const { key, value } = facts[name] as (typeof facts)[string];
    const row = rowOf(one, value as never, key, 0);

    it('has a value for every column of its table, and no other', () => {
      const columns = [...readFileSync(one.tableSql, 'utf8').matchAll(/^ {2}([a-z_]+) [a-z]/gm)].map(match => match[1]);
      expect(Object.keys(row).sort()).toEqual(columns.filter(column => column !== 'primary').sort());
    });

    it('keeps its row under the key of the record, so that a tombstone finds it', () => {
      expect(row[storedIn(one).keyColumns[0]]).toBe(key);
    });

    it('says the same when it is asked twice, in JSON', () => {
      expect(JSON.stringify(rowOf(one, value as never, key, 0))).toBe(JSON.stringify(row));
      expect(Object.values(row)).not.toContain(undefined);
    });
  },
);
