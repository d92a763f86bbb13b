import { expect, onTestFinished, test, vi } from 'vitest';
import { createSealer } from '../../runtime/codec/sealer.ts';
import { createMailGateway } from '../../runtime/gateways/mail/gateway.ts';
import { mailStandIn } from '../../runtime/gateways/mail/testing/stand-in.ts';
import { createMemoryBroker } from '../../runtime/log/memory/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { type Engine, realClock } from '../../runtime/tasks/engine.ts';
import { runProcessor } from '../../runtime/tasks/processor-run.ts';
import { memoryStore } from '../../runtime/tasks/store/memory.ts';
import { tableSource } from '../../runtime/tasks/tables.ts';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import { schemaText } from '../../schemas/load.ts';
import type { Notification } from '../../schemas/types/notifications.ts';
import { catalogueWire, createShopTopics, readAll } from '../../test/topology/shop.ts';
import { customer, event, order } from '../testing/records.ts';
import { composeMail } from './compose.ts';
import { notifications } from './processor.ts';

/** The processor on a log in memory, its gateway, and a real mail server. */
async function shop() {
  const log = createMemoryBroker().log('shop');
  const { reader, writer } = catalogueWire();
  const wire = { reader, writer };
  await createShopTopics(log, 'shop');
  const vault = createMemoryVault();
  const to = await mailStandIn();
  const logger = createLogger({ level: 'silent' });
  const facts = await log.writer();
  const tables = tableSource({ log, topicName: name => `shop.${name}`, reader: name => wire.reader(name), logger });
  onTestFinished(async () => {
    await tables.stop();
    await facts.close();
    await log.close();
  });

  async function start() {
    const gateway = createMailGateway({
      url: to.url,
      from: 'orders@shop.example',
      tls: 'none',
      tries: 1,
      vault,
      compose: composeMail,
    });
    const engine: Engine = {
      log,
      prefix: 'shop',
      wire,
      tables,
      runners: gateway.runners,
      openStore: () => memoryStore(),
      processors: new Set([notifications.name]),
      clock: realClock,
      logger,
      alarm: () => {},
    };
    const run = await runProcessor(engine, notifications);
    let ended: Promise<void> | undefined;
    const stop = () => {
      ended ??= run.stop().then(gateway.close);
      return ended;
    };
    onTestFinished(stop);
    return stop;
  }

  async function say<V>(topic: string, key: string, fact: V): Promise<void> {
    const sealed = await createSealer<V>(schemaText({ schema: topic }), vault).seal(fact);
    await facts.append([{ topic: `shop.${topic}`, key: Buffer.from(key), value: wire.writer(topic).encode(sealed) }]);
  }

  const told = () => readAll<Notification>({ log, prefix: 'shop', wire }, 'notifications');
  const newest = async (orderId: string) =>
    (await told()).filter(({ value }) => value.orderId === orderId).at(-1)?.value;
  return { to, vault, start, say, told, newest };
}

const anna = customer({ name: 'Anna Lee', email: 'anna@shop.example' });
/** What is days old is not told any more, and here the clock is the real one. */
const fresh = () => ({ event: { ...event(), time: Date.now() } });
const waiting = { timeout: 20_000, interval: 10 };

test('given a confirmed order, when the mail is out, then the customer can read it, and no fact ever could', {
  timeout: 30_000,
}, async () => {
  const { to, start, say, told, newest } = await shop();
  await say('customers', 'customer-1', anna);
  await say('orders', 'order-1', order('CONFIRMED', { ...fresh(), version: 3 }));
  await start();
  await vi.waitFor(async () => expect((await newest('order-1'))?.mails).toMatchObject([{ status: 'SENT' }]), waiting);
  expect(to.list({})).toMatchObject([{ to: ['anna@shop.example'], subject: 'Your order order-1 is confirmed' }]);
  expect(to.raw(1).toString()).toContain('Hello Anna Lee,');
  const sealed = (await told()).find(({ value }) => value.mails[0]?.status === 'PENDING');
  expect(sealed?.value.mails[0]?.email).not.toBeNull();
  for (const { record } of await told()) expect(record.value?.toString('latin1')).not.toMatch(/anna[@ ]/i);
});

test('given a process that dies between send and answer, when another takes over, then one mail came twice, and is counted', {
  timeout: 30_000,
}, async () => {
  const { to, start, say, newest } = await shop();
  await say('customers', 'customer-1', anna);
  await say('orders', 'order-1', order('CONFIRMED', { ...fresh(), version: 3 }));
  to.turn({ latencyAfter: 60_000 });
  const stop = await start();
  await vi.waitFor(() => expect(to.summary().received).toBe(1), waiting);
  await stop();
  expect((await newest('order-1'))?.mails).toMatchObject([{ status: 'PENDING' }]);
  to.turn({ latencyAfter: 0 });
  await start();
  await vi.waitFor(async () => expect((await newest('order-1'))?.mails).toMatchObject([{ status: 'SENT' }]), waiting);
  const messageId = (await newest('order-1'))?.mails[0]?.messageId;
  expect(to.summary()).toMatchObject({ mails: 1, received: 2, repeats: 1, repeated: [{ messageId, times: 2 }] });
});

test('given a customer whose key is destroyed, when an order still says something, then no mail goes out, and the fact says why', {
  timeout: 30_000,
}, async () => {
  const { to, vault, start, say, newest } = await shop();
  await say('customers', 'customer-1', anna);
  await vault.destroy('customer-1');
  await say('orders', 'order-1', order('DELIVERED', { ...fresh(), version: 6, shippingAddress: null }));
  await start();
  const gone = { status: 'SKIPPED', reason: 'customer-erased', email: null };
  await vi.waitFor(async () => expect((await newest('order-1'))?.mails).toMatchObject([gone]), waiting);
  expect(to.summary().received).toBe(0);
});
