import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../logger.ts';
import { createMetrics, type Metrics } from '../metrics.ts';
import { createExporter, type Exporter, type ExporterOptions } from './exporter.ts';
import { traceIdOf } from './ids.ts';
import type { Span } from './span.ts';
import { attributesOf, type Receiver, startReceiver } from './testing/receiver.ts';

const patience = { timeout: 10_000, interval: 5 };

const span = (n: number, more: Partial<Span> = {}): Span => ({
  traceId: traceIdOf(`o-${n}`),
  spanId: n.toString(16).padStart(16, '0'),
  parentId: null,
  name: 'orders process',
  kind: 'consumer',
  start: 1_700_000_000_123,
  end: 1_700_000_000_456,
  attributes: { 'messaging.kafka.offset': 7 },
  links: [],
  error: null,
  ...more,
});

const many = (count: number): Span[] => Array.from({ length: count }, (_, n) => span(n + 1));

let receiver: Receiver;
let metrics: Metrics;
let exporter: Exporter | null = null;
let lines: string[];

function open(options: Partial<ExporterOptions> = {}): Exporter {
  const logger = createLogger({ level: 'warn', format: 'json', destination: { write: line => void lines.push(line) } });
  const resource = { 'service.name': 'longplay' };
  exporter = createExporter({ url: receiver.url, resource, version: '1.2.3', logger, metrics, delay: 5, ...options });
  return exporter;
}

const counted = async (result: string): Promise<number> => {
  const line = (await metrics.text()).split('\n').find(one => one.includes(`spans_total{result="${result}"}`));
  return Number(line?.split(' ').at(-1) ?? 0);
};

beforeEach(async () => {
  receiver = await startReceiver();
  metrics = createMetrics({ process: false });
  lines = [];
});

afterEach(async () => {
  await exporter?.close(0);
  await receiver.close();
});

describe('a collector that works', () => {
  it('gets each span as it was told, and who tells it', async () => {
    const tracing = open({ headers: { 'x-key': 'k' } });
    const link = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) };
    tracing.emit([span(1, { parentId: 'ef'.repeat(8), links: [link], error: 'LP_TASK_POISON' })]);
    await vi.waitFor(() => expect(receiver.spans).toHaveLength(1), patience);
    expect(receiver.spans[0]).toMatchObject({
      traceId: traceIdOf('o-1'),
      spanId: '0000000000000001',
      parentSpanId: 'ef'.repeat(8),
      name: 'orders process',
      kind: 5,
      startTimeUnixNano: '1700000000123000000',
      endTimeUnixNano: '1700000000456000000',
      links: [link],
      status: { code: 2, message: 'LP_TASK_POISON' },
    });
    expect(attributesOf(receiver.spans[0] as never)).toEqual({ 'messaging.kafka.offset': 7 });
    expect(receiver.resources[0]).toMatchObject({ 'service.name': 'longplay' });
    expect(receiver.asked[0]?.headers).toMatchObject({ 'x-key': 'k', 'content-type': 'application/json' });
    await vi.waitFor(async () => expect(await counted('exported')).toBe(1), patience);
  });

  it('gets what still waits when the program ends', async () => {
    const tracing = open({ delay: 60_000 });
    tracing.emit(many(3));
    await tracing.close();
    expect(receiver.spans).toHaveLength(3);
    tracing.emit(many(2));
    expect(await counted('dropped')).toBe(2);
  });

  it('gets a share of the traces, each whole, the same from every process', () => {
    const kept = (tracing: Exporter) => many(1_000).filter(({ traceId }) => tracing.keeps(traceId));
    const first = kept(open({ ratio: 0.25 }));
    expect(first.length).toBeGreaterThan(180);
    expect(first.length).toBeLessThan(320);
    expect(kept(open({ ratio: 0.25 }))).toEqual(first);
    expect(kept(open())).toHaveLength(1_000);
  });

  it('gets no more links than it takes, and learns how many were left out', async () => {
    const links = Array.from({ length: 200 }, (_, n) => ({ traceId: traceIdOf(`o-${n}`), spanId: 'cd'.repeat(8) }));
    open().emit([span(1, { links })]);
    await vi.waitFor(() => expect(receiver.spans).toHaveLength(1), patience);
    expect(receiver.spans[0]).toMatchObject({ droppedLinksCount: 72 });
    expect(receiver.spans[0]?.links).toHaveLength(128);
  });
});

describe('a collector that does not', () => {
  it.each([500, 400, 404])('answers %i: they are counted, and the log is told once', async status => {
    receiver.answer(status);
    const tracing = open();
    for (let n = 1; n <= 3; n++) {
      tracing.emit(many(1));
      await vi.waitFor(() => expect(receiver.asked).toHaveLength(n), patience);
    }
    await vi.waitFor(async () => expect(await counted('failed')).toBe(3), patience);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`HTTP ${status}`);
  });

  it('is away: as well', async () => {
    await receiver.close();
    const tracing = open({ timeout: 10_000 });
    tracing.emit(many(2));
    await vi.waitFor(async () => expect(await counted('failed')).toBe(2), patience);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('ECONNREFUSED');
  });

  it('hangs: nobody waits for it, what does not fit is dropped, and the end of the program is not held up', async () => {
    receiver.answer(null);
    const tracing = open({ mostWaiting: 10, timeout: 60_000 });
    tracing.emit(many(10));
    await vi.waitFor(() => expect(receiver.asked).toHaveLength(1), patience);
    const began = performance.now();
    for (let n = 0; n < 1_000; n++) tracing.emit(many(1));
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(await counted('dropped')).toBe(990);
    expect(lines).toHaveLength(1);
    await tracing.close(20);
    expect(await counted('dropped')).toBe(990);
  });
});
