import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { anybody, type Caller } from '../security/caller.ts';
import { html } from './html.ts';
import { type Page, sendPage } from './page.ts';
import { type SharedPages, sharedPages } from './shared-pages.ts';
import { share } from './sharing.ts';

const operator: Caller = { ...anybody, kind: 'KEY', id: 'night', scopes: new Set(['operator']) };
const fragment = { 'longplay-fragment': '1' };
const live: Pick<Page, 'live'> = { live: ['orders'] };

let app: FastifyInstance;
let shared: SharedPages;
let made: number;
let asked: number;
let caller: Caller;
let now: number;
afterEach(() => app.close());

async function open(
  page: Partial<Page> = live,
  slow: Promise<unknown> = Promise.resolve(),
  waited?: number,
): Promise<void> {
  [made, asked, now, caller] = [0, 0, 0, operator];
  app = fastify({ forceCloseConnections: true });
  shared = sharedPages(() => now, waited);
  app.decorateRequest('caller', null as never);
  app.addHook('onRequest', async request => {
    request.caller = caller;
    asked += 1;
  });
  share(app, shared);
  app.get('/console/orders', async (request, reply) => {
    made += 1;
    await slow;
    if (made === 1 && page.title === 'fails first') throw new Error('away');
    const body = html`<p>${request.caller.id} ${made}</p>`;
    return sendPage(request, reply, { title: 'Orders', area: 'orders', ...page, body }, null);
  });
}

const get = async (url = '/console/orders', headers: object = fragment): Promise<string> =>
  (await app.inject({ url, headers: { ...headers } })).body;

/** Of the page, where its app listens from the first time that it is asked for. */
const address = async (): Promise<string> => {
  const listening = app.server.listening ? app.listeningOrigin : await app.listen({ port: 0, host: '127.0.0.1' });
  return `${listening}/console/orders`;
};

it('ten consoles that ask at the same moment are shown one page, made once', async () => {
  const { promise, resolve } = Promise.withResolvers();
  await open(live, promise);
  const all = Promise.all(Array.from({ length: 10 }, () => get()));
  resolve(null);
  const pages = await all;
  expect(made).toBe(1);
  expect(new Set(pages).size).toBe(1);
  expect(await get()).toBe(pages[0]);
});

it.each<[string, Partial<Caller>]>([
  ['of another key', { id: 'day' }],
  ['of a token whose subject is the id of the key', { kind: 'TOKEN' }],
  ['with other rights', { scopes: new Set(['operator', 'admin']) }],
  ['of a customer', { customerId: 'c-1' }],
])('nothing is shown to a caller %s', async (_what, other) => {
  await open();
  await get();
  caller = { ...operator, ...other };
  expect(await get()).toContain(`${caller.id} 2`);
});

it.each([
  ['another address', '/console/orders?q=1', { 'longplay-fragment': '1' }],
  ['another host', '/console/orders', { 'longplay-fragment': '1', host: 'other.example' }],
  ['the whole page', '/console/orders', {}],
])('%s is another page', async (_what, url, headers) => {
  await open();
  await get();
  expect(await get(url, headers)).toContain('night 2');
});

it('is made anew once a look has found what changed, also where it was begun before', async () => {
  const { promise, resolve } = Promise.withResolvers();
  await open(live, promise);
  const before = get();
  await expect.poll(() => made).toBe(1);
  shared.forget();
  const after = get();
  await expect.poll(() => made).toBe(2);
  resolve(null);
  await Promise.all([before, after]);
  shared.forget();
  expect(await get()).toContain('night 3');
});

it('is made anew after two seconds, also where nobody looks', async () => {
  await open();
  await get();
  now = 2_000;
  expect(await get()).toContain('night 2');
});

it.each<[string, Partial<Page>]>([
  ['whose changes nobody tells', {}],
  ['that tells of a failure', { ...live, status: 404 }],
])('a page %s is made for each who asks', async (_what, page) => {
  await open(page);
  await get();
  expect(await get()).toContain('night 2');
});

const injected = async () => (await app.inject({ url: '/console/orders', headers: { ...fragment } })).statusCode;
const fetched = async () => {
  const response = await fetch(await address(), { headers: fragment });
  await response.text();
  return response.status;
};

it.each([
  ['injected', injected],
  ['over a connection that stays open', fetched],
])('who waits for a page that fails makes it himself, %s', async (_, status) => {
  const { promise, resolve } = Promise.withResolvers();
  await open({ ...live, title: 'fails first' }, promise, 600_000);
  const all = [status()];
  await expect.poll(() => made).toBe(1);
  all.push(status());
  await expect.poll(() => asked).toBe(2);
  resolve(null);
  expect(await Promise.all(all)).toEqual([500, 200]);
});

it('who waits for the page of one who goes away before he is answered makes it himself', async () => {
  const never = Promise.withResolvers();
  await open(live, never.promise, 600_000);
  const gone = new AbortController();
  const given = fetch(await address(), { headers: fragment, signal: gone.signal }).catch(() => 'gone');
  await expect.poll(() => made).toBe(1);
  const waiting = fetch(await address(), { headers: fragment });
  await expect.poll(() => asked).toBe(2);
  gone.abort();
  expect(await given).toBe('gone');
  await expect.poll(() => made).toBe(2);
  never.resolve(null);
  expect(await (await waiting).text()).toContain('night 2');
});

it('a page that is not whole yet is made anew for the next one', async () => {
  await open({ ...live, partial: true });
  expect(await get()).toContain('night 1');
  expect(await get()).toContain('night 2');
});

it('nobody waits for the page of one who was gone before it was known who he is', async () => {
  const never = Promise.withResolvers();
  const asleep = Promise.withResolvers();
  await open(live, never.promise, 600_000);
  let left = false;
  app.addHook('onRequest', async (_, reply) => {
    if (asked > 1) return;
    reply.raw.once('close', () => (left = true));
    await asleep.promise;
  });
  const gone = new AbortController();
  const given = fetch(await address(), { headers: fragment, signal: gone.signal }).catch(() => 'gone');
  await expect.poll(() => asked).toBe(1);
  gone.abort();
  expect(await given).toBe('gone');
  await expect.poll(() => left).toBe(true);
  asleep.resolve(null);
  await expect.poll(() => made).toBe(1);
  const other = fetch(await address(), { headers: fragment });
  await expect.poll(() => made).toBe(2);
  never.resolve(null);
  expect(await (await other).text()).toContain('night 2');
});

it('nobody waits without end for the page of another', async () => {
  const never = Promise.withResolvers();
  await open(live, never.promise, 5);
  const [one, other] = [get(), get()];
  await expect.poll(() => made).toBe(2);
  never.resolve(null);
  await Promise.all([one, other]);
});
