import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { LogError } from '../runtime/log/errors.ts';
import type { HealthReport } from '../runtime/observe/health.ts';
import { createLogger } from '../runtime/observe/logger.ts';
import { createMetrics } from '../runtime/observe/metrics.ts';
import { buildApp } from './app.ts';
import { listen } from './listen.ts';
import { specAuth } from './testing/callers.ts';

const healthy: HealthReport = { ready: true, servers: { kafka: { status: 'up', ms: 2 } } };
const lines: string[] = [];
const apps: ReturnType<typeof buildApp>[] = [];

function app(told: HealthReport | { report: HealthReport } = healthy) {
  const logger = createLogger({ format: 'json', destination: { write: line => lines.push(line) } });
  const built = buildApp({
    logger,
    auth: specAuth,
    health: { check: async () => ('report' in told ? told.report : told) },
  });
  apps.push(built);
  return built;
}

afterEach(async () => {
  lines.length = 0;
  await Promise.all(apps.splice(0).map(each => each.close()));
});

describe('health', () => {
  it('is live without asking anybody', async () => {
    const broken = app({ ready: false, servers: {} });
    expect((await broken.inject('/health/live')).statusCode).toBe(200);
  });

  it('is ready where every server answers', async () => {
    const response = await app().inject('/health/ready');
    expect(response.statusCode).toBe(200);
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.json()).toEqual({ status: 'ready', servers: healthy.servers });
  });

  it('has started once every server has answered, and stays so', async () => {
    const report = { ready: false, servers: { kafka: { status: 'down', reason: 'away' } } } as HealthReport;
    const turning: { report: HealthReport } = { report };
    const built = app(turning);
    const started = async () => (await built.inject('/health/started')).statusCode;
    expect(await started()).toBe(503);
    turning.report = healthy;
    expect(await started()).toBe(200);
    turning.report = report;
    expect(await started()).toBe(200);
  });

  it('names what is down, and why', async () => {
    const servers = { kafka: healthy.servers.kafka, postgres: { status: 'down', reason: 'ECONNREFUSED' } } as const;
    const response = await app({ ready: false, servers: servers as HealthReport['servers'] }).inject('/health/ready');
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('1');
    expect(response.json()).toMatchObject({
      code: 'LP_API_NOT_READY',
      detail: 'postgres is down: ECONNREFUSED.',
      servers: { kafka: { status: 'up' }, postgres: { status: 'down' } },
    });
  });
});

describe('metrics', () => {
  it('count each request by the pattern of its route, and never by an id', async () => {
    const metrics = createMetrics({ process: false });
    const built = buildApp({
      logger: createLogger({ level: 'silent' }),
      auth: specAuth,
      health: { check: async () => healthy },
      metrics,
    });
    apps.push(built);
    for (const url of ['/health/live', '/problems/one', '/problems/other', '/o-17/c-4']) {
      await built.inject(url);
    }
    const response = await built.inject('/metrics');
    expect(response.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(response.headers['cache-control']).toBe('no-store');
    const lines = response.body.split('\n').filter(line => line.startsWith('longplay_http_requests_total'));
    expect(lines.map(line => line.slice('longplay_http_requests_total'.length))).toEqual([
      '{method="GET",route="/health/live",status="200"} 1',
      '{method="GET",route="/problems/:name",status="404"} 2',
      '{method="GET",route="none",status="404"} 1',
    ]);
    expect(response.body).toContain('longplay_http_request_duration_seconds_count{method="GET",route="none"} 1');
  });

  it('are nowhere where nobody keeps any', async () => {
    expect((await app().inject('/metrics')).statusCode).toBe(404);
  });
});

describe('problems', () => {
  it.each([
    ['an unknown address', { url: '/nowhere?x=1' }, 404, 'LP_API_NOT_FOUND'],
    ['a wrong method', { method: 'DELETE', url: '/health/live' }, 405, 'LP_API_METHOD_NOT_ALLOWED'],
    [
      'a wrong method with a body that nobody reads',
      { ...post('text/csv'), method: 'PUT', payload: 'a' },
      405,
      'LP_API_METHOD_NOT_ALLOWED',
    ],
    ['a method that must have a body', { method: 'QUERY', url: '/health/live' }, 405, 'LP_API_METHOD_NOT_ALLOWED'],
    ['an unknown address with malformed JSON', { ...post(), url: '/nowhere', payload: '{' }, 404, 'LP_API_NOT_FOUND'],
    ['a malformed URL', { url: '/problems/%ZZ' }, 400, 'LP_API_MALFORMED'],
    ['malformed JSON', { ...post(), payload: '{"a":' }, 400, 'LP_API_MALFORMED'],
    ['an empty JSON body', { ...post(), payload: '' }, 400, 'LP_API_MALFORMED'],
    ['an unknown media type', { ...post('text/csv'), payload: 'a;b' }, 415, 'LP_API_MEDIA_TYPE_UNSUPPORTED'],
    ['too large a body', { ...post(), payload: `"${'x'.repeat(1_100_000)}"` }, 413, 'LP_API_BODY_TOO_LARGE'],
    ['an invalid field', { ...post(), payload: '{"quantity":"many"}' }, 400, 'LP_API_INPUT_INVALID'],
    ['a log that is away', { ...post(), payload: '{"quantity":1}' }, 503, 'LP_API_UNAVAILABLE'],
    ['a defect', { ...post(), payload: '{"quantity":2}' }, 500, 'LP_API_INTERNAL'],
  ] as const)('answers %s with problem details', async (_, request, status, code) => {
    const response = await withRoute().inject(request as never);
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    const body = response.json();
    expect(body).toMatchObject({ status, code });
    expect(body.title).not.toBe('');
    expect(body.detail).toMatch(/\.$/);
    expect(body.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect((await app().inject(body.type)).json()).toMatchObject({ code, status });
  });

  it('names the allowed methods, and the fields that are invalid', async () => {
    const wrong = await withRoute().inject({ method: 'GET', url: '/things/17' });
    expect(wrong.headers.allow).toBe('POST');
    const invalid = await withRoute().inject({ ...post(), payload: '{"quantity":"many"}' } as never);
    expect(invalid.json().errors).toEqual([expect.objectContaining({ in: 'body', pointer: '#/quantity' })]);
  });

  it.each([
    ['{"a":', { position: 5, line: 1, column: 6 }],
    ['{\n "a": 1,\n}', { position: 11, line: 3, column: 1 }],
    ['[1 2]', { position: 3, line: 1, column: 4 }],
  ])('says where %j is no JSON', async (payload, place) => {
    const { body } = await withRoute().inject({ ...post(), payload } as never);
    expect(JSON.parse(body)).toMatchObject({ code: 'LP_API_MALFORMED', ...place });
    expect(JSON.parse(body).detail).toContain(`line ${place.line}, column ${place.column}: `);
  });

  it.each([
    [{ ...post(), payload: '{"__proto__":{"a":1}}' }, 400],
    [{ ...post('text/plain'), payload: '{"quantity":1}' }, 415],
    [{ ...post(), headers: { ...post().headers, 'content-encoding': 'gzip' }, payload: '{"quantity":1}' }, 415],
  ])('refuses what could be taken for something else: %j', async (request, status) => {
    expect((await withRoute().inject(request as never)).statusCode).toBe(status);
  });

  it('tells a caller nothing of a defect, and the log everything', async () => {
    const response = await withRoute().inject({ ...post(), payload: '{"quantity":2}' } as never);
    expect(response.body).not.toContain('inside');
    const logged = lines.map(line => JSON.parse(line)).find(line => line.level === 'error');
    expect(logged.err.stack).toContain('inside');
    expect(logged.reqId).toBe(response.json().requestId);
  });

  it('tells the log of a server that is away once for many requests, and each client at once', async () => {
    const built = withRoute();
    const asked = { ...post(), payload: '{"quantity":1}' } as never;
    const answers = [await built.inject(asked), await built.inject(asked), await built.inject(asked)];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([503, 503, 503]);
    const said = lines.map(line => JSON.parse(line)).filter(line => line.level === 'warn' || line.level === 'error');
    expect(said).toMatchObject([{ level: 'warn', msg: 'a request could not be served: no broker inside' }]);
  });

  it.each([
    ['what is not HTTP', 'BREW /pot\r\n\r\n', 400, 'LP_API_MALFORMED'],
    ['endless headers', `GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'LP_API_HEADERS_TOO_LARGE'],
  ])('answers %s with problem details', async (_, bytes, status, code) => {
    const url = new URL(await listen(app(), { host: '127.0.0.1', port: 0 }));
    const answer = await new Promise<string>(resolve => {
      let text = '';
      const socket = connect(Number(url.port), url.hostname, () => socket.write(bytes));
      socket.on('data', data => {
        text += data;
      });
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} .*content-type: application/problem\\+json`, 's'));
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status, code });
  });

  it('waits for no body where there is nothing', async () => {
    const url = new URL(await listen(app(), { host: '127.0.0.1', port: 0 }));
    const head = 'POST /nothing HTTP/1.1\r\nhost: shop\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n';
    const status = await new Promise<string>(resolve => {
      const socket = connect(Number(url.port), url.hostname, () => socket.write(head));
      socket.once('data', data => {
        socket.destroy();
        resolve(String(data).slice(0, 12));
      });
    });
    expect(status).toBe('HTTP/1.1 404');
  });
});

describe('listen', () => {
  it('says that the port is taken', async () => {
    const { port } = new URL(await listen(app(), { host: '127.0.0.1', port: 0 }));
    await expect(listen(app(), { host: '127.0.0.1', port: Number(port) })).rejects.toMatchObject({
      code: 'LP_API_PORT_TAKEN',
      message: expect.stringContaining(port),
    });
  });

  it('says that the address is not of this machine', async () => {
    await expect(listen(app(), { host: '192.0.2.1', port: 0 })).rejects.toMatchObject({
      code: 'LP_API_ADDRESS_UNUSABLE',
    });
  });
});

function post(type = 'application/json') {
  return { method: 'POST', url: '/things/17', headers: { 'content-type': type } };
}

/** A route as the later ones are, to see what becomes of their errors. */
function withRoute() {
  const built = app();
  const body = { type: 'object', properties: { quantity: { type: 'integer' } }, required: ['quantity'] };
  built.post<{ Body: { quantity: number } }>('/things/:id', { schema: { body } }, async request => {
    if (request.body.quantity === 1) throw new LogError('unavailable', 'no broker inside');
    throw new TypeError('inside');
  });
  return built;
}
