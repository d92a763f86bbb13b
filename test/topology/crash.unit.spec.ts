import { describe, expect, it, vi } from 'vitest';
import { createMemoryBroker } from '../../runtime/log/memory/log.ts';
import type { FatEvent } from '../../runtime/tasks/fat-event.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Stock } from '../../schemas/types/stock.ts';
import { processors } from '../../streams/topology.ts';
import { place, putProduct, receive, register } from './requests.ts';
import { catalogueWire, createShopTopics, newestOrder, readAll, type Shown, startShop } from './shop.ts';

const ORDERS = 30;

describe('two processes that share the shop', () => {
  it('given that one is killed in the middle, then the other one brings every order to its end, and nothing is doubled', async () => {
    const broker = createMemoryBroker();
    const wire = catalogueWire();
    const charged: string[] = [];
    const provider = (effect: { idempotencyKey: string }) => {
      charged.push(effect.idempotencyKey);
      return { status: 'done' as const, reference: `ref-${effect.idempotencyKey}` };
    };
    const shown: Shown = { log: broker.log('test'), prefix: 'shop', wire };
    await createShopTopics(shown.log, shown.prefix);
    const survivor = await startShop(broker.log('survivor'), shown.prefix, wire, provider);
    await startShop(broker.log('victim'), shown.prefix, wire, provider);

    await putProduct(shown, 'track-1', 99);
    await register(shown, 'c-1');
    await receive(shown, 'track-1', ORDERS);
    const orders = Array.from({ length: ORDERS }, (_, n) => `o-${n}`);
    for (const [n, order] of orders.entries()) {
      await place(shown, order, 'c-1', 'track-1', 1);
      if (n === ORDERS / 2) broker.crash('victim');
    }
    broker.expireSession('victim');

    await vi.waitFor(async () => {
      const statuses = await Promise.all(orders.map(async order => (await newestOrder(shown, order))?.status));
      expect(new Set(statuses)).toEqual(new Set(['CONFIRMED']));
    }, 20_000);
    const stock = (await readAll<Stock>(shown, 'stock')).at(-1)?.value;
    expect(stock).toMatchObject({ onHand: ORDERS, reserved: ORDERS });
    expect(new Set(charged).size).toBe(ORDERS);
    for (const { owns } of processors) await expectVersionsInOrder(shown, owns);
    await survivor.stop();
  }, 40_000);
});

/** Each key's versions count 1, 2, 3…, in the order of the topic. */
async function expectVersionsInOrder(shown: Shown, topic: string): Promise<void> {
  const newest = new Map<string, number>();
  for (const { record, value } of await readAll<FatEvent & Order>(shown, topic)) {
    const key = String(record.key);
    expect(`${topic} ${key} ${value.version}`).toBe(`${topic} ${key} ${(newest.get(key) ?? 0) + 1}`);
    newest.set(key, value.version);
  }
}
