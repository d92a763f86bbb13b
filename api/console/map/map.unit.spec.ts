import formbody from '@fastify/formbody';
import { type FastifyInstance, fastify } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReadGroup } from '../../../runtime/casebook/case-rows.ts';
import type { LogRecord } from '../../../runtime/log/port.ts';
import { topics } from '../../../schemas/topics.ts';
import { stations } from '../../../test/topology/shop.ts';
import { ProblemError } from '../../client/problem-error.ts';
import type { Halt } from '../../flow/halts.ts';
import { anybody } from '../../security/caller.ts';
import type { Console } from '../console.ts';
import { html, render } from '../html.ts';
import { sendPage } from '../page.ts';
import type { ProcessorPulse, Pulse } from '../pulse.ts';
import { overlaid } from './overlay.ts';
import { mapRoutes } from './routes.ts';
import { sampleOf } from './seen.ts';
import type { Standing } from './standing.ts';
import { fieldsOf } from './topic-view.ts';
import { mapView } from './view.ts';

const NOW = Date.parse('2026-11-21T21:00:00Z');
const well: Standing = { state: 'well', mood: 'good', says: 'caught up', since: null };
const stopped: Standing = { state: 'stopped', mood: 'bad', says: 'stopped, 7 wait', since: NOW - 60_000 };

const pulseOf = (processor: string, over: Partial<ProcessorPulse> = {}): ProcessorPulse => {
  const station = stations.find(one => one.processor === processor) ?? (stations[0] as (typeof stations)[number]);
  const inputs = station.reads.map(topic => ({
    ...{ topic, partition: 0, position: 5n, start: 0n, end: 5n, lag: 0n, program: '0.2.0' },
  }));
  return { station, inputs, lag: 0n, programs: ['0.2.0'], halts: [], standing: well, ...over };
};
const all = (over: Partial<Record<string, Partial<ProcessorPulse>>> = {}): ProcessorPulse[] =>
  stations.map(({ processor }) => pulseOf(processor, over[processor]));
const group = (processor: string): ReadGroup => ({
  ...{ processor, group: 'g', code: 'LP_CODEC_UNDECODABLE', message: 'm', frame: 'f', transient: false, cases: 2 },
  ...{
    queued: 1,
    retrying: 0,
    keysBlocked: 2,
    firstSeen: new Date(NOW),
    lastSeen: new Date(NOW),
    example: 'c',
    retryAt: null,
  },
});
const wrote = (source: string): LogRecord => ({
  ...{ topic: 't', partition: 0, offset: 0n, timestamp: NOW - 3_000, key: null, value: null },
  headers: [['ce_source', Buffer.from(`/shop/${source}`)]],
});
const seen = (...samples: readonly (readonly [topic: string, writer: string])[]) => ({
  samples: new Map(samples.map(([topic, writer]) => [topic, sampleOf(topic, [wrote(writer)], 2n)])),
  rates: new Map(samples.map(([topic]) => [topic, 24])),
  grown: new Map<string, number>(),
});
const shown = (processors: ProcessorPulse[], hospital: ReadGroup[] = [], what = seen()): string =>
  render(html`${mapView(overlaid(processors, hospital, topics, what, 'facts'), NOW)}`);

describe('the map', () => {
  it('shows each processor and each topic between them, in the picture and in the table, as links', () => {
    const page = shown(all());
    for (const { processor, owns } of stations) {
      expect(page).toContain(`id="card-${processor}"`);
      expect(page).toContain(`id="row-${processor}"`);
      expect(page).toContain(`<a href="/console/nodes/topics/${owns}"`);
    }
    expect(page).toContain('Nothing needs a person.');
    expect(page).not.toMatch(/style=|<script/);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.length).toBe(new Set(ids).size);
  });

  it('claims nothing of what nobody could be asked about', () => {
    const page = render(html`${mapView(overlaid(all(), null, topics, seen(), 'facts'), NOW)}`);
    expect([page.includes('Nothing needs a person'), page.includes('cannot be told now what is parked')]).toEqual([
      false,
      true,
    ]);
  });

  it('says how many records a minute, markers not counted, and which version wrote when', () => {
    const page = shown(all(), [], seen(['payments', 'payments']));
    expect(page).toContain('payments of payments, read by orders · 12/min');
    expect(page).toContain('0.2.0 · wrote 3.0 s ago');
  });

  it('cuts what a card has no room for, and has all of it in the title', () => {
    const long: Standing = { ...stopped, says: 'no process runs it, 12,345 wait' };
    const rates = new Map([['welcome-pack-requests', 2_468]]);
    const page = shown(all({ payments: { standing: long } }), [], { ...seen(), rates });
    expect(page).toContain('class="topic">welcome-pack-re…</text>');
    expect(page).toContain('<title>topic welcome-pack-requests, comes in, 2,468/min');
    expect(page).toContain('class="state bad">no process runs it, 12,345 wait</text>');
    expect(page).toContain('no process runs it, 12,345 wait since 20:59:00');
  });

  it('is red for what needs a person alone: a processor that has stopped, and cases that wait for somebody', () => {
    const inputs = pulseOf('payments').inputs.map(one => ({ ...one, lag: 7n }));
    const page = shown(all({ payments: { standing: stopped, lag: 7n, inputs } }), [group('stock')]);
    expect(page).toContain('class="card bad" id="card-payments"');
    expect(page).toContain('class="edge reads held" id="edge-orders&gt;payments"');
    expect(page).toContain('stopped, 7 wait since 20:59:00');
    expect(page).toContain('class="card bad" id="card-stock"');
    expect(page).toContain('3 cases, 2 keys blocked. <a href="/console/hospital?processor=stock">');
    expect(page.match(/class="card bad"/g)).toHaveLength(2);
  });

  it('lets what is declared but silent, and what is seen but declared nowhere, stand out', () => {
    const page = shown(all(), [], seen(['payments', 'payments'], ['stock', 'fraud'], ['shipments', '<b>x</b>']));
    const isThere = (part: RegExp): boolean => part.test(page);
    expect(isThere(/class="edge odd[^"]*" id="edge-odd-writes-stock&gt;fraud"/)).toBe(true);
    expect(page).toContain('also written by fraud, which is declared nowhere');
    expect(isThere(/class="edge reads back silent" id="edge-shipments&gt;orders"/)).toBe(true);
    expect(page).toContain('Seen on the log, but declared nowhere');
    expect(page).toContain('b&gt; writes');
    expect(page).not.toContain('<b>x');
  });
});

describe('the fields of a schema', () => {
  it('are told in a word each', () => {
    const money = { type: 'record', name: 'Money', fields: [] };
    const fields = fieldsOf({
      fields: [
        { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' }, doc: 'When.' },
        { name: 'name', type: ['null', { type: 'string', personal: 'customerId' }] },
        { name: 'lines', type: { type: 'array', items: money } },
        { name: 'sums', type: { type: 'map', values: 'shop.Money' } },
      ],
    });
    expect(fields.map(({ type, personal }) => [type, personal])).toEqual([
      ['long (timestamp-millis)', false],
      ['string?', true],
      ['list of Money', false],
      ['map of Money', false],
    ]);
    expect(fieldsOf(null)).toEqual([]);
  });
});

describe('a processor on its page', () => {
  let app: FastifyInstance;
  let processors: ProcessorPulse[] | null;
  const asked: unknown[] = [];
  let refusal: Error | null = null;

  beforeEach(() => {
    processors = all();
    refusal = null;
    asked.length = 0;
  });
  beforeAll(async () => {
    const pulse = (): Pulse => ({
      ...{ at: NOW, servers: {}, degraded: [], processors, ends: new Map(), hospital: [], clock: null },
    });
    const post = async (path: string, options: unknown) => {
      asked.push([path, options]);
      if (refusal !== null) throw refusal;
      return { data: {}, response: new Response(null, { status: 202 }) };
    };
    const follow = {
      topology: stations,
      prefix: 'shop',
      reads: { offsets: async () => [], offsetsAt: async () => [] },
    };
    const console = {
      shop: { follow },
      pulse: { read: async () => pulse() },
      ask: () => ({ POST: post }),
      send: async (request: never, reply: never, page: never) => sendPage(request, reply, page, pulse()),
    } as unknown as Console;
    app = fastify();
    app.decorateRequest('caller', null as never);
    app.addHook('onRequest', async request => {
      request.caller = { ...anybody, kind: 'KEY', id: 'ann' };
    });
    await app.register(formbody);
    await app.register(mapRoutes, { console });
  });
  afterAll(() => app.close());

  it('shows what is one step away, what it reads, and why it stands', async () => {
    const why = '<script>alert(1)</script>';
    const halts: Halt[] = [{ partition: 2, what: 'paused', since: NOW, by: 'bob', why }];
    processors = all({ stock: { halts, standing: { state: 'paused', mood: 'warn', says: 'paused', since: NOW } } });
    const { statusCode, body } = await app.inject('/console/nodes/processors/stock');
    expect(statusCode).toBe(200);
    expect([...body.matchAll(/id="card-([\w-]+)"/g)].map(([, id]) => id)).toEqual(['allocations', 'stock']);
    expect(body).toContain('Partition 2 is paused');
    expect(body).toContain('by bob: &lt;script&gt;');
    expect(body).toContain('/console/orders?tab=stuck&amp;owedBy=stock');
  });

  it('is found by its name, and a topic that no processor is named as by its own', async () => {
    expect((await app.inject('/console/nodes/orders')).headers.location).toBe('/console/nodes/processors/orders');
    expect((await app.inject('/console/nodes/shipments')).headers.location).toBe('/console/nodes/topics/shipments');
    expect((await app.inject('/console/nodes/processors/nobody')).statusCode).toBe(404);
    expect((await app.inject('/console/nodes/topics/nothing')).statusCode).toBe(404);
  });

  it('says that nothing can be told where Kafka does not answer', async () => {
    processors = null;
    const { statusCode, body } = await app.inject('/console');
    expect([statusCode, body.includes('cannot be told here')]).toEqual([200, true]);
  });

  it('is paused after a look at the counts, once, with a reason', async () => {
    const path = '/console/nodes/processors/payments/pause';
    const form = await app.inject(path);
    expect(form.body).toContain('1 task');
    expect(asked).toEqual([]);
    const [, key = ''] = /name="key" value="([^"]+)"/.exec(form.body) ?? [];
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const done = await app.inject({ method: 'POST', url: path, headers, payload: `key=${key}&reason=stocktaking` });
    expect([done.statusCode, done.headers.location]).toEqual([303, '/console/nodes/processors/payments?asked=pause']);
    const params = { path: { name: 'payments' } };
    const body = { actor: 'console', reason: 'stocktaking' };
    expect(asked).toEqual([['/streams/{name}/pause', { params, body, headers: { 'idempotency-key': key } }]]);
    expect((await app.inject(done.headers.location as string)).body).toContain('payments was asked to pause.');
  });

  it('is not resumed where that is refused: what was typed is kept, with a key of its own', async () => {
    const detail = 'The reason says nothing.';
    const problem = { status: 400, title: 't', detail, code: 'LP_API_INPUT_INVALID' };
    refusal = new ProblemError(new Response(null, { status: 400 }), problem);
    const { statusCode, body } = await app.inject({
      method: 'POST',
      url: '/console/nodes/processors/payments/resume',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'key=k-1&reason=so+what',
    });
    expect(statusCode).toBe(400);
    expect(body).toContain(detail);
    expect(body).toContain('so what');
    expect(body).toMatch(/name="key" value="[\w-]{36}"/);
  });
});
