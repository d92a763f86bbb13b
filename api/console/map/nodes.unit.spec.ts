import formbody from '@fastify/formbody';
import { type FastifyInstance, fastify } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stations } from '../../../test/topology/shop.ts';
import { ProblemError } from '../../client/problem-error.ts';
import type { Halt } from '../../flow/halts.ts';
import { anybody } from '../../security/caller.ts';
import type { Console } from '../console.ts';
import { sendPage } from '../page.ts';
import type { ProcessorPulse, Pulse } from '../pulse.ts';
import { mapRoutes } from './routes.ts';
import { all, NOW, wrote } from './testing/processors.ts';

const answerOf = (data: object) => ({ data, response: new Response(null, { status: 200 }) });

describe('a processor or a topic on its page', () => {
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
    const end = { topic: 'shop.stock', partition: 1, start: 0n, end: 5n, highWatermark: 5n };
    const ends = new Map([['stock', [end]]]);
    const pulse = (): Pulse => ({
      ...{ at: NOW, servers: {}, degraded: [], processors, ends, hospital: [], clock: null },
    });
    const get = async (path: string, { params }: { params: { query: { offset?: string } } }) => {
      const { offset } = params.query ?? {};
      if (path === '/topics/{name}') return answerOf({ partitions: [{ partition: 1 }] });
      const value = { event: { type: 'longplay.stock.received' }, sku: 'lp-1' };
      const time = new Date(NOW - 3_000).toISOString();
      return answerOf({
        records: [
          { partition: 1, offset: offset ?? '4', time, key: 'lp-1', tombstone: false, value, undecodable: null },
        ],
      });
    };
    const post = async (path: string, options: unknown) => {
      asked.push([path, options]);
      if (refusal !== null) throw refusal;
      return { data: {}, response: new Response(null, { status: 202 }) };
    };
    const record = { ...wrote('stock'), partition: 1, offset: 4n };
    const registered = { version: 3, id: 12, schema: JSON.stringify({ fields: [{ name: 'sku', type: 'string' }] }) };
    const follow = {
      topology: stations,
      prefix: 'shop',
      reads: {
        offsets: async () => [],
        offsetsAt: async () => [],
        backward: async () => ({ records: [record], from: 4n, nextOffset: 5n }),
      },
      registered: {
        all: async () => new Map(['stock', 'payments'].map(name => [name, [registered]])),
      },
    };
    const console = {
      shop: { follow },
      pulse: { read: async () => pulse() },
      ask: () => ({ POST: post, GET: get }),
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

  it('shows the schema and the newest records of what it writes, each topic for itself', async () => {
    const { body } = await app.inject('/console/nodes/processors/stock');
    const [written = ''] = /<details id="written-stock">[\s\S]*?<\/details>\s*<\/div>/.exec(body) ?? [];
    expect(written).toContain('stock <span class="soft">schema version 3, newest <time');
    expect(written).toContain('href="/console/schemas/stock?version=3"');
    expect(written).toContain('id="record-stock-1-4"');
    expect(written).toContain('longplay.stock.received');
  });

  it('and a topic on its own: who stands around it, drawn, beside its schema and its newest records', async () => {
    const { statusCode, body } = await app.inject('/console/nodes/topics/payments');
    expect(statusCode).toBe(200);
    const ids = [...body.matchAll(/id="(?:card|edge)-([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toContain('payments');
    expect(ids.filter(id => id?.includes('&gt;')).every(id => id?.startsWith('payments&gt;'))).toBe(true);
    expect(ids.some(id => id?.startsWith('payments&gt;'))).toBe(true);
    expect(body).toContain('Version 3, id 12 in the registry.');
    expect(body).toContain('id="record-payments-1-4"');
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
