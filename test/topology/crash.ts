import { expect, vi } from 'vitest';
import type { FatEvent, PendingEffect } from '../../runtime/tasks/fat-event.ts';
import type { Notification } from '../../schemas/types/notifications.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Stock } from '../../schemas/types/stock.ts';
import { processors } from '../../streams/topology.ts';
import type { ContractHarness } from '../contract/harness.ts';
import { place, putProduct, receive, register } from './requests.ts';
import { catalogueWire, createShopTopics, readAll, type Shown, startShop, untilOnOffer } from './shop.ts';

/** Below what makes a customer suspect within ten minutes (streams/fraud/rules.ts). */
const ORDERS = 24;

/**
 * Two processes share the shop; one is killed in the middle of their orders. The other one brings every order to its
 * end; nothing is lost, doubled or out of order. A mail may come twice where its sender was killed, as the same mail.
 */
export async function killOneOfTwo(harness: ContractHarness, prefix: string): Promise<void> {
  const wire = catalogueWire();
  const charged: string[] = [];
  const provider = (effect: { idempotencyKey: string }) => {
    charged.push(effect.idempotencyKey);
    return { status: 'done' as const, reference: `ref-${effect.idempotencyKey}` };
  };
  const [test, one, two] = await Promise.all(
    ['test', 'survivor', 'victim'].map(name => harness.open(`${prefix}-${name}`)),
  );
  if (!test || !one || !two) throw new Error('A client is missing.');
  const shown: Shown = { log: test.log, prefix, wire };
  await createShopTopics(shown.log, prefix);
  const mails = { survivor: [] as string[], victim: [] as string[] };
  const mailServer = (into: string[]) => (effect: PendingEffect) => {
    into.push(effect.idempotencyKey);
    return { status: 'done' as const, reference: effect.idempotencyKey };
  };
  const survivor = await startShop(one.log, prefix, wire, provider, mailServer(mails.survivor));
  await startShop(two.log, prefix, wire, provider, mailServer(mails.victim));

  await putProduct(shown, 'track-1', 99);
  await register(shown, 'c-1');
  await receive(shown, 'track-1', ORDERS);
  await untilOnOffer(shown);
  const orders = Array.from({ length: ORDERS }, (_, n) => `o-${n}`);
  let killed: Promise<void> = Promise.resolve();
  for (const [n, order] of orders.entries()) {
    await place(shown, order, 'c-1', 'track-1', 1);
    if (n === ORDERS / 2) killed = two.crash();
  }
  await killed;

  await vi.waitFor(
    async () => {
      const newest = new Map((await readAll<Order>(shown, 'orders')).map(({ value }) => [value.orderId, value.status]));
      expect(orders.map(order => newest.get(order))).toEqual(orders.map(() => 'CONFIRMED'));
      const told = (await readAll<Notification>(shown, 'notifications')).map(({ value }) => value);
      const sent = told.filter(one => one.mails.some(({ kind, status }) => kind === 'CONFIRMED' && status === 'SENT'));
      expect(new Set(sent.map(({ orderId }) => orderId)).size).toBe(ORDERS);
    },
    { timeout: 2 * harness.patience, interval: 100 },
  );
  const stock = (await readAll<Stock>(shown, 'stock')).at(-1)?.value;
  expect(stock).toMatchObject({ onHand: ORDERS, reserved: ORDERS });
  expect(new Set(charged).size).toBe(ORDERS);
  expect(new Set([...mails.survivor, ...mails.victim]).size).toBe(ORDERS);
  for (const one of Object.values(mails)) expect(new Set(one).size).toBe(one.length);
  for (const { owns } of processors) await expectVersionsInOrder(shown, owns);
  await survivor.stop();
}

/** Each key's versions count 1, 2, 3…, in the order of the topic. */
async function expectVersionsInOrder(shown: Shown, topic: string): Promise<void> {
  const newest = new Map<string, number>();
  for (const { record, value } of await readAll<FatEvent & Order>(shown, topic)) {
    const key = String(record.key);
    expect(`${topic} ${key} ${value.version}`).toBe(`${topic} ${key} ${(newest.get(key) ?? 0) + 1}`);
    newest.set(key, value.version);
  }
}
