import { type AddressInfo, connect } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMetrics } from '../runtime/observe/metrics.ts';
import { limitLoad } from './load-limit.ts';

let app: FastifyInstance;
afterEach(() => app.close());

/** An app of which each request is held until it is let go. */
function held(most: number) {
  const gates: (() => void)[] = [];
  const metrics = createMetrics({ process: false });
  app = fastify();
  limitLoad(app, { most, metrics });
  app.get('/slow', () => new Promise(done => gates.push(() => done('done'))));
  app.get('/health', { config: { unlimited: true } }, async () => 'live');
  return {
    gates,
    underWay: async () => /^longplay_http_requests_under_way (\d+)$/m.exec(await metrics.text())?.[1],
    status: async (url: string) => (await app.inject(url)).statusCode,
  };
}

describe('the limit of what is under way', () => {
  it('given as many as are allowed, then one more is refused, with when to come again, and probes are answered', async () => {
    const { gates, status, underWay } = held(2);
    const first = [status('/slow'), status('/slow')];
    await vi.waitFor(() => expect(gates).toHaveLength(2));
    const refused = await app.inject('/slow');
    expect(refused).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } });
    expect(refused.json()).toMatchObject({
      code: 'LP_API_OVERLOADED',
      detail: '2 requests are under way in this process.',
    });
    expect(await status('/health')).toBe(200);
    expect(await underWay()).toBe('2');
    for (const letGo of gates) letGo();
    expect(await Promise.all(first)).toEqual([200, 200]);
    expect(await underWay()).toBe('0');
    const next = status('/slow');
    await vi.waitFor(() => expect(gates).toHaveLength(3));
    gates[2]?.();
    expect(await next).toBe(200);
  });

  it('given a client that goes away, then its place is free again', async () => {
    const { gates, status, underWay } = held(1);
    await app.listen({ port: 0, host: '127.0.0.1' });
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('GET /slow HTTP/1.1\r\nhost: shop\r\n\r\n');
    await vi.waitFor(() => expect(gates).toHaveLength(1));
    expect(await status('/slow')).toBe(503);
    socket.destroy();
    await vi.waitFor(async () => expect(await underWay()).toBe('0'));
    const answer = status('/slow');
    await vi.waitFor(() => expect(gates).toHaveLength(2));
    gates[1]?.();
    expect(await answer).toBe(200);
  });
});
