import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { LongplayError } from '../../runtime/errors.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { createMetrics } from '../../runtime/observe/metrics.ts';
import { type Access, buildApp } from '../app.ts';
import { type Authenticator, openToEverybody } from './authenticator.ts';
import { actorOf, anybody, type Caller, clientOf } from './caller.ts';
import { unauthenticated } from './unauthenticated.ts';

const SECRET = 'lp_shop-front_c2VjcmV0LXRoYXQtbm9ib2R5LW1heS1zZWU';
const lines: string[] = [];
const opened: FastifyInstance[] = [];

afterEach(async () => {
  lines.length = 0;
  await Promise.all(opened.splice(0).map(app => app.close()));
});

const shop: Caller = { kind: 'KEY', id: 'shop-front', scopes: new Set(['shop'] as const), customerId: null };
const admin: Caller = { ...anybody, kind: 'KEY', id: 'root', scopes: new Set(['admin'] as const) };

/** By what comes after Bearer. */
const byName: Authenticator = {
  authenticate: async header => {
    if (header === 'Bearer away') throw new LongplayError('LP_API_UNAVAILABLE', 'The issuer is away.');
    const callers: Record<string, Caller> = { [`Bearer ${SECRET}`]: shop, 'Bearer admin': admin };
    const found = callers[header ?? ''] ?? (header?.startsWith('Bearer c-') ? customer(header.slice(7)) : undefined);
    if (found === undefined) throw unauthenticated('That is none.');
    return found;
  },
};
const customer = (id: string): Caller => ({ ...shop, kind: 'TOKEN', id, customerId: id });

async function open(access: Partial<Access> = {}, auth = byName): Promise<FastifyInstance> {
  const logger = createLogger({ format: 'json', level: 'trace', destination: { write: line => lines.push(line) } });
  const health = { check: async () => ({ ready: true, servers: {} }) };
  const limits = { client: 0, customer: 0, address: 0 };
  const metrics = createMetrics({ process: false });
  const app = buildApp({ logger, health, auth, metrics, access: { limits, cors: [], trustProxy: [], ...access } });
  app.register(async app => {
    const answer = async (request: Parameters<typeof actorOf>[0]) => actorOf(request);
    app.get('/shop', { config: { needs: ['shop', 'warehouse'] } }, answer);
    app.get('/closed', answer);
    app.get('/open', { config: { needs: null } }, async ({ ip }) => ({ ip }));
    app.post('/shop', { config: { needs: ['shop'] } }, async (request, reply) => {
      request.log.info({ headers: request.headers, req: request.raw.headers }, 'what a careless line would say');
      if ((request.body as { fail?: boolean } | null)?.fail) throw new TypeError(`inside`);
      request.asked = 'req-17';
      request.reason = 'agreed';
      return reply.code(202).send({});
    });
  });
  await app.ready();
  opened.push(app);
  return app;
}

const as = (bearer: string) => ({ headers: { authorization: `Bearer ${bearer}` } });
const linesOf = (part: string) => lines.map(line => JSON.parse(line)).filter(line => line.part === part);

describe('who asks', () => {
  it('and shows nothing is told how to, and nothing else', async () => {
    const app = await open();
    const response = await app.inject({ method: 'POST', url: '/shop', payload: 'not JSON' });
    expect([response.statusCode, response.json().code]).toEqual([401, 'LP_API_UNAUTHENTICATED']);
    expect(response.headers['www-authenticate']).toBe('Bearer realm="longplay"');
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  it('and shows what is none learns that it is wrong', async () => {
    const response = await (await open()).inject({ url: '/shop', ...as('guessed') });
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer realm="longplay", error="invalid_token"');
    expect(response.body).not.toContain('guessed');
  });

  it('cannot be told while the issuer is away: that is no 401', async () => {
    const response = await (await open()).inject({ url: '/shop', ...as('away') });
    expect([response.statusCode, response.headers['retry-after'], response.json().code]).toEqual([
      503,
      '1',
      'LP_API_UNAVAILABLE',
    ]);
  });

  it('is known to the facts by the role in which he was let in', async () => {
    const app = await open();
    const actor = async (bearer: string, url = '/shop') => (await app.inject({ url, ...as(bearer) })).json();
    expect(await actor(SECRET)).toEqual({ kind: 'SHOP', id: 'shop-front' });
    expect(await actor('admin')).toEqual({ kind: 'OPERATOR', id: 'root' });
    expect(actorOf({ caller: customer('c-1'), routeOptions: { config: {} } } as never)).toEqual({
      kind: 'CUSTOMER',
      id: 'c-1',
    });
    expect((await (await open({}, openToEverybody())).inject('/shop')).json()).toEqual({
      kind: 'UNKNOWN',
      id: 'anonymous',
    });
    expect(clientOf(shop)).not.toBe(clientOf({ ...shop, kind: 'TOKEN' }));
  });
});

describe('a route', () => {
  it('that does not say whom it is for is the administrator’s', async () => {
    const app = await open();
    const response = await app.inject({ url: '/closed', ...as(SECRET) });
    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({ code: 'LP_API_FORBIDDEN', needs: ['admin'] });
    expect(response.json().detail).toBe('This needs the scope admin; shop-front has shop.');
    expect(response.headers['www-authenticate']).toMatch(/error="insufficient_scope", scope="admin"$/);
    expect((await app.inject({ url: '/closed', ...as('admin') })).statusCode).toBe(200);
  });

  it.each(['/open', '/health/live', '/health/ready', '/openapi.json', '/problems/not-found'])(
    '%s is open, whatever is shown',
    async url => {
      const app = await open();
      expect((await app.inject(url)).statusCode).toBe(200);
      expect((await app.inject({ url, ...as('away') })).statusCode).toBe(200);
    },
  );

  it.each([
    ['/metrics', 401],
    ['/nowhere', 404],
  ])('%s, to nobody known: %i', async (url, status) => {
    expect((await (await open()).inject(url)).statusCode).toBe(status);
  });
});

describe('a limit', () => {
  const limits = { client: 3, customer: 2, address: 1 };
  const statuses = async (app: FastifyInstance, requests: object[]) => {
    const all: number[] = [];
    for (const request of requests) all.push((await app.inject({ url: '/shop', ...request })).statusCode);
    return all;
  };

  it('is of each key, of each customer, and of each address that shows none', async () => {
    const app = await open({ limits });
    const key = as(SECRET);
    expect(await statuses(app, [key, key, key, key])).toEqual([200, 200, 200, 429]);
    expect(await statuses(app, [as('c-1'), as('c-1'), as('c-1'), as('c-2')])).toEqual([403, 403, 429, 403]);
    expect(await statuses(app, [{}, as('guessed'), { remoteAddress: '192.0.2.7' }])).toEqual([401, 429, 401]);
    expect((await app.inject('/nowhere')).statusCode).toBe(429);
  });

  it('is told with every answer, and how long to wait', async () => {
    const app = await open({ limits });
    const first = await app.inject({ url: '/shop', ...as(SECRET) });
    expect(first.headers).toMatchObject({
      'ratelimit-limit': '3',
      'ratelimit-remaining': '2',
      'ratelimit-reset': expect.stringMatching(/^\d+$/),
    });
    await statuses(app, [as(SECRET), as(SECRET)]);
    const last = await app.inject({ url: '/shop', ...as(SECRET) });
    expect(last.headers).toMatchObject({ 'ratelimit-remaining': '0', 'retry-after': expect.stringMatching(/^\d+$/) });
    expect(last.json()).toMatchObject({ code: 'LP_API_RATE_LIMITED', detail: 'More than 3 requests within a minute.' });
  });

  it('is none where it is 0, and never of a probe', async () => {
    const app = await open({ limits: { ...limits, client: 0 } });
    expect(new Set(await statuses(app, Array(5).fill(as(SECRET))))).toEqual(new Set([200]));
    expect(await statuses(app, Array(3).fill({ url: '/health/live' }))).toEqual([200, 200, 200]);
  });

  it('counts the client behind a proxy that is trusted, and no other word for it', async () => {
    const told = { headers: { 'x-forwarded-for': '198.51.100.1' } };
    const trusting = await open({ trustProxy: ['127.0.0.0/8'] });
    expect((await trusting.inject({ url: '/open', ...told })).json()).toEqual({ ip: '198.51.100.1' });
    const elsewhere = { url: '/open', remoteAddress: '192.0.2.1', ...told };
    expect((await trusting.inject(elsewhere)).json()).toEqual({ ip: '192.0.2.1' });
    expect((await (await open()).inject({ url: '/open', ...told })).json()).toEqual({ ip: '127.0.0.1' });
  });
});

describe('browsers', () => {
  const origin = 'https://shop.example';
  const preflight = {
    method: 'OPTIONS' as const,
    url: '/shop',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
  };

  it('are told that an answer is no page', async () => {
    for (const url of ['/open', '/shop', '/nowhere']) {
      expect((await (await open()).inject(url)).headers).toMatchObject({
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': expect.stringContaining('max-age='),
      });
    }
  });

  it('may ask from pages of the origins that are named, before they have shown a key', async () => {
    const app = await open({ cors: [origin] });
    const asked = await app.inject(preflight);
    expect([asked.statusCode, asked.headers['access-control-allow-origin']]).toEqual([204, origin]);
    expect(asked.headers['access-control-allow-headers']).toBe('authorization');
    const refused = await app.inject({ url: '/shop', headers: { origin } });
    expect([refused.statusCode, refused.headers['access-control-allow-origin']]).toEqual([401, origin]);
    const other = await app.inject({ url: '/open', headers: { origin: 'https://other.example' } });
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
    const wrong = await app.inject({ method: 'DELETE', url: '/shop' });
    expect([wrong.statusCode, wrong.headers.allow]).toEqual([405, 'GET, HEAD, POST']);
  });

  it('may not from any where none is named', async () => {
    const asked = await (await open()).inject(preflight);
    expect(asked.headers['access-control-allow-origin']).toBeUndefined();
    expect(asked.statusCode).toBe(405);
  });
});

describe('the log', () => {
  const post = { method: 'POST', url: '/shop?note=x' } as const;

  it('has a line for each write: who, what, and how it ended', async () => {
    const app = await open({ limits: { client: 2, customer: 0, address: 0 } });
    await app.inject({ ...post, ...as(SECRET) });
    await app.inject({ ...post, ...as(SECRET), payload: { fail: true } });
    await app.inject({ ...post, ...as(SECRET) });
    await app.inject({ ...post, ...as('c-1') });
    await app.inject({ ...post, remoteAddress: '192.0.2.7' });
    await app.inject({ url: '/shop', ...as(SECRET) });
    const key = { actor: { kind: 'KEY', id: 'shop-front' }, method: 'POST', route: '/shop', path: '/shop' };
    expect(linesOf('audit')).toMatchObject([
      { level: 'info', ...key, status: 202, request: 'req-17', reason: 'agreed', reqId: expect.any(String) },
      { ...key, status: 500, request: null },
      { ...key, status: 429 },
      { actor: { kind: 'TOKEN', id: 'c-1', customerId: 'c-1' }, status: 403 },
      { actor: { kind: 'ANONYMOUS' }, address: '192.0.2.7', status: 401 },
    ]);
  });

  it('never has a key, not even where somebody logs all headers', async () => {
    const app = await open();
    await app.inject({ ...post, ...as(SECRET) });
    await app.inject({ ...post, ...as(SECRET), payload: { fail: true } });
    await app.inject({ ...post, ...as(`${SECRET}x`) });
    expect(lines.join('')).toContain('what a careless line would say');
    expect(lines.join('')).not.toContain(SECRET);
  });
});
