import { fastify } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { problemOf, sendProblem } from '../errors.ts';
import { customerCaller, specCaller } from '../testing/callers.ts';
import { listenTo } from '../testing/event-source.ts';
import { type EventStream, eventStreams, type StreamOptions } from './sse.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const callers = new Map([
  ['anna', customerCaller('anna')],
  ['ben', customerCaller('ben')],
]);

async function server(options: StreamOptions = {}) {
  const app = fastify();
  const streams = eventStreams(app, options);
  const opened: EventStream[] = [];
  app.setErrorHandler<Error>((error, _request, reply) => sendProblem(reply, problemOf(error)));
  app.get('/', { exposeHeadRoute: false }, async (request, reply) => {
    reply.header('access-control-allow-origin', 'https://shop.example');
    const place = streams.take(callers.get(String(request.headers.client)) ?? specCaller);
    const stream = place.open(reply);
    opened.push(stream);
    await new Promise(resolve => stream.signal.addEventListener('abort', resolve));
  });
  const url = await app.listen({ port: 0 });
  open.push(() => app.close());
  const first = () => vi.waitFor(() => opened[0] ?? Promise.reject(new Error('nobody')));
  return { app, url, streams, first };
}

describe('a stream of events', () => {
  it('is sent as they come, with what hooks have set', async () => {
    const { url, first } = await server();
    const listening = listenTo(url);
    const stream = await first();
    stream.send({ id: '1', event: 'one', data: { text: 'two\nlines' } });
    stream.send({ data: 2 });
    const source = await listening;
    expect(source.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(source.headers.get('cache-control')).toBe('no-store');
    expect(await source.take(2)).toEqual([
      { id: '1', event: 'one', data: { text: 'two\nlines' } },
      { id: null, event: 'message', data: 2 },
    ]);
    stream.end();
    expect(await source.rest()).toEqual([]);
  });

  it('is refused where there are as many as there may be, until one ends', async () => {
    const { url, first, streams } = await server({ most: 1 });
    const one = await listenTo(url);
    await first();
    expect((await listenTo(url)).status).toBe(503);
    one.close();
    await vi.waitFor(() => expect(streams.count()).toBe(0));
    const next = await listenTo(url);
    expect(next.status).toBe(200);
    next.close();
  });

  it('is refused to a client that has as many as it may have, and to nobody else', async () => {
    const { url, streams } = await server({ mostOfCustomer: 1, mostOfClient: 2 });
    const statusOf = async (client: string) => (await listenTo(url, { client })).status;
    const anna = await listenTo(url, { client: 'anna' });
    expect([await statusOf('anna'), await statusOf('ben'), await statusOf('ben')]).toEqual([429, 200, 429]);
    expect([await statusOf('shop'), await statusOf('shop'), await statusOf('shop')]).toEqual([200, 200, 429]);
    anna.close();
    await vi.waitFor(() => expect(streams.count()).toBe(3));
    expect(await statusOf('anna')).toBe(200);
  });

  it('ends at once where the client went away before it was opened, and gives its place back', async () => {
    const app = fastify();
    open.push(() => app.close());
    const streams = eventStreams(app, { most: 1 });
    const arrived = Promise.withResolvers<void>();
    const opened = Promise.withResolvers<EventStream>();
    app.get('/', async (_request, reply) => {
      const place = streams.take(specCaller);
      arrived.resolve();
      await vi.waitFor(() => expect(reply.raw.destroyed).toBe(true), { timeout: 10_000 });
      opened.resolve(place.open(reply));
    });
    const leaving = new AbortController();
    const url = await app.listen({ port: 0 });
    const asked = fetch(url, { signal: leaving.signal }).catch(() => null);
    await arrived.promise;
    leaving.abort();
    await asked;
    expect((await opened.promise).signal.aborted).toBe(true);
    expect(streams.count()).toBe(0);
  });

  it('lets one event through that is larger than all that may wait', async () => {
    const { url, first } = await server({ mostBuffered: 10_000 });
    const listening = listenTo(url);
    const stream = await first();
    stream.send({ data: 'x'.repeat(3_000_000) });
    await stream.drained();
    stream.send({ data: 'after' });
    const [large, after] = await (await listening).take(2);
    expect([large?.data.length, after?.data]).toEqual([3_000_000, 'after']);
  });

  it('cuts the connection of a client that does not even take the end', async () => {
    const { url, first, app } = await server({ mostBuffered: 50_000_000 });
    await fetch(url);
    const stream = await first();
    for (let n = 0; n < 200; n += 1) stream.send({ data: 'x'.repeat(100_000) });
    expect(stream.isBehind()).toBe(true);
    stream.end();
    const connections = () => new Promise(resolve => app.server.getConnections((_, count) => resolve(count)));
    await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 10_000 });
  });

  it('drops a client that takes nothing, instead of keeping everything for it', async () => {
    const { url, first, streams } = await server({ mostBuffered: 100_000 });
    const reading = await fetch(url);
    const stream = await first();
    for (let n = 0; n < 1_000 && !stream.signal.aborted; n += 1) stream.send({ data: 'x'.repeat(10_000) });
    expect(stream.signal.aborted).toBe(true);
    expect(streams.count()).toBe(0);
    await expect(reading.text()).rejects.toThrow();
  });

  it('waits for a slow client as long as it may, and no longer', async () => {
    const { url, first } = await server({ mostBuffered: 50_000_000, patience: 50 });
    await fetch(url);
    const stream = await first();
    for (let n = 0; n < 1_000 && !stream.isBehind(); n += 1) stream.send({ data: 'x'.repeat(100_000) });
    await stream.drained();
    for (let n = 0; n < 200; n += 1) stream.send({ data: 'x'.repeat(100_000) });
    await stream.drained();
    expect(stream.signal.aborted).toBe(true);
  });

  it('says now and then that it is there', async () => {
    const { url, first } = await server({ quietFor: 20 });
    const { body } = await fetch(url);
    await first();
    const reader = body?.pipeThrough(new TextDecoderStream() as never).getReader();
    let text = '';
    while (!text.endsWith(':\n\n:\n\n')) text += (await reader?.read())?.value ?? '';
    expect(text).toMatch(/^retry: \d+\n\n(:\n\n)+$/);
    await reader?.cancel();
  });

  it('ends when the server stops, and after its time', async () => {
    const { url, app } = await server();
    const one = await listenTo(url);
    const rest = one.rest();
    await app.close();
    expect(await rest).toEqual([]);
    const { url: other } = await server({ longest: 20 });
    expect(await (await listenTo(other)).rest()).toEqual([]);
  });
});
