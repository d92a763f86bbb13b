import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailStandIn, startMailStandIn } from '../../runtime/gateways/mail/stand-in/server.ts';
import { type PaymentStandIn, startPaymentStandIn } from '../../runtime/gateways/payments/stand-in/server.ts';
import { startStack } from '../../runtime/stack/stack.ts';
import type { Stack } from '../../runtime/stack/types.ts';
import { processors } from '../../streams/topology.ts';
import {
  bearer,
  givenKey,
  givenKeys,
  type Longplay,
  type Ready,
  removeHome,
  start,
  temporaryHome,
} from './longplay.ts';

/** What talks to slow providers, and is split first. */
const slow = ['payments', 'notifications'];
const others = processors.map(({ name }) => name).filter(name => !slow.includes(name));
/** Fewer than make their customer suspect (streams/fraud/rules.ts). */
const ORDERS = 12;
/** Keys that two clients each send, at the same time. */
const CROWD = 400;

const home = temporaryHome();
const running = new Set<Longplay>();
let stack: Stack | undefined;
let payments: PaymentStandIn | undefined;
let mail: MailStandIn | undefined;

/** Servers and providers of one's own; every role is a process of its own beside them. */
beforeAll(async () => {
  payments = await startPaymentStandIn({ data: join(home, 'payments'), port: 0 });
  mail = await startMailStandIn({ data: join(home, 'mails'), port: 0, webPort: 0 });
  stack = await startStack({
    home: join(home, 'servers'),
    downloads: join(import.meta.dirname, '../../.longplay/downloads'),
    start: { kafka: true, registry: true, postgres: true },
    ports: { kafka: 0, registry: 0, postgres: 0 },
    onProgress: () => {},
  });
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
    KAFKA_BROKERS: (stack?.kafkaBrokers ?? []).join(','),
    SCHEMA_REGISTRY_URL: stack?.registryUrl ?? '',
    DATABASE_URL: stack?.databaseUrl ?? '',
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

type Asked = { readonly method?: string; readonly body?: unknown; readonly wait?: number; readonly key?: string };

async function ask(url: string, { body, method = body === undefined ? 'GET' : 'POST', wait, key }: Asked = {}) {
  const headers = {
    ...bearer(givenKey),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(wait !== undefined && { prefer: `wait=${wait}` }),
    ...(key !== undefined && { 'idempotency-key': key }),
  };
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  return {
    status: response.status,
    body: (await response.json()) as { [field: string]: ReturnType<typeof JSON.parse> },
  };
}

const album = { title: 'Kind of Blue', artist: 'Miles Davis', format: 'LP', price: { amount: 2499, currency: 'EUR' } };
const anna = { name: 'Anna', email: 'anna@example.com' };
const orderOfAnna = {
  customerId: 'anna',
  lines: [{ sku: 'blue-lp', quantity: 1 }],
  shippingAddress: { recipient: 'Anna', street: 'Hauptstraße 1', city: 'Berlin', country: 'DE' },
};
const place = (api: string, key: string, wait = 20) => ask(`${api}/orders`, { body: orderOfAnna, key, wait });
const statusOf = async (api: string, orderId: string) => (await ask(`${api}/orders/${orderId}`)).body.status;
const patience = { timeout: 60_000, interval: 200 };

let api: Longplay;
let url: string;
let first: string;

describe('each role in processes of its own', () => {
  it('the API alone: takes requests in, and says that nobody has decided them or keeps the read models', async () => {
    api = run('api');
    url = (await api.ready()).api;
    const { status, body } = await ask(`${url}/health/ready`);
    expect([status, Object.keys(body.servers).sort()]).toEqual([200, ['kafka', 'postgres', 'registry']]);

    const put = await ask(`${url}/products/blue-lp`, { method: 'PUT', body: album, wait: 1 });
    expect(put).toMatchObject({ status: 202, body: { status: 'undecided' } });
    first = put.body.requestId;
    expect(await ask(`${url}/products/blue-lp`)).toMatchObject({ status: 503, body: { code: 'LP_API_VIEWS_MISSING' } });
  });

  it('projections beside it: what was taken in is known, and still undecided', async () => {
    const projections = run('projections');
    const { health } = await projections.ready();
    expect(await (await fetch(`${health}/metrics`)).text()).toMatch(
      /^longplay_projection_live_generation\{projection="orders"\} 1$/m,
    );
    expect(await ask(`${url}/requests/${first}`)).toMatchObject({ status: 200, body: { status: 'undecided' } });
    expect(await ask(`${url}/products/blue-lp`)).toMatchObject({ status: 404 });
  });

  it('streams in two processes, split by processor: an order goes to its end, charged once, told by mail', async () => {
    const split = [run('streams', '--only', slow.join(',')), run('streams', '--only', others.join(','))];
    const [{ health }] = (await Promise.all(split.map(one => one.ready()))) as [Ready, Ready];
    await expect.poll(async () => (await ask(`${url}/requests/${first}`)).body.status, patience).toBe('accepted');

    await ask(`${url}/customers/anna`, { method: 'PUT', body: anna, wait: 20 });
    await ask(`${url}/stock/blue-lp/receipts`, { body: { quantity: 100 }, key: 'note-1', wait: 20 });
    const { orderId } = (await place(url, 'first')).body;
    await expect.poll(() => statusOf(url, orderId), patience).toBe('CONFIRMED');
    for (const [step, body] of [
      ['packing', {}],
      ['dispatch', { carrier: 'Post' }],
      ['delivery', {}],
    ] as const) {
      const report = { body, key: `${step}-${orderId}`, wait: 20 };
      expect((await ask(`${url}/shipments/${orderId}/${step}`, report)).status).toBe(200);
    }
    await expect.poll(() => statusOf(url, orderId), patience).toBe('DELIVERED');
    expect(payments?.summary()).toMatchObject({ orders: 1, operations: 2, declined: 0, doubled: [] });
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
    await Promise.all([one, two, projections].map(each => each.ready()));

    const asked = Array.from({ length: ORDERS }, (_, n) => place(n % 2 === 0 ? url : other, `order-${n}`, 0));
    await stop(one, 'SIGKILL');
    await stop(projections, 'SIGKILL');
    const placed = await Promise.all(asked);
    await stop(api, 'SIGKILL');

    for (const { body } of placed) await expect.poll(() => statusOf(other, body.orderId), patience).toBe('CONFIRMED');
    expect(payments?.summary()).toMatchObject({ orders: 1 + ORDERS, declined: 0, doubled: [] });
    expect(two.lines.filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([]);
    expect(await stop(two)).toBe(0);
    await stop(second);
  });

  it('two APIs take in the same keys over 64 connections, one is killed, one is stopped: each order once, none lost', async () => {
    const [streams, projections] = [run('streams'), run('projections')];
    const [killed, stopped, late] = [run('api'), run('api'), run('api')];
    const [one, two, three] = (await Promise.all([killed, stopped, late].map(each => each.ready()))).map(
      each => each.api,
    ) as [string, string, string];
    await Promise.all([streams.ready(), projections.ready()]);
    await ask(`${three}/customers/crowd`, { method: 'PUT', body: anna, wait: 20 });

    let answered = 0;
    const told = new Map<string, Set<string>>();
    const refused: number[] = [];
    /** As a client does: again, elsewhere, under the same key, until somebody has taken it in. */
    const placeSurely = async (key: string, apis: string[]): Promise<void> => {
      for (let turn = 0; ; turn++) {
        const answer = await ask(`${apis[turn % apis.length]}/orders`, {
          body: { ...orderOfAnna, customerId: 'crowd' },
          key,
        }).catch(() => null); // the connection was refused or broke
        if (answer?.status === 202) {
          told.set(key, (told.get(key) ?? new Set()).add(answer.body.orderId));
          answered += 1;
          return;
        }
        if (answer !== null) refused.push(answer.status);
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
    await expect.poll(() => answered, { timeout: 60_000, interval: 10 }).toBeGreaterThan(CROWD / 2);
    await stop(killed, 'SIGKILL');
    await expect.poll(() => answered, { timeout: 60_000, interval: 10 }).toBeGreaterThan(CROWD);
    expect(await stop(stopped)).toBe(0);
    await placing;

    expect(answered).toBe(2 * CROWD);
    expect(refused.filter(status => status !== 503)).toEqual([]);
    expect([...told.values()].map(ids => ids.size)).toEqual(keys.map(() => 1));
    const ids = [...told.values()].flatMap(each => [...each]).sort();
    const listed = async () => (await ordersOf(three, 'crowd')).sort();
    await expect.poll(listed, { timeout: 120_000, interval: 500 }).toEqual(ids);
    expect(payments?.summary().doubled).toEqual([]);
  });
});

async function ordersOf(base: string, customerId: string): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await ask(`${base}/orders?customerId=${customerId}&limit=100${from}`);
    ids.push(...body.orders.map(({ orderId }: { orderId: string }) => orderId));
    cursor = body.nextCursor;
  }
  return ids;
}
