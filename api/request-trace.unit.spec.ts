import { fastify, type InjectOptions } from 'fastify';
import { describe, expect, it } from 'vitest';
import { rootOf, spanIdOf, traceIdOf } from '../runtime/observe/tracing/ids.ts';
import { sentSpans } from '../runtime/observe/tracing/request-spans.ts';
import type { Span } from '../runtime/observe/tracing/span.ts';
import { eventHeaders } from '../runtime/tasks/records.ts';
import { problem, sendProblem } from './errors.ts';
import { traceAs, traceRequests } from './request-trace.ts';
import { cancelOrder, placeOrder } from './requests/orders.ts';
import { putProduct } from './requests/products.ts';
import type { Request } from './requests/request.ts';

const client = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
const traceparent = `00-${client.traceId}-${client.spanId}-01`;
const asking = { id: 'r-1', bodyHash: null, time: 1, actor: null };
const placing = placeOrder(asking, 'o-1', { customerId: 'c-1', lines: [] });

/** Asks once; the route sends this request, where it sends one, in the span that it answers. */
async function ask(options: InjectOptions, sent: Request | null = null, again = false) {
  const spans: Span[] = [];
  const app = fastify();
  app.decorateRequest('asked', null);
  traceRequests(app, { keeps: () => true, emit: told => void spans.push(...told) });
  let within: string | undefined;
  app.route({
    method: ['GET', 'POST'],
    url: '/orders/:id',
    handler: async request => {
      if (sent !== null) within = traceAs(request, sent, again);
      return {};
    },
  });
  app.get('/broken', (_, reply) => sendProblem(reply, problem('LP_API_UNAVAILABLE')));
  app.get('/health/live', { config: { unlimited: true } }, async () => ({}));
  await app.inject(options);
  await app.close();
  return { spans, within };
}

describe('a request to the API', () => {
  it('given that it places an order, then the order’s trace begins with it, and links the client’s', async () => {
    const { spans, within } = await ask({ method: 'POST', url: '/orders/o-1', headers: { traceparent } }, placing);
    expect(spans).toMatchObject([
      {
        traceId: traceIdOf('o-1'),
        spanId: rootOf('o-1'),
        parentId: null,
        name: 'POST /orders/:id',
        kind: 'server',
        attributes: { 'http.request.method': 'POST', 'http.route': '/orders/:id', 'http.response.status_code': 200 },
        links: [client],
      },
    ]);
    expect(within).toBe(rootOf('o-1'));
    expect(JSON.stringify(spans)).not.toContain('/orders/o-1');
  });

  it('given that it asks more of an order, or asks again, then it hangs under what the trace begins with', async () => {
    const later = cancelOrder({ ...asking, id: 'r-2' }, 'o-1', null, {});
    for (const [sent, again] of [
      [later, false],
      [placing, true],
    ] as const) {
      const { spans, within } = await ask({ method: 'POST', url: '/orders/o-1' }, sent, again);
      expect(spans).toMatchObject([{ traceId: traceIdOf('o-1'), parentId: rootOf('o-1'), links: [] }]);
      expect(within).toBe(spans[0]?.spanId);
      expect(within).not.toBe(rootOf('o-1'));
    }
  });

  it('given that it is about no order, then it is a trace of its own', async () => {
    const price = { amount: 1, currency: 'EUR' };
    const put = putProduct(asking, 'lp-1', { title: 'T', artist: 'A', format: 'LP', price });
    const { spans } = await ask({ method: 'POST', url: '/orders/x' }, put);
    expect(spans).toMatchObject([{ traceId: traceIdOf('r-1'), spanId: rootOf('r-1'), parentId: null }]);
  });

  it('given that it only reads, then it goes on with its client’s trace, or makes one', async () => {
    const { spans } = await ask({ url: '/orders/o-1', headers: { traceparent } });
    expect(spans).toMatchObject([{ traceId: client.traceId, parentId: client.spanId, links: [] }]);
    const { spans: alone } = await ask({ url: '/orders/o-1', headers: { traceparent: 'nonsense' } });
    expect(alone).toMatchObject([{ parentId: null, links: [] }]);
    expect(alone[0]?.traceId).toMatch(/^[0-9a-f]{32}$/);
  });

  it('given that the server fails, then so has the span, by the code; given a probe, or nothing there, then it tells no path', async () => {
    expect((await ask({ url: '/broken' })).spans).toMatchObject([{ error: 'LP_API_UNAVAILABLE' }]);
    expect((await ask({ url: '/health/live' })).spans).toEqual([]);
    const [span] = (await ask({ url: '/ann@example.org' })).spans;
    expect(span).toMatchObject({ name: 'GET', error: null, attributes: { 'http.response.status_code': 404 } });
    expect(JSON.stringify(span)).not.toContain('ann');
  });
});

describe('a request on the log', () => {
  const at = { topic: 'shop.order-requests', partition: 1, offset: 5n };
  const record = {
    topic: at.topic,
    key: Buffer.from('o-1'),
    value: Buffer.from('secret'),
    headers: eventHeaders(placing.value.event, '/shop/api', 'o-1'),
  };
  const common = { record, at, start: 1, end: 2, begins: true };

  it('is the span that its traceparent names, in the span that sent it', () => {
    const [sent, ...more] = sentSpans({ ...common, within: 'ab'.repeat(8) });
    expect(sent).toMatchObject({
      traceId: traceIdOf('o-1'),
      spanId: spanIdOf('r-1'),
      parentId: 'ab'.repeat(8),
      name: 'longplay.order-request.place send',
      kind: 'producer',
      attributes: { 'messaging.kafka.offset': 5, 'messaging.message.id': 'r-1' },
    });
    expect(more).toEqual([]);
    expect(JSON.stringify(sent)).not.toContain('secret');
  });

  it('given that nobody asked the API, as for an import, then the story begins with a span of its own', () => {
    const spans = sentSpans(common);
    expect(spans).toMatchObject([{ spanId: rootOf('o-1'), parentId: null }, { parentId: rootOf('o-1') }]);
    expect(sentSpans({ ...common, begins: false })).toMatchObject([{ parentId: rootOf('o-1') }]);
  });
});
