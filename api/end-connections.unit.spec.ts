import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { type FastifyBaseLogger, type FastifyInstance, fastify } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../runtime/observe/logger.ts';
import { type EndConnectionsOptions, endConnections } from './end-connections.ts';
import { eventStreams } from './follow/sse.ts';
import { specCaller } from './testing/callers.ts';

/** Far longer than a stop may take here, and shorter than a spec may: what is not ended fails it. */
const NEVER = 3_600_000;
const SOON_MS = 20_000;

const clients: Socket[] = [];
const lines: string[] = [];
let app: FastifyInstance;

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  app.server.closeAllConnections();
  await app.close();
  lines.length = 0;
});

/** An app that answers `/slow` when it is let go. */
async function listening(options: EndConnectionsOptions = {}) {
  const gates: (() => void)[] = [];
  const logger = createLogger({ format: 'json', destination: { write: line => lines.push(line) } });
  // As the API is made (app.ts).
  app = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
  });
  endConnections(app, { silent: 100, arriving: NEVER, answering: NEVER, ...options });
  app.get('/', async () => 'here');
  app.post('/', async () => 'taken');
  app.get('/slow', () => new Promise(done => gates.push(() => done('done'))));
  const streams = eventStreams(app);
  app.get('/live', async (_request, reply) => {
    streams.take(specCaller).open(reply);
    return reply;
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return gates;
}

const portOf = () => (app.server.address() as AddressInfo).port;

/** A client that sends this, and keeps the connection whatever comes. */
async function opened(begin: string) {
  const client = connect({ port: portOf(), host: '127.0.0.1', allowHalfOpen: true });
  clients.push(client);
  let heard = '';
  client.on('data', data => {
    heard += data;
  });
  client.on('error', () => {});
  const accepted = once(app.server, 'connection') as Promise<[Socket]>;
  await once(client, 'connect');
  const [socket] = await accepted;
  client.write(begin);
  await vi.waitFor(() => expect(socket.bytesRead).toBe(begin.length));
  return { heard: () => heard, send: (more: string) => client.write(more) };
}

/** Until the stop has begun: nobody new is let in. */
const refused = () => vi.waitFor(() => expect(app.server.listening).toBe(false));

/** What the log says of those who were cut off. */
const said = () =>
  lines.map(line => JSON.parse(line)).flatMap(({ level, requests }) => (level === 'warn' ? [{ requests }] : []));

async function stopped(closing: PromiseLike<unknown> = app.close()): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const late = setTimeout(() => resolve(false), SOON_MS);
  closing.then(() => resolve(true));
  const inTime = await promise;
  clearTimeout(late);
  return inTime;
}

describe('when the API stops', () => {
  it.each([
    ['nothing', ''],
    ['half of a line', 'GET /a HT'],
    ['half of a head', 'GET / HTTP/1.1\r\nhost: shop\r\n'],
    ['a request, and half of another', 'GET / HTTP/1.1\r\nhost: shop\r\n\r\nGET / HT'],
  ])('given a connection on which %s was sent, then it is not waited for', async (_, sent) => {
    await listening();
    await opened(sent);
    expect(await stopped()).toBe(true);
    expect(said()).toEqual([]);
  });

  it('given half of a body that never comes whole, then it is waited for so long, and no longer', async () => {
    await listening({ arriving: 300 });
    await opened('POST / HTTP/1.1\r\nhost: shop\r\ncontent-type: text/plain\r\ncontent-length: 10\r\n\r\nabc');
    const began = performance.now();
    expect(await stopped()).toBe(true);
    expect(performance.now() - began).toBeGreaterThan(250);
    expect(said()).toEqual([{ requests: 1 }]);
  });

  it('given half of a body, and then the rest, then it is answered', async () => {
    await listening();
    const client = await opened(
      'POST / HTTP/1.1\r\nhost: shop\r\ncontent-type: text/plain\r\ncontent-length: 10\r\n\r\nabc',
    );
    const closing = app.close();
    await refused();
    client.send('defghij');
    expect(await stopped(closing)).toBe(true);
    await vi.waitFor(() =>
      expect(client.heard()).toMatch(/^HTTP\/1.1 200 OK\r\n(.*\r\n)?connection: close\r\n.*taken$/is),
    );
  });

  it('given a request under way, then it is answered, and its connection is not kept for another', async () => {
    const gates = await listening();
    const agent = new Agent({ keepAlive: true });
    const answered = once(get({ port: portOf(), host: '127.0.0.1', path: '/slow', agent }), 'response');
    await vi.waitFor(() => expect(gates).toHaveLength(1));
    const closing = app.close();
    await refused();
    gates[0]?.();
    const [response] = (await answered) as [IncomingMessage];
    expect(response).toMatchObject({ statusCode: 200, headers: { connection: 'close' } });
    expect(await text(response)).toBe('done');
    expect(await stopped(closing)).toBe(true);
    expect(said()).toEqual([]);
  });

  it('given a request that is not answered in time, then it is cut off, and the log says so', async () => {
    const gates = await listening({ answering: 300 });
    await opened('GET /slow HTTP/1.1\r\nhost: shop\r\n\r\n');
    await vi.waitFor(() => expect(gates).toHaveLength(1));
    expect(await stopped()).toBe(true);
    expect(said()).toEqual([{ requests: 1 }]);
    gates[0]?.();
  });

  it('given clients that listen, then each stream is ended as it should be', async () => {
    await listening();
    const listeners: Awaited<ReturnType<typeof opened>>[] = [];
    while (listeners.length < 10) listeners.push(await opened('GET /live HTTP/1.1\r\nhost: shop\r\n\r\n'));
    await vi.waitFor(() => expect(listeners.every(one => one.heard().includes('retry:'))).toBe(true));
    expect(await stopped()).toBe(true);
    await vi.waitFor(() => {
      for (const one of listeners) expect(one.heard()).toMatch(/\r\n0\r\n\r\n$/);
    });
    expect(said()).toEqual([]);
  });
});
