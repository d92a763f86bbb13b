import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { buildApp } from '../../api/app.ts';
import { createRequestSender, type RequestSender } from '../../api/requests/sender.ts';
import { specAuth } from '../../api/testing/callers.ts';
import { cases } from '../../projections/cases/projection.ts';
import { requests as requestsView } from '../../projections/requests/projection.ts';
import { append } from '../../projections/testing/histories.ts';
import { webhookDeliveries as deliveriesView } from '../../projections/webhook-deliveries/projection.ts';
import { webhooks as webhooksView } from '../../projections/webhooks/projection.ts';
import { createWebhookGateway, type WebhookGateway } from '../../runtime/gateways/webhooks/gateway.ts';
import { webhookSubject } from '../../runtime/gateways/webhooks/signature.ts';
import { type Receiver, startReceiver } from '../../runtime/gateways/webhooks/stand-in/receiver.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import type { Log } from '../../runtime/log/port.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../../runtime/postgres/connect.ts';
import { type Projector, startProjector } from '../../runtime/projector/projector.ts';
import { createVaultGateway } from '../../runtime/vault/gateway.ts';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { order } from '../../streams/testing/records.ts';
import { composeWebhook } from '../../streams/webhook-deliveries/compose.ts';
import { webhookDeliveriesBy } from '../../streams/webhook-deliveries/processor.ts';
import { secretsKey } from '../../streams/webhooks/keys.ts';
import { webhooks } from '../../streams/webhooks/processor.ts';
import { catalogueWire, createShopTopics, type Shop, startShop } from './shop.ts';

const logger = createLogger({ level: process.env.LOG_LEVEL === 'debug' ? 'debug' : 'silent' });
const prefix = `hooks-${Date.now().toString(36)}`;
const soon = { timeout: 60_000, interval: 50 };
const wire = catalogueWire();
const vault = createMemoryVault();
/** As ours, in a hurry: what takes a quarter of an hour takes a third of a second. */
const hurried = webhookDeliveriesBy({
  triedFor: 300,
  first: 50,
  longest: 100,
  resume: { within: 200, growth: 1, most: 200, passes: null },
  unheard: 10_000,
});
let sql: Sql;
let log: Log;
let shop: Shop;
let gateway: WebhookGateway;
let projector: Projector;
let sender: RequestSender;
let receiver: Receiver;
let app: ReturnType<typeof buildApp>;
let webhook = '';

function start(): Promise<Shop> {
  gateway = createWebhookGateway({ vault, compose: composeWebhook, policy: 'loopback', prefix, tries: 1, openFor: 50 });
  const secrets = createVaultGateway({ vault, subjectOf: secretsKey });
  const runners = { ...gateway.runners, 'destroy-secret': secrets.runners['destroy-key'] };
  const none = () => ({ status: 'done', reference: '' }) as const;
  return startShop(log, prefix, wire, none, none, [webhooks, hurried] as never[], runners);
}

async function stop(): Promise<void> {
  await shop.stop();
  gateway.close();
}

beforeAll(async () => {
  sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: prefix });
  log = createKafkajsLog({ brokers: inject('kafkaBrokers'), clientId: prefix, logger });
  await createShopTopics(log, prefix, 2);
  receiver = await startReceiver();
  sender = createRequestSender({ log, prefix, wire, vault, source: `/${prefix}/api` });
  shop = await start();
  const read = [webhooksView, deliveriesView, requestsView, cases] as never[];
  projector = await startProjector({ log, sql, prefix, wire, logger, projections: read, sentinel: null });
  const health = { check: async () => ({ ready: true, servers: {} }) };
  const hospital = { admin: log.admin, wire };
  app = buildApp({
    logger,
    health,
    auth: specAuth,
    shop: { requests: sender, sql, vault, prefix, hospital, webhookTargets: 'loopback' },
  });
  await app.ready();
}, 120_000);

afterAll(async () => {
  await app.close();
  await sender.close();
  await stop();
  await receiver.close();
  await projector.stop();
  await log.close();
  await sql.end({ timeout: 5 });
});

const get = async (url: string) => (await app.inject({ url })).json();
const ask = (method: 'POST' | 'PUT' | 'DELETE', url: string, payload?: object, key?: string) =>
  app.inject({
    method,
    url,
    ...(payload && { payload }),
    headers: { prefer: 'wait=20', ...(key && { 'idempotency-key': key }) },
  });

/** These steps of an order, as orders would write them. */
const happen = (orderId: string, ...steps: readonly (readonly [Order['status'], number])[]): Promise<void> =>
  append(
    log,
    steps.map(([status, version]) => {
      const fact = order(status, { orderId, version, shippingAddress: null });
      const type = `longplay.order.${status.toLowerCase()}`;
      const event = { ...fact.event, id: `orders/${orderId}/${version}`, type, time: Date.now() };
      return {
        topic: `${prefix}.orders`,
        key: Buffer.from(orderId),
        value: wire.writer('orders').encode({ ...fact, event }),
      };
    }),
  );

const told = (orderId: string) =>
  receiver.received.filter(({ event, status }) => event.subject === orderId && status === 204);

const untilTold = (orderId: string, ...types: readonly string[]): Promise<void> =>
  vi.waitFor(
    () => expect(told(orderId).map(({ event }) => event.type)).toEqual(types.map(type => `longplay.order.${type}`)),
    soon,
  );

describe('webhooks, over the API, a real log and a real receiver', () => {
  it('tell a subscriber what happens, in order and signed; the secret is shown once, also to a repeat', async () => {
    const made = await ask('POST', '/webhooks', { url: receiver.url }, 'first');
    expect([made.statusCode, made.json()]).toMatchObject([201, { secret: expect.stringMatching(/^whsec_/) }]);
    expect((await ask('POST', '/webhooks', { url: receiver.url }, 'first')).json().secret).toBe(made.json().secret);
    webhook = `/webhooks/${made.json().subscriptionId}`;
    receiver.trust(made.json().secret);
    const read = await get(webhook);
    expect(read).toMatchObject({ status: 'ACTIVE', url: receiver.url, types: ['*'], suspension: null });
    expect(JSON.stringify(read)).not.toContain('whsec_');
    await happen('order-1', ['PLACED', 1], ['CONFIRMED', 2]);
    await untilTold('order-1', 'placed', 'confirmed');
    expect(told('order-1').every(({ signed }) => signed)).toBe(true);
    expect(told('order-1')[0]?.event).toMatchObject({
      specversion: '1.0',
      source: `/${prefix}/orders`,
      data: { orderId: 'order-1', status: 'PLACED', customerId: 'customer-1', total: { amount: 2500 } },
    });
    await vi.waitFor(async () => {
      const { deliveries } = await get(`${webhook}/deliveries?orderId=order-1`);
      expect(deliveries).toMatchObject([{ pending: [], deliveredCount: 2, delivered: [{ version: 2 }] }]);
    }, soon);
    expect((await get(`${webhook}/deliveries`)).deliveries).toEqual([]);
  }, 120_000);

  it('go on where they were after a restart in the middle of a delivery, which is repeated under its id', async () => {
    receiver.answer('hang');
    await happen('order-2', ['PLACED', 1], ['CONFIRMED', 2]);
    const begun = await vi.waitFor(() => {
      const found = receiver.received.find(({ event }) => event.subject === 'order-2');
      expect(found).toBeDefined();
      return found;
    }, soon);
    await stop();
    receiver.answer(204);
    shop = await start();
    await untilTold('order-2', 'placed', 'confirmed');
    expect(told('order-2')[0]?.id).toBe(begun?.id);
  }, 120_000);

  it('that one order alone cannot be told by are its own case, and others are told meanwhile', async () => {
    receiver.answer(event => (event.subject === 'order-odd' ? 500 : 204));
    await happen('order-odd', ['PLACED', 1], ['CONFIRMED', 2]);
    const [found] = await vi.waitFor(async () => {
      const { cases: items } = await get('/hospital/cases?processor=webhook-deliveries');
      expect(items).toHaveLength(1);
      return items;
    }, soon);
    await happen('order-even', ['PLACED', 1]);
    await untilTold('order-even', 'placed');
    expect(await get(webhook)).toMatchObject({ status: 'ACTIVE', suspension: null });
    receiver.answer(204);
    const retried = await ask('POST', found.links.retry, { actor: 'ann', reason: 'the receiver knows it now' });
    expect(retried.statusCode).toBeLessThan(300);
    await untilTold('order-odd', 'placed', 'confirmed');
    await vi.waitFor(async () => expect((await get('/hospital/cases')).cases).toEqual([]), soon);
  }, 120_000);

  it('of a dead endpoint are one case, and are told when the hospital has retried it', async () => {
    await receiver.vanish();
    const orders = ['order-3', 'order-4', 'order-5'];
    for (const orderId of orders) await happen(orderId, ['PLACED', 1], ['CONFIRMED', 2]);
    const [found] = await vi.waitFor(async () => {
      const { cases: items } = await get('/hospital/cases?processor=webhooks');
      expect(items).toHaveLength(1);
      return items;
    }, soon);
    await vi.waitFor(async () => {
      expect(await get(webhook)).toMatchObject({ status: 'SUSPENDED', suspension: { code: expect.any(String) } });
      const { deliveries } = await get(`${webhook}/deliveries`);
      expect(deliveries).toMatchObject(orders.map(orderId => ({ orderId, pending: [{}, {}] })));
    }, soon);
    await receiver.comeBack();
    const retried = await ask('POST', found.links.retry, { actor: 'ann', reason: 'the receiver is back' });
    expect(retried.statusCode).toBeLessThan(300);
    for (const orderId of orders) await untilTold(orderId, 'placed', 'confirmed');
    await vi.waitFor(async () => {
      expect(await get(webhook)).toMatchObject({ status: 'ACTIVE', suspension: null });
      expect((await get('/hospital/cases')).cases).toEqual([]);
    }, soon);
  }, 120_000);

  it('are paused, signed with another secret, and removed with their key', async () => {
    expect((await ask('POST', `${webhook}/pause`)).statusCode).toBe(200);
    expect((await ask('POST', `${webhook}/pause`)).json()).toMatchObject({ status: 409, reason: 'already-paused' });
    const rotated = await ask('POST', `${webhook}/secret`);
    receiver.trust(rotated.json().secret);
    await happen('order-6', ['PLACED', 1]);
    expect((await ask('POST', `${webhook}/resume`)).statusCode).toBe(200);
    await untilTold('order-6', 'placed');
    expect(told('order-6')[0]?.signed).toBe(true);
    expect((await ask('DELETE', webhook)).statusCode).toBe(200);
    const subject = webhookSubject(webhook.split('/').at(-1) as string);
    await vi.waitFor(async () => expect((await vault.keysFor([subject])).get(subject)?.secret).toBeNull(), soon);
    expect((await get('/webhooks')).webhooks).toEqual([]);
    expect((await ask('POST', `${webhook}/resume`)).json()).toMatchObject({ status: 409, reason: 'webhook-removed' });
  }, 120_000);

  it('lead nowhere inside, and to nothing that is no type of event', async () => {
    for (const url of ['https://10.0.0.1/', 'http://shop.example/', 'https://me:pw@shop.example/']) {
      const refused = await ask('POST', '/webhooks', { url });
      expect([refused.statusCode, refused.json().errors]).toMatchObject([400, [{ pointer: '#/url' }]]);
    }
    const wrong = await ask('POST', '/webhooks', { url: receiver.url, types: ['order.*'] });
    expect([wrong.statusCode, wrong.json().errors]).toMatchObject([400, [{ pointer: '#/types/0' }]]);
    expect((await get('/webhooks/webhook-unknown')).status).toBe(404);
    expect((await ask('POST', '/webhooks/webhook-unknown/secret')).statusCode).toBe(404);
  });
});
