import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answered, createClient } from '../../api/client/client.ts';
import { type MailStandIn, startMailStandIn } from '../../runtime/gateways/mail/stand-in/server.ts';
import { type PaymentStandIn, startPaymentStandIn } from '../../runtime/gateways/payments/stand-in/server.ts';
import type { Stack } from '../../runtime/stack/types.ts';
import { processors } from '../../streams/topology.ts';
import { settingsFor, startServers } from '../setup/servers.ts';
import { givenKey, givenKeys, type Longplay, type Ready, removeHome, start, temporaryHome } from './longplay.ts';

/** What talks to slow providers, and is split first. */
const slow = ['payments', 'notifications'];
const others = processors.map(({ name }) => name).filter(name => !slow.includes(name));
/** Fewer than make their customer suspect (streams/fraud/rules.ts). */
const ORDERS = 12;
/** Keys that two clients each send, at the same time. */
const CROWD = 150;

const home = temporaryHome();
const running = new Set<Longplay>();
let stack: Stack | undefined;
let payments: PaymentStandIn | undefined;
let mail: MailStandIn | undefined;

/** Servers and providers of one's own; every role is a process of its own beside them. */
beforeAll(async () => {
  payments = await startPaymentStandIn({ data: join(home, 'payments'), port: 0 });
  mail = await startMailStandIn({ data: join(home, 'mails'), port: 0, webPort: 0 });
  stack = await startServers(join(home, 'servers'));
});

afterAll(async () => {
  await Promise.all([...running].map(one => one.stop('SIGKILL')));
  await Promise.all([stack?.stop(), payments?.stop(), mail?.stop()]);
  removeHome(home);
});

function run(...parameters: string[]): Longplay {
  const one = start('node', ['cli/bin.js', ...parameters], {
    LONGPLAY_HOME: join(home, 'longplay'),
    LONGPLAY_REPLICATION: '1',
    ...settingsFor(stack),
    PAYMENT_URL: payments?.url ?? '',
    MAIL_URL: mail?.url ?? '',
    MAIL_TLS: 'none',
    MAIL_FROM: 'orders@musiccorp.example',
    HEALTH_PORT: '0',
    ...givenKeys,
  });
  running.add(one);
  return one;
}

async function stop(one: Longplay, signal?: NodeJS.Signals) {
  running.delete(one);
  return one.stop(signal);
}

const shopAt = (baseUrl: string) => createClient({ baseUrl, credential: givenKey });

const header = (seconds: number, key?: string) => ({
  prefer: `wait=${seconds}`,
  ...(key !== undefined && { 'idempotency-key': key }),
});

const album = { title: 'Kind of Blue', artist: 'Miles Davis', format: 'LP', price: { amount: 2499, currency: 'EUR' } };
const anna = { name: 'Anna', email: 'anna@example.com' };
const orderOfAnna = {
  customerId: 'anna',
  lines: [{ sku: 'blue-lp', quantity: 1 }],
  shippingAddress: { recipient: 'Anna', street: 'Hauptstraße 1', city: 'Berlin', country: 'DE' },
};
const place = (api: string, key: string, wait = 20) =>
  answered(shopAt(api).POST('/orders', { body: orderOfAnna, params: { header: header(wait, key) } }));
const shipmentOf = async (api: string, orderId: string) =>
  (await shopAt(api).GET('/shipments/{orderId}', { params: { path: { orderId } } })).data?.status;
const statusOf = async (api: string, orderId: string) =>
  (await answered(shopAt(api).GET('/orders/{orderId}', { params: { path: { orderId } } }))).status;
const requestOf = (requestId: string) =>
  answered(shopAt(url).GET('/requests/{requestId}', { params: { path: { requestId } } }));
const readAlbum = () => answered(shopAt(url).GET('/products/{sku}', { params: { path: { sku: 'blue-lp' } } }));
const patience = { timeout: 60_000, interval: 200 };

let api: Longplay;
let url: string;
let first: string;
/** What is left of the two of each role goes on, and is asked by what follows. */
let left: { streams: Longplay; url: string };

describe('each role in processes of its own', () => {
  it('the API alone: takes requests in, and says that nobody has decided them or keeps the read models', async () => {
    api = run('api');
    url = (await api.ready()).api;
    const { servers = {} } = await answered(shopAt(url).GET('/health/ready'));
    expect(Object.keys(servers).sort()).toEqual(['kafka', 'postgres', 'registry']);

    const path = { sku: 'blue-lp' };
    const put = await shopAt(url).PUT('/products/{sku}', { body: album, params: { path, header: header(1) } });
    expect([put.response.status, put.data?.status]).toEqual([202, 'undecided']);
    first = put.data?.requestId ?? 'none';
    await expect(readAlbum()).rejects.toMatchObject({ status: 503, code: 'LP_API_VIEWS_MISSING' });
  });

  it('projections beside it: what was taken in is known, and still undecided', async () => {
    const projections = run('projections');
    const { health } = await projections.ready();
    await expect
      .poll(async () => (await fetch(`${health}/metrics`)).text(), patience)
      .toMatch(/^longplay_projection_live_generation\{projection="orders"\} 1$/m);
    expect(await requestOf(first)).toMatchObject({ status: 'undecided' });
    await expect(readAlbum()).rejects.toMatchObject({ status: 404 });
  });

  it('streams in two processes, split by processor: an order goes to its end, charged once, told by mail', async () => {
    const split = [run('streams', '--only', slow.join(',')), run('streams', '--only', others.join(','))];
    const [{ health }] = (await Promise.all(split.map(one => one.ready()))) as [Ready, Ready];
    await expect.poll(async () => (await requestOf(first)).status, patience).toBe('accepted');

    const shop = shopAt(url);
    const { status } = await answered(
      shop.PUT('/customers/{customerId}', { body: anna, params: { path: { customerId: 'anna' }, header: header(20) } }),
    );
    expect(status).toBe('accepted');
    const received = { path: { sku: 'blue-lp' }, header: header(20, 'note-1') };
    await answered(shop.POST('/stock/{sku}/receipts', { body: { quantity: 100 }, params: received }));
    const { orderId } = await place(url, 'first');
    // Confirmed by one processor, an order may not have been heard of by the one that ships it.
    await expect.poll(() => shipmentOf(url, orderId), patience).toBe('PREPARING');
    const of = (step: string) => ({ path: { orderId }, header: header(20, `${step}-${orderId}`) });
    for (const report of [
      () => shop.POST('/shipments/{orderId}/packing', { body: {}, params: of('packing') }),
      () => shop.POST('/shipments/{orderId}/dispatch', { body: { carrier: 'Post' }, params: of('dispatch') }),
      () => shop.POST('/shipments/{orderId}/delivery', { body: {}, params: of('delivery') }),
    ]) {
      expect((await report()).response.status).toBe(200);
    }
    await expect.poll(() => statusOf(url, orderId), patience).toBe('DELIVERED');
    const charged = { orders: 1, operations: 2, declined: 0, doubled: [] };
    await expect.poll(() => payments?.summary(), patience).toMatchObject(charged);
    await expect.poll(() => mail?.summary(), patience).toMatchObject({ mails: 4, repeats: 0 });
    const metrics = async () => (await fetch(`${health}/metrics`)).text();
    await expect.poll(metrics, patience).toMatch(/^longplay_effects_total\{kind="mail",status="done"\} 4$/m);
    expect(await metrics()).toMatch(/^longplay_task_state\{processor="payments",partition="0",state="running"\} 1$/m);
    for (const one of split) expect(await stop(one)).toBe(0);
  });

  it('two of each role: one of each is killed in the middle, and the other one goes on', async () => {
    const [one, two, projections] = [run('streams'), run('streams'), run('projections')];
    const second = run('api');
    const { api: other } = await second.ready();
    left = { streams: two, url: other };
    await Promise.all([one, two, projections].map(each => each.ready()));

    const asked = Array.from({ length: ORDERS }, (_, n) => place(n % 2 === 0 ? url : other, `order-${n}`, 0));
    await stop(one, 'SIGKILL');
    await stop(projections, 'SIGKILL');
    const placed = await Promise.all(asked);
    await stop(api, 'SIGKILL');

    for (const { orderId } of placed) await expect.poll(() => statusOf(other, orderId), patience).toBe('CONFIRMED');
    expect(payments?.summary()).toMatchObject({ orders: 1 + ORDERS, declined: 0, doubled: [] });
    expect(two.lines.filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([]);
  });

  it('two APIs take in the same keys over 64 connections, one is killed, one is stopped: each order once, none lost', async () => {
    const [killed, stopped] = [run('api'), run('api')];
    const [one, two] = (await Promise.all([killed, stopped].map(each => each.ready()))).map(each => each.api) as [
      string,
      string,
    ];
    const three = left.url;
    const crowd = { path: { customerId: 'crowd' }, header: header(20) };
    await answered(shopAt(three).PUT('/customers/{customerId}', { body: anna, params: crowd }));

    let answeredInAll = 0;
    const told = new Map<string, Set<string>>();
    const refused: number[] = [];
    /** As a client does: again, elsewhere, under the same key, until somebody has taken it in. */
    const placeSurely = async (key: string, apis: string[]): Promise<void> => {
      for (let turn = 0; ; turn++) {
        const answer = await shopAt(apis[turn % apis.length] as string)
          .POST('/orders', {
            body: { ...orderOfAnna, customerId: 'crowd' },
            params: { header: { 'idempotency-key': key } },
          })
          .catch(() => null); // the connection was refused or broke
        if (answer?.data !== undefined && answer.response.status === 202) {
          told.set(key, (told.get(key) ?? new Set()).add(answer.data.orderId));
          answeredInAll += 1;
          return;
        }
        if (answer !== null) refused.push(answer.response.status);
        await sleep(50);
      }
    };
    const keys = Array.from({ length: CROWD }, (_, n) => `crowd-${n}`);
    const sends = keys.flatMap(key => [
      () => placeSurely(key, [one, two, three]),
      () => placeSurely(key, [two, one, three]),
    ]);
    const connection = async (): Promise<void> => {
      for (let send = sends.shift(); send !== undefined; send = sends.shift()) await send();
    };
    const placing = Promise.all(Array.from({ length: 64 }, connection));
    await expect.poll(() => answeredInAll, { timeout: 60_000, interval: 10 }).toBeGreaterThan(CROWD / 2);
    await stop(killed, 'SIGKILL');
    await expect.poll(() => answeredInAll, { timeout: 60_000, interval: 10 }).toBeGreaterThan(CROWD);
    expect(await stop(stopped)).toBe(0);
    await placing;

    expect(answeredInAll).toBe(2 * CROWD);
    expect(refused.filter(status => status !== 503)).toEqual([]);
    expect([...told.values()].map(ids => ids.size)).toEqual(keys.map(() => 1));
    const ids = [...told.values()].flatMap(each => [...each]).sort();
    const listed = async () => (await ordersOf(three, 'crowd')).sort();
    await expect.poll(listed, { timeout: 120_000, interval: 500 }).toEqual(ids);
    expect(payments?.summary().doubled).toEqual([]);
    expect(await stop(left.streams)).toBe(0);
  });
});

async function ordersOf(base: string, customerId: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null | undefined;
  do {
    const query = { customerId, limit: 100, cursor: cursor ?? undefined };
    const page = await answered(shopAt(base).GET('/orders', { params: { query } }));
    ids.push(...(page.orders ?? []).map(({ orderId = 'none' }) => orderId));
    cursor = page.nextCursor;
  } while (cursor != null);
  return ids;
}
