import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../runtime/log/port.ts';
import { topics } from '../../../schemas/topics.ts';
import { stations } from '../../../test/topology/shop.ts';
import { lastSeenOf, oddOf, sampleOf, silenceOf } from './seen.ts';

const record = (source: string | null, cause?: string, timestamp = 1_000): LogRecord => {
  const headers: [string, Buffer][] = source === null ? [] : [['ce_source', Buffer.from(`/longplay/${source}`)]];
  if (cause !== undefined) headers.push(['ce_causationid', Buffer.from(cause)]);
  return { topic: 't', partition: 0, offset: 0n, timestamp, key: null, value: null, headers };
};
const odd = (topic: string, ...records: LogRecord[]) => oddOf([sampleOf(topic, records, 2n)], stations, topics);

describe('what is seen on the log', () => {
  it('given the newest records of a topic, then they tell who writes it, when, and how many offsets are markers', () => {
    const sample = sampleOf('orders', [record('orders', 'payments/o-1/3', 5), record('orders', undefined, 9)], 4n);
    expect(sample).toMatchObject({ records: 2, density: 0.5 });
    expect(sample.writers.get('orders')).toEqual({ records: 2, newest: 9 });
    expect([...(sample.causes.get('orders') ?? [])]).toEqual(['payments']);
    expect(sampleOf('orders', [], 0n)).toMatchObject({ records: 0, density: 1 });
    expect(lastSeenOf([sample, sampleOf('orders.outcomes', [record('orders', undefined, 70)], 1n)]).get('orders')).toBe(
      70,
    );
  });

  it('given writers as they are declared, and ways in by whichever name, then nothing is odd', () => {
    expect(odd('orders', record('orders', 'payments/o-1/3'), record('orders', 'load/o-1/place'))).toEqual([]);
    expect(odd('order-requests', record('api'), record('load'), record('import'))).toEqual([]);
    expect(odd('stock.operations', record(null))).toEqual([]);
    // A case's cause is the record; its own topic says nothing of who read what.
    expect(odd('payments.hospital', record('payments', 'payments/orders/0/7'))).toEqual([]);
  });

  it('given a second writer of facts, or one who does not say who he is, then that is odd', () => {
    const what = 'writes';
    expect(odd('orders', record('orders'), record('fraud'))).toEqual([
      { what, processor: 'fraud', topic: 'orders', records: 1 },
    ]);
    expect(odd('orders', record('load'))).toEqual([{ what, processor: 'load', topic: 'orders', records: 1 }]);
    expect(odd('order-requests', record(null), record(null))).toEqual([
      { what, processor: '', topic: 'order-requests', records: 2 },
    ]);
    expect(odd('nowhere', record('fraud'))).toEqual([]);
  });

  it('given a cause on a topic that the writer does not read, then that is odd', () => {
    expect(odd('stock', record('stock', 'payments/o-1/2'))).toEqual([
      { what: 'reads', processor: 'stock', topic: 'payments', records: 1 },
    ]);
  });

  it('given nothing of a declared writer, then it is silent; without a look nobody can tell', () => {
    const sample = sampleOf('orders', [record('orders')], 1n);
    expect(silenceOf(sample, 'orders')).toBeNull();
    expect(silenceOf(sample, 'payments')).toBe('not-lately');
    expect(silenceOf(sampleOf('orders', [], 0n), 'orders')).toBe('empty');
    expect(silenceOf(undefined, 'orders')).toBeNull();
  });
});
