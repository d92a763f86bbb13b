import { describe, expect, it } from 'vitest';
import type { HospitalCase } from '../../hospital/case.ts';
import type { LogRecord, OutgoingRecord } from '../../log/port.ts';
import type { EventStamp, FatEvent } from '../../tasks/fat-event.ts';
import { eventHeaders } from '../../tasks/records.ts';
import type { CommittedSeen } from '../../tasks/seen.ts';
import { committedSpans } from './committed-spans.ts';
import { processingOf, rootOf, spanIdOf, traceIdOf } from './ids.ts';
import type { Span } from './span.ts';

const stamp = (id: string, causes: string[], correlationId = 'o-1'): EventStamp => ({
  id,
  type: 'longplay.order.placed',
  time: 1_000,
  causes,
  correlationId,
  actor: null,
});

const out = (topic: string, event: EventStamp): OutgoingRecord => ({
  topic: `shop.${topic}`,
  key: Buffer.from('o-1'),
  value: Buffer.from('secret'),
  headers: eventHeaders(event, '/shop/orders', 'o-1'),
});

const arrived = (topic: string, offset: bigint, event: EventStamp): LogRecord => ({
  topic: `shop.${topic}`,
  partition: 2,
  offset,
  timestamp: 1_000,
  key: Buffer.from('o-1'),
  value: Buffer.from('secret'),
  headers: eventHeaders(event, '/shop/api', 'o-1'),
});

const input = (topic: string, offset: bigint, event: EventStamp) =>
  ({
    key: 'o-1',
    cause: { input: { from: topic }, id: event.id, correlationId: event.correlationId, actor: null },
    arrival: { topic, record: arrived(topic, offset, event) },
  }) as unknown as CommittedSeen['items'][number];

const seen = (more: {
  items?: CommittedSeen['items'];
  records?: OutgoingRecord[];
  states?: [string, EventStamp, number][];
  cases?: [HospitalCase, number][];
}): CommittedSeen => {
  const { items = [], records = [], states = [], cases = [] } = more;
  return {
    processor: 'orders',
    partition: 2,
    group: 'shop.orders',
    decidedAt: 1_000,
    began: 1_004,
    ended: 1_010,
    items,
    step: {
      records,
      states: new Map(
        states.map(([key, event, record]) => [key, { state: { event } as FatEvent, record, value: Buffer.alloc(0) }]),
      ),
      cases: cases.map(([value, record]) => ({ caseId: value.caseId, value, bytes: null, record })),
    },
    written: records.map(({ topic }, n) => ({ topic, partition: 2, offset: BigInt(40 + n) })),
  };
};

const all = () => true;
const named = (spans: Span[], name: string) => spans.filter(one => one.name === name);

describe('a committed transaction', () => {
  const asked = stamp('r-1', []);
  const fact = stamp('orders/o-1/1', ['r-1']);

  it('given a request that led to a fact, then both are spans of its story, under one another, and the batch links them', () => {
    const told = seen({
      items: [input('order-requests', 7n, asked)],
      records: [out('orders', fact)],
      states: [['o-1', fact, 0]],
    });
    const spans = committedSpans(told, all);
    expect(spans.map(({ name }) => name)).toEqual(['orders process', 'longplay.order.placed send', 'orders commit']);
    const [process, send, batch] = spans as [Span, Span, Span];
    expect(process).toMatchObject({
      traceId: traceIdOf('o-1'),
      spanId: processingOf('orders', 'r-1'),
      parentId: spanIdOf('r-1'),
      kind: 'consumer',
      start: 1_000,
      end: 1_010,
      attributes: {
        'messaging.system': 'kafka',
        'messaging.operation.type': 'process',
        'messaging.destination.name': 'shop.order-requests',
        'messaging.destination.partition.id': '2',
        'messaging.kafka.offset': 7,
        'messaging.kafka.message.key': 'o-1',
        'messaging.consumer.group.name': 'shop.orders',
      },
      error: null,
    });
    expect(send).toMatchObject({
      traceId: traceIdOf('o-1'),
      // What its record's traceparent names.
      spanId: spanIdOf('orders/o-1/1'),
      parentId: process.spanId,
      kind: 'producer',
      attributes: { 'messaging.destination.name': 'shop.orders', 'messaging.kafka.offset': 40 },
    });
    expect(batch).toMatchObject({ parentId: null, start: 1_004, attributes: { 'messaging.batch.message_count': 1 } });
    expect(batch.traceId).not.toBe(traceIdOf('o-1'));
    expect(batch.links).toEqual([{ traceId: send.traceId, spanId: send.spanId }]);
    expect(process.links).toEqual([{ traceId: batch.traceId, spanId: batch.spanId }]);
    expect(JSON.stringify(spans)).not.toContain('secret');
    expect(committedSpans(told, all)).toEqual(spans);
  });

  it('given several inputs that were folded into one fact, then it hangs under the last, and links the others', () => {
    const other = stamp('r-0', [], 'o-0');
    const folded = stamp('stock/lp-1/9', ['r-0', 'r-1']);
    const spans = committedSpans(
      seen({
        items: [input('stock-requests', 6n, other), input('stock-requests', 7n, asked)],
        records: [out('stock', folded)],
        states: [['lp-1', folded, 0]],
      }),
      all,
    );
    expect(named(spans, 'orders process').map(({ traceId }) => traceId)).toEqual([traceIdOf('o-0'), traceIdOf('o-1')]);
    const [send] = named(spans, 'longplay.order.placed send');
    expect(send).toMatchObject({ parentId: processingOf('orders', 'r-1') });
    expect(send?.links).toEqual([{ traceId: traceIdOf('o-0'), spanId: processingOf('orders', 'r-0') }]);
  });

  it('given the answer of an effect, or a deadline, then it hangs under the effect, or under the story', () => {
    const of = (from: string, id: string) =>
      ({
        key: 'o-1',
        cause: { input: { from }, id, correlationId: 'o-1', actor: null },
        arrival: null,
      }) as unknown as CommittedSeen['items'][number];
    const spans = committedSpans(
      seen({
        items: [of('effect', 'o-1/authorise#1'), of('deadline', 'o-1/pack/99')],
        records: [out('orders', stamp('a', ['o-1/authorise#1'])), out('orders', stamp('b', ['o-1/pack/99']))],
      }),
      all,
    );
    expect(named(spans, 'orders process')).toMatchObject([
      { kind: 'internal', parentId: spanIdOf('o-1/authorise#1'), attributes: { 'longplay.event.type': 'effect' } },
      { kind: 'internal', parentId: rootOf('o-1'), attributes: { 'longplay.event.type': 'deadline' } },
    ]);
  });

  it('given an input that changed nothing, or that is of a trace that is not kept, then there is no span', () => {
    const noted = seen({ items: [input('payments', 7n, asked)], records: [], states: [] });
    expect(committedSpans(noted, all)).toEqual([]);
    const told = seen({ items: [input('order-requests', 7n, asked)], records: [out('orders', fact)] });
    expect(committedSpans(told, traceId => traceId !== traceIdOf('o-1'))).toEqual([]);
  });
});

describe('an input that fails', () => {
  const asked = stamp('r-1', []);
  const { topic, partition, offset, key, value, headers } = arrived('order-requests', 7n, asked);
  const parked = {
    event: stamp('orders.hospital/orders/order-requests/2/7/1', ['r-1']),
    caseId: 'orders/order-requests/2/7',
    status: 'WAITING',
    blockedKey: 'o-1',
    attempts: 1,
    failedAt: 1_000,
    effect: null,
    error: { code: 'LP_TASK_POISON', transient: false, message: 'secret', stack: 'secret', frame: 'x' },
    record: {
      topic,
      partition,
      offset: Number(offset),
      key,
      value,
      headers: headers.map(([name, value]) => ({ name, value })),
    },
  } as unknown as HospitalCase;

  it('given that it is parked, then a span under it has failed, with the code and no word of the failure', () => {
    const spans = committedSpans(
      seen({
        items: [input('order-requests', 7n, asked)],
        records: [out('orders.hospital', parked.event)],
        cases: [[parked, 0]],
      }),
      all,
    );
    const [failed] = named(spans, 'orders process');
    expect(named(spans, 'orders process')).toHaveLength(1);
    expect(failed).toMatchObject({
      traceId: traceIdOf('o-1'),
      parentId: spanIdOf('r-1'),
      error: 'LP_TASK_POISON',
      attributes: { 'longplay.case.id': parked.caseId, 'error.type': 'LP_TASK_POISON', 'messaging.kafka.offset': 7 },
    });
    expect(named(spans, 'longplay.order.placed send')).toMatchObject([{ parentId: failed?.spanId }]);
    expect(JSON.stringify(spans)).not.toContain('secret');
  });

  it('given that it fails again, then that is another span; given that it is only queued, then none', () => {
    const of = (one: Partial<HospitalCase>) =>
      named(
        committedSpans(
          seen({ records: [out('x', parked.event)], cases: [[{ ...parked, ...one } as HospitalCase, 0]] }),
          all,
        ),
        'orders process',
      );
    expect(of({ attempts: 2 })[0]?.spanId).not.toBe(of({})[0]?.spanId);
    expect(of({ status: 'QUEUED', error: null })).toEqual([]);
    expect(of({ failedAt: 900 })).toEqual([]);
  });
});
