import { expect, vi } from 'vitest';
import { createLogger } from '../../runtime/observe/logger.ts';
import { createExporter } from '../../runtime/observe/tracing/exporter.ts';
import { traceIdOf } from '../../runtime/observe/tracing/ids.ts';
import type { Tracing } from '../../runtime/observe/tracing/span.ts';
import { attributesOf, type ReceivedSpan, startReceiver } from '../../runtime/observe/tracing/testing/receiver.ts';

export type Traces = {
  readonly tracing: Tracing;
  /** Waits until a delivered order is one trace, whole: see there. */
  expectOneTrace(orderId: string): Promise<void>;
  close(): Promise<void>;
};

/** A collector, and what sends to it over HTTP. */
export async function collectTraces(): Promise<Traces> {
  const receiver = await startReceiver();
  const logger = createLogger({ level: 'silent' });
  const resource = { 'service.name': 'shop' };
  const exporter = createExporter({ url: receiver.url, resource, version: '0', logger, delay: 50 });
  return {
    tracing: exporter,
    expectOneTrace: async orderId => {
      const traceId = traceIdOf(orderId);
      const spans = await vi.waitFor(
        () => {
          const found = receiver.spans.filter(one => one.traceId === traceId);
          const names = found.map(({ name }) => name);
          expect(names).toEqual(expect.arrayContaining(story));
          expect(names.filter(name => name === 'mail')).toHaveLength(4);
          expectConnected(found);
          return found;
        },
        { timeout: 30_000, interval: 50 },
      );
      const place = spans.find(({ name }) => name === 'POST /orders') as ReceivedSpan;
      expect(place).toMatchObject({ kind: 2, links: [{ traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) }] });
      expect(place.parentSpanId).toBeUndefined();
      expectNothingPersonal(spans);
      // Transactions and batches of read models are traces of their own, linked with its events.
      const events = new Set(spans.map(({ spanId }) => spanId));
      const linked = receiver.spans.filter(({ links }) => links.some(({ spanId }) => events.has(spanId)));
      const others = linked.filter(one => one.traceId !== traceId).map(({ name }) => name);
      expect(others).toEqual(expect.arrayContaining(['orders commit', 'payments commit', 'orders apply']));
    },
    close: async () => {
      await exporter.close();
      await receiver.close();
    },
  };
}

/** From the request to the doorstep and the mail, over the topics and the providers. */
const story = [
  'longplay.order-request.place send',
  'orders process',
  'longplay.order.placed send',
  'payments process',
  'authorise',
  'stock process',
  'longplay.order.confirmed send',
  'POST /shipments/:orderId/dispatch',
  'shipping process',
  'capture',
  'longplay.order.delivered send',
  'notifications process',
  'longplay.request.accepted send',
];

/** A tree: one span begins it, and every other hangs under one that is there. */
function expectConnected(spans: readonly ReceivedSpan[]): void {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  expect(ids.size).toBe(spans.length);
  expect(spans.filter(({ parentSpanId }) => parentSpanId === undefined)).toHaveLength(1);
  expect(spans.filter(({ parentSpanId: id }) => id !== undefined && !ids.has(id)).map(shown)).toEqual([]);
}

const shown = (span: ReceivedSpan): string => `${span.name} ${JSON.stringify(attributesOf(span))}`;

function expectNothingPersonal(spans: readonly ReceivedSpan[]): void {
  const text = JSON.stringify(spans);
  for (const word of ['Theodor-Heuss', 'Leonie', 'leonie@', 'Ring twice', 'JD01']) expect(text).not.toContain(word);
}
