import { afterEach, expect, it, vi } from 'vitest';
import { openCaseBook } from '../../runtime/hospital/treatment/case-book.ts';
import { groupsOf } from '../../runtime/hospital/treatment/groups.ts';
import { createMemoryBroker } from '../../runtime/log/memory/log.ts';
import type { EffectAnswer } from '../../runtime/tasks/definition.ts';
import type { PendingEffect } from '../../runtime/tasks/fat-event.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { place, putProduct, receive, register, report } from '../topology/requests.ts';
import {
  catalogueWire,
  createShopTopics,
  newestOrder,
  readAll,
  type Shop,
  startShop,
  untilOnOffer,
} from '../topology/shop.ts';

/**
 * An arbitrary failure: a neighbour's fact contradicts everything that was agreed. Of the five types of failure (crash,
 * omission, timing, response, arbitrary) it is the one that no protocol foresees.
 */
const log = createMemoryBroker().log('arbitrary');
const wire = catalogueWire();
const shown = { log, prefix: 'a', wire };
const provider = ({ id }: PendingEffect): EffectAnswer => ({ status: 'done', reference: `ref-${id}` });
const patience = { timeout: 30_000, interval: 20 };
let shop: Shop;
afterEach(() => shop.stop());

const reaches = (orderId: string, status: string) =>
  vi.waitFor(async () => expect((await newestOrder(shown, orderId))?.status).toBe(status), patience);

it('a fact that contradicts what was agreed parks its order, in sight; the others go on, and so does it as soon as the neighbour says something sound', async () => {
  await createShopTopics(log, shown.prefix, 1);
  shop = await startShop(log, shown.prefix, wire, provider);
  await putProduct(shown, 'track-1', 99);
  await register(shown, 'c-1');
  await receive(shown, 'track-1', 50);
  await untilOnOffer(shown);
  for (const orderId of ['o-1', 'o-2']) {
    await place(shown, orderId, 'c-1', 'track-1', 1);
    await reaches(orderId, 'CONFIRMED');
  }

  // Given: shipping says of o-1 what no version of it can mean, as if a broken release had run.
  await report(shown, 'o-1', 'PACK');
  await reaches('o-1', 'PACKED');
  const all = await readAll<Shipment>(shown, 'shipments');
  const real = all.filter(({ value }) => value.orderId === 'o-1').at(-1)?.value as Shipment;
  const mad: Shipment = { ...real, version: 900, status: 'UNKNOWN' };
  const writer = await log.writer();
  await writer.append([
    { topic: 'a.shipments', partition: 0, key: Buffer.from('o-1'), value: wire.writer('shipments').encode(mad) },
  ]);
  const book = await openCaseBook(shown, ['orders', 'payments', 'allocations', 'stock', 'customers', 'notifications']);
  const ofOrders = () => book.all().filter(({ one }) => one.processor === 'orders');
  await vi.waitFor(async () => {
    await book.refresh();
    expect(ofOrders()).toHaveLength(1);
  }, patience);

  // Then: it is a case with its cause; the order stays what it was, what comes for it waits, the other order goes on.
  expect(groupsOf(ofOrders())).toMatchObject([{ code: 'LP_STREAMS_VALUE_UNKNOWN', cases: 1, keysBlocked: 1 }]);
  for (const [asked, status] of [
    ['PACK', 'PACKED'],
    ['DISPATCH', 'DISPATCHED'],
    ['DELIVER', 'DELIVERED'],
  ] as const) {
    await report(shown, 'o-2', asked);
    await reaches('o-2', status);
  }
  expect((await newestOrder(shown, 'o-1'))?.status).toBe('PACKED');

  // When: the neighbour says something sound of it. Then: the mad fact is moot, for everybody, and nobody had to be asked.
  await report(shown, 'o-1', 'DISPATCH');
  await reaches('o-1', 'DISPATCHED');
  await vi.waitFor(async () => {
    await book.refresh();
    expect(new Set(book.all().map(({ one }) => one.status))).toEqual(new Set(['SUPERSEDED', 'HEALED']));
  }, patience);
  await writer.close();
}, 120_000);
