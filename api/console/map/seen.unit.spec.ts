import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../runtime/log/port.ts';
import { topics } from '../../../schemas/topics.ts';
import { stations } from '../../../test/topology/shop.ts';
import { lastSeenOf, oddOf, SILENT_AFTER_MS, sampleOf, silenceOf } from './seen.ts';

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
    const sample = sampleOf('orders', [record('orders', undefined, 500), record('orders')], 2n);
    expect(silenceOf(sample, 'orders', 2_000)).toBeNull();
    expect(silenceOf(sample, 'payments', 2_000)).toEqual({ how: 'others', records: 2, since: 1_000 });
    expect(silenceOf(sampleOf('orders', [], 0n), 'orders', 2_000)).toEqual({ how: 'empty' });
    expect(silenceOf(undefined, 'orders', 2_000)).toBeNull();
  });

  it('given a writer who has not written for long, then it is silent since then, unless the topic has grown meanwhile', () => {
    const sample = sampleOf('orders', [record('orders'), record('fraud', undefined, 7_000)], 2n);
    const later = 1_000 + SILENT_AFTER_MS;
    expect(silenceOf(sample, 'orders', later - 1)).toBeNull();
    expect(silenceOf(sample, 'orders', later)).toEqual({ how: 'long', since: 1_000 });
    expect(silenceOf(sample, null, later)).toBeNull();
    expect(silenceOf(sample, 'orders', later, later - 5)).toBeNull();
  });

  it('given records of several partitions, then those that were written last are where the newest are', () => {
    const at = (partition: number, offset: bigint, timestamp: number): LogRecord => ({
      ...record('orders', undefined, timestamp),
      ...{ partition, offset },
    });
    const { newest } = sampleOf('orders', [at(0, 7n, 50), at(0, 8n, 60), at(1, 3n, 60), at(2, 1n, 90)], 4n);
    expect(newest).toEqual([
      { partition: 2, offset: 1n },
      { partition: 0, offset: 8n },
    ]);
  });
});
