import { describe, expect, it } from 'vitest';
import { requestsNamed } from './decided.ts';
import type { TrailTopic } from './event.ts';
import { eventsOf } from './events-of.ts';
import type { TrailRecord } from './records.ts';

const step = (what: string, version: number, over: object = {}) => ({
  what,
  at: version * 1_000,
  cause: `cause-${version}`,
  version,
  reason: null,
  actor: null,
  ...over,
});
const record = (
  topic: TrailTopic,
  offset: number,
  value: object | null,
  over: Partial<TrailRecord> = {},
): TrailRecord => ({
  topic,
  partition: 0,
  offset: String(offset),
  time: '2026-11-21T10:00:00.000Z',
  key: 'o',
  tombstone: value === null,
  schemaId: 7,
  value,
  undecodable: null,
  headers: [],
  raw: { key: null, value: null, headers: [] },
  ...over,
});
const stamp = (id: string, time: number, causes: readonly string[] = []) => ({
  id,
  type: 'longplay.x',
  time,
  causes,
  correlationId: 'story',
  actor: null,
});
const order = (version: number, offset: number, more: object = {}) =>
  record('orders', offset, {
    event: stamp(`orders/o/${version}`, version * 1_000, ['cause']),
    version,
    history: [step('PLACED', 1), step('CONFIRMED', 2)].slice(0, version),
    historyDropped: 0,
    requests: [],
    ...more,
  });
const told = (records: readonly TrailRecord[]) =>
  eventsOf('o', records).events.map(({ id, what, record: kept }) => [id, what.join(), kept !== null]);

describe('the events of an order', () => {
  it('given all its records, then each says what its version noted, and CHANGED where that is nothing', () => {
    expect(told([order(1, 0), order(2, 1), order(3, 2)])).toEqual([
      ['orders/o/1', 'PLACED', true],
      ['orders/o/2', 'CONFIRMED', true],
      ['orders/o/3', 'CHANGED', true],
    ]);
  });

  it('given that compaction has left the newest, then its history tells of those before it', () => {
    const { events } = eventsOf('o', [order(2, 9)]);
    expect(events.map(({ id, at, causes, type }) => [id, at, causes, type])).toEqual([
      ['orders/o/1', 1_000, ['cause-1'], null],
      ['orders/o/2', 2_000, ['cause'], 'longplay.x'],
    ]);
  });

  it('given that no record was found, then what a read model was told counts', () => {
    const { events } = eventsOf('o', [], {
      orders: { version: 2, history: [step('PLACED', 1), step('CONFIRMED', 2)] },
    });
    expect(events.map(({ what }) => what)).toEqual([['PLACED'], ['CONFIRMED']]);
  });

  it('given a request that was sent twice, then it is one event, with what became of it', () => {
    const asked = (offset: number) => record('order-requests', offset, { event: stamp('req', 500), type: 'CANCEL' });
    const requests = [{ id: 'req', type: 'CANCEL', at: 2_000, accepted: false, reason: 'already-dispatched' }];
    const [first] = eventsOf('o', [asked(3), asked(4), order(2, 0, { requests })]).events;
    expect(first).toMatchObject({
      id: 'req',
      what: ['CANCEL'],
      repeats: 1,
      outcome: { accepted: false, reason: 'already-dispatched', at: 2_000, by: 'orders' },
    });
  });

  it('given a request whose record was trimmed, then its owner remembers it', () => {
    const requests = [{ id: 'req', type: 'PACK', at: 2_500, accepted: true, reason: null }];
    const shipment = record('shipments', 0, {
      event: stamp('shipments/o/1', 1_000),
      version: 1,
      history: [],
      requests,
    });
    expect(told([shipment])).toEqual([
      ['shipments/o/1', 'CHANGED', true],
      ['req', 'PACK', false],
    ]);
  });

  it('given the same id with another body, then it is a request of its own, that was rejected', () => {
    const asked = (offset: number, bodyHash: string) =>
      record('order-requests', offset, { event: stamp('req', 500 + offset), type: 'CANCEL', bodyHash });
    const applied = (bodyHash: string, reason: string | null) => ({
      ...{ id: 'req', type: 'CANCEL', at: 2_000, accepted: reason === null, reason, bodyHash },
    });
    const requests = [applied('one', null), applied('other', 'idempotency-key-reused'), applied('gone', 'x')];
    const all = [asked(5, 'other'), asked(3, 'one'), asked(4, 'one'), order(2, 0, { requests })];
    const events = eventsOf('o', all).events.filter(({ topic }) => topic === 'order-requests');
    expect(events.map(({ id, repeats, outcome }) => [id, repeats, outcome?.reason])).toEqual([
      ['req', 1, null],
      ['order-requests/0/5', 0, 'idempotency-key-reused'],
      ['req/gone', 0, 'x'],
    ]);
  });

  it('given what the read model knows, then it says what became of requests that no fact remembers', () => {
    const outcome = { accepted: false, reason: 'unknown-order', at: 700, by: 'orders' };
    const known = { id: 'req', bodyHash: 'one', topic: 'order-requests', type: 'CANCEL', outcome } as const;
    const asked = record('order-requests', 3, { event: stamp('req', 500), type: 'CANCEL', bodyHash: 'one' });
    expect(eventsOf('o', [asked], {}, [known]).events).toMatchObject([{ id: 'req', at: 500, outcome }]);
    expect(eventsOf('o', [], {}, [known]).events).toMatchObject([{ id: 'req', at: 700, outcome, record: null }]);
  });

  it('names the requests that records and histories name', () => {
    const asked = record('shipment-requests', 3, { event: stamp('req', 500), type: 'PACK' });
    const told = { orders: { version: 3, history: [step('CANCEL_REFUSED', 3)] } };
    expect(requestsNamed([asked, order(2, 0)], told)).toEqual(['req', 'cause-1', 'cause-2', 'cause-3']);
  });

  it('given an answer of stock, then it says what was asked and answered, and why', () => {
    const value = { event: stamp('reply', 900), type: 'RESERVE', answer: 'REFUSED', reason: 'insufficient-stock' };
    const [one] = eventsOf('o', [record('stock-replies', 0, value)]).events;
    expect([one?.what, one?.reason, one?.version]).toEqual([['RESERVE REFUSED'], 'insufficient-stock', null]);
  });

  it('given what cannot be decoded, or a tombstone, then it is an event all the same', () => {
    const broken = record('payments', 5, null, { tombstone: false, undecodable: { reason: 'x', detail: 'y' } });
    expect(told([broken, record('orders', 6, null)])).toEqual([
      ['orders/0/6', 'DELETED', true],
      ['payments/0/5', 'UNDECODABLE', true],
    ]);
  });

  it('counts what histories have dropped', () => {
    expect(eventsOf('o', [order(2, 0, { historyDropped: 3 })]).dropped).toBe(3);
  });
});
