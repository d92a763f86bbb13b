import { setTimeout as sleep } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import { createRequestSender } from '../../../api/requests/sender.ts';
import { failShipment } from '../../../api/requests/shipments.ts';
import type { MemoryBroker } from '../../../runtime/log/memory/log.ts';
import type { Log } from '../../../runtime/log/port.ts';
import { createLogger } from '../../../runtime/observe/logger.ts';
import type { EffectAnswer } from '../../../runtime/tasks/definition.ts';
import { realClock } from '../../../runtime/tasks/engine.ts';
import type { PendingEffect } from '../../../runtime/tasks/fat-event.ts';
import { createMemoryVault } from '../../../runtime/vault/memory.ts';
import type { Order } from '../../../schemas/types/orders.ts';
import type { Outcome } from '../../../schemas/types/outcomes.ts';
import type { ShipmentRequest } from '../../../schemas/types/shipment-requests.ts';
import type { WelcomePack } from '../../../schemas/types/welcome-packs.ts';
import { readable } from '../../../streams/testing/records.ts';
import { place, putProduct, receive, register } from '../../../test/topology/requests.ts';
import {
  catalogueWire,
  createShopTopics,
  newestOrder,
  processorsNamed,
  readAll,
  shopProcessors,
  startShop,
  untilOnOffer,
} from '../../../test/topology/shop.ts';
import type { WarehouseDelays } from '../next-report.ts';
import { startWarehouse } from '../warehouse.ts';

const PATIENCE = { timeout: 60_000, interval: 50 };

/** A shop with one product in stock, and whatever warehouses a test starts. */
async function open(log: Log, prefix: string) {
  const wire = catalogueWire();
  await createShopTopics(log, prefix);
  const done = (effect: PendingEffect): EffectAnswer => ({ status: 'done', reference: `ref-${effect.id}` });
  const program = [...shopProcessors, ...processorsNamed('welcome-packs')];
  const shop = await startShop(log, prefix, wire, done, undefined, program);
  const shown = { log, prefix, wire };
  const sender = createRequestSender({ log, prefix, wire, vault: createMemoryVault(), source: '/shop/warehouse' });
  const logger = createLogger({ level: 'silent' });
  await putProduct(shown, 'track-1', 99);
  await register(shown, 'c-1');
  await receive(shown, 'track-1', 9);
  await untilOnOffer(shown);
  return {
    shown,
    sender,
    warehouse: (delays: Partial<WarehouseDelays>) =>
      startWarehouse({ log, prefix, wire, sender, clock: realClock, logger, delays }),
    order: (id: string) => place(shown, id, 'c-1', 'track-1', 2),
    reaches: (id: string, status: Order['status']) =>
      vi.waitFor(async () => expect((await newestOrder(shown, id))?.status).toBe(status), PATIENCE),
    close: async () => {
      await sender.close();
      await shop.stop();
    },
  };
}

const quick = { pack: 30, dispatch: 30, deliver: 30 };

/** Two warehouses that see the same shipments, and then a new one in their place: every step counts once. */
export async function deliverByThemselves(log: Log, prefix: string): Promise<void> {
  const { shown, warehouse, order, reaches, close } = await open(log, prefix);
  const both = [warehouse(quick), warehouse(quick)];
  await order('o-1');
  const addresses = [{ addressId: 'home', address: readable }];
  const details = { name: 'Bob', email: null, phone: null, company: null, addresses };
  await register(shown, 'c-2', { enrols: true, register: details });
  await reaches('o-1', 'DELIVERED');
  const packs = async () => (await readAll<WelcomePack>(shown, 'welcome-packs')).map(({ value }) => value.status);
  await vi.waitFor(async () => expect(await packs()).toEqual(['PREPARING', 'SENT']), PATIENCE);
  await Promise.all(both.map(one => one.stop()));
  await order('o-2');
  await reaches('o-2', 'CONFIRMED');
  const successor = warehouse(quick);
  await reaches('o-2', 'DELIVERED');
  await successor.stop();

  const outcomes = await readAll<Outcome>(shown, 'shipping.outcomes');
  const said = outcomes.map(({ value }) => `${value.requestKey} ${value.requestType} ${value.answer}`);
  const steps = ['PACK', 'DISPATCH', 'DELIVER'];
  const once = ['o-1', 'o-2'].flatMap(id => steps.map(step => `${id} ${step} ACCEPTED`));
  expect(said.sort()).toEqual(once.sort());
  const sent = await readAll<Outcome>(shown, 'welcome-packs.outcomes');
  expect(sent.map(({ value }) => value.answer)).toEqual(['ACCEPTED']);
  await close();
}

/** The carrier could not deliver, as people reported: the parcel comes back by itself, whole. */
export async function bringBack(log: Log, prefix: string): Promise<void> {
  const { shown, sender, warehouse, order, reaches, close } = await open(log, prefix);
  const one = warehouse({ pack: 20, dispatch: 20, deliver: 600_000, comeBack: 20 });
  await order('o-1');
  await reaches('o-1', 'DISPATCHED');
  await sender.send(failed('o-1'));
  await reaches('o-1', 'RETURNED');
  await one.stop();
  const requests = await readAll<ShipmentRequest>(shown, 'shipment-requests');
  expect(requests.map(({ value }) => value.type)).toEqual(['PACK', 'DISPATCH', 'FAIL', 'RETURN']);
  await close();
}

/** Nobody reaches the broker while the warehouse has something to report. */
export async function workOverAnOutage(broker: MemoryBroker, prefix: string): Promise<void> {
  const log = broker.log('shop');
  const { warehouse, order, reaches, close } = await open(log, prefix);
  const one = warehouse({ ...quick, pack: 200 });
  await order('o-1');
  await reaches('o-1', 'CONFIRMED');
  broker.down();
  await sleep(500);
  broker.up();
  await reaches('o-1', 'DELIVERED');
  await one.stop();
  await close();
  await log.close();
}

const failed = (orderId: string) =>
  failShipment({ id: 'fail-1', bodyHash: null, time: Date.now(), actor: null }, orderId, null, {
    reasonCode: 'no-such-address',
  });
