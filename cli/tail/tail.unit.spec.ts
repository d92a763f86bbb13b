import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registerCustomer } from '../../api/requests/customers.ts';
import { putProduct } from '../../api/requests/products.ts';
import type { Request } from '../../api/requests/request.ts';
import { createRequestSender, type RequestSender } from '../../api/requests/sender.ts';
import { createMemoryBroker, type MemoryBroker } from '../../runtime/log/memory/log.ts';
import type { Log } from '../../runtime/log/port.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import { catalogueWire, createShopTopics } from '../../test/topology/shop.ts';
import { type TailOptions, tail } from './tail.ts';
import type { Told } from './told.ts';

const wire = catalogueWire();
const logger = createLogger({ level: 'silent' });
const asking = (id: string, time: number) => ({ id, bodyHash: null, time, actor: null });
const put = (sku: string, time = 1_000): Request =>
  putProduct(asking(`put-${sku}-${time}`, time), sku, {
    title: 'T',
    artist: 'A',
    format: 'LP',
    price: { amount: 1, currency: 'USD' },
  });

let broker: MemoryBroker;
let log: Log;
let sender: RequestSender;
beforeEach(async () => {
  broker = createMemoryBroker();
  log = broker.log('shop');
  await createShopTopics(log, 'shop');
  sender = createRequestSender({ log, prefix: 'shop', wire, vault: createMemoryVault(), source: '/shop/test' });
});
afterEach(async () => {
  await sender.close();
  await log.close();
});

/** Starts a tail, and what it has told. */
function start(over: Partial<TailOptions>) {
  const told: Told[] = [];
  const stopping = new AbortController();
  const { promise: live, resolve: onLive } = Promise.withResolvers<void>();
  const defaults = { topics: [], order: null, from: 'beginning', ...over } as const;
  const done = tail({
    log,
    prefix: 'shop',
    wire,
    logger,
    signal: stopping.signal,
    onEvent: one => void told.push(one),
    onLive,
    ...defaults,
  });
  return {
    told,
    live,
    reaches: (count: number) => expect.poll(() => told.length).toBe(count),
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}

describe('a tail', () => {
  it('tells what is there in the order of its times, across partitions and topics, and then what comes', async () => {
    const times = [1, 2, 3, 4, 5].map(n => n * 1_000);
    await sender.sendAll(times.map(time => put(`lp-${time}`, time)));
    await sender.send(registerCustomer(asking('register', 2_500), 'c-1', { name: 'Ann' }));
    const one = start({});
    await one.live;
    expect(one.told.map(({ key }) => key)).toEqual(['lp-1000', 'lp-2000', 'c-1', 'lp-3000', 'lp-4000', 'lp-5000']);
    await sender.send(put('lp-6'));
    await one.reaches(7);
    expect(one.told[6]).toMatchObject({
      topic: 'product-requests',
      key: 'lp-6',
      version: null,
      type: 'longplay.product-request.put',
      changes: [{ what: 'PUT', reason: null }],
    });
    await one.stop();
  });

  it('from now tells only what comes, of the topics that it was asked for', async () => {
    await sender.send(put('lp-1'));
    const one = start({ from: 'now', topics: ['product-requests'] });
    await one.live;
    await sender.send(registerCustomer(asking('register', 1), 'c-1', { name: 'Ann' }));
    await sender.send(put('lp-2'));
    await one.reaches(1);
    expect(one.told[0]?.key).toBe('lp-2');
    await one.stop();
  });

  it('never opens what is personal', async () => {
    await sender.send(registerCustomer(asking('register', 1), 'c-1', { name: 'Ann', addresses: [{ city: 'Oslo' }] }));
    const one = start({});
    await one.reaches(1);
    expect(one.told[0]?.value).toMatchObject({
      register: {
        name: 'sealed',
        phone: null,
        addresses: [{ addressId: '1', address: { city: 'sealed', street: null } }],
      },
    });
    expect(JSON.stringify(one.told)).not.toMatch(/Ann|Oslo|lp1\./);
    await one.stop();
  });

  it('goes on after bytes that it cannot read, and says what they are', async () => {
    const writer = await log.writer();
    const topic = 'shop.product-requests';
    await writer.append([
      { topic, key: Buffer.from('odd\u001b[31m'), value: Buffer.from('hello, world'), timestamp: 1 },
      { topic, key: null, value: null, timestamp: 2 },
    ]);
    await writer.close();
    await sender.send(put('lp-1', 3));
    const one = start({});
    await one.reaches(3);
    expect(one.told[0]?.undecodable).toEqual({ reason: 'bad-magic', bytes: 12, begins: '68656c6c6f2c20776f726c64' });
    expect(one.told[1]).toMatchObject({ key: null, changes: [{ what: 'DELETED' }] });
    expect(one.told[2]).toMatchObject({ key: 'lp-1', undecodable: null });
    await one.stop();
  });

  it('tells nothing twice and leaves nothing out where the broker was away', async () => {
    const one = start({ from: 'now', topics: ['product-requests'] });
    await one.live;
    await sender.send(put('lp-1'));
    await one.reaches(1);
    broker.down();
    broker.up();
    await sender.send(put('lp-2'));
    await one.reaches(2);
    expect(one.told.map(({ key }) => key)).toEqual(['lp-1', 'lp-2']);
    await one.stop();
    expect(broker.openTransactions()).toEqual([]);
  });

  it.each([
    [{ topics: ['ordrs'] }, 'No topic is named ordrs.'],
    [{ prefix: 'other' }, 'These brokers have no topics of the installation "other".'],
  ])('refuses what cannot be followed: %j', async (over, message) => {
    await expect(start(over).stop()).rejects.toThrow(message);
  });
});
