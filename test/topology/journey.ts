import { expect, vi } from 'vitest';
import { createSealer } from '../../runtime/codec/sealer.ts';
import type { Log } from '../../runtime/log/port.ts';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import { schemaText } from '../../schemas/load.ts';
import { type TopicDefinition, topics } from '../../schemas/topics.ts';
import type { CustomerRequest } from '../../schemas/types/customer-requests.ts';
import type { OrderRequest } from '../../schemas/types/order-requests.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Outcome } from '../../schemas/types/outcomes.ts';
import type { ProductRequest } from '../../schemas/types/product-requests.ts';
import type { Event } from '../../schemas/types/shared.ts';
import type { ShipmentRequest } from '../../schemas/types/shipment-requests.ts';
import type { StockReceipt } from '../../schemas/types/stock-receipts.ts';
import { catalogueWire, createShopTopics, readAll, type Shown, startShop } from './shop.ts';

const USD = (amount: number) => ({ amount, currency: 'USD' });
let ids = 0;
const event = (type: string): Event => ({
  id: `request-${++ids}`,
  type,
  time: Date.now(),
  causes: [],
  correlationId: 'story',
  actor: null,
});

async function send({ log, prefix, wire }: Shown, topic: string, key: string, value: unknown): Promise<void> {
  const writer = await log.writer();
  await writer.append([
    { topic: `${prefix}.${topic}`, key: Buffer.from(key), value: wire.writer(topic).encode(value) },
  ]);
  await writer.close();
}

const vault = createMemoryVault();

function seal<V>(topic: string, value: V): Promise<V> {
  const definition = topics.find(one => one.name === topic) as TopicDefinition;
  return createSealer<V>(schemaText(definition), vault).seal(value);
}

async function newest(shown: Shown, orderId: string): Promise<Order | undefined> {
  const all = await readAll<Order>(shown, 'orders');
  return all.filter(one => one.value.orderId === orderId).at(-1)?.value;
}

/**
 * A product, a customer and stock; an order is placed; the warehouse packs, dispatches and delivers it. Every processor
 * runs, on the log that it is given.
 */
export async function deliverOneOrder(log: Log, prefix: string): Promise<void> {
  const wire = catalogueWire();
  await createShopTopics(log, prefix);
  const shop = await startShop(log, prefix, wire, effect => ({ status: 'done', reference: `ref-${effect.id}` }));
  const shown = { log, prefix, wire };

  const product: ProductRequest = {
    event: event('put'),
    sku: 'track-1',
    type: 'PUT',
    bodyHash: null,
    restsOn: [],
    put: { title: 'T', artist: 'A', album: null, genre: null, format: 'MP3', price: USD(99) },
    withdraw: null,
  };
  await send(shown, 'product-requests', 'track-1', product);
  const customer: CustomerRequest = {
    event: event('register'),
    customerId: 'c-1',
    type: 'REGISTER',
    bodyHash: null,
    restsOn: [],
    register: { name: null, email: null, phone: null, company: null, addresses: [] },
    change: null,
    erase: null,
  };
  await send(shown, 'customer-requests', 'c-1', customer);
  const receipt: StockReceipt = {
    event: event('received'),
    sku: 'track-1',
    type: 'RECEIVED',
    bodyHash: null,
    restsOn: [],
    quantity: 5,
    reference: null,
    reasonCode: null,
  };
  await send(shown, 'stock-receipts', 'track-1', receipt);

  const place: OrderRequest = {
    event: event('place'),
    orderId: 'o-1',
    customerId: 'c-1',
    type: 'PLACE',
    bodyHash: null,
    restsOn: [],
    place: {
      placedAt: null,
      lines: [{ line: 1, sku: 'track-1', quantity: 2, unitPrice: null }],
      shippingAddress: {
        recipient: null,
        street: '1 Groove St',
        city: 'Berlin',
        state: null,
        postalCode: '10115',
        country: 'DE',
      },
      pointsToSpend: 0,
      expectedTotal: null,
      note: null,
    },
    cancel: null,
    return: null,
  };
  await send(shown, 'order-requests', 'o-1', await seal('order-requests', place));
  await vi.waitFor(async () => expect((await newest(shown, 'o-1'))?.status).toBe('CONFIRMED'), 10_000);

  const bodies = { pack: null, dispatch: null, deliver: null, fail: null, return: null };
  const steps: [ShipmentRequest['type'], Partial<ShipmentRequest>, Order['status']][] = [
    ['PACK', { pack: { parcels: 1 } }, 'PACKED'],
    ['DISPATCH', { dispatch: { carrier: 'Post', tracking: 'T1' } }, 'DISPATCHED'],
    ['DELIVER', { deliver: { deliveredAt: null } }, 'DELIVERED'],
  ];
  for (const [type, body, status] of steps) {
    const request: ShipmentRequest = {
      event: event(type),
      orderId: 'o-1',
      customerId: null,
      type,
      bodyHash: null,
      restsOn: [],
      ...bodies,
      ...body,
    };
    await send(shown, 'shipment-requests', 'o-1', request);
    await vi.waitFor(async () => expect((await newest(shown, 'o-1'))?.status).toBe(status), 10_000);
  }
  const order = await newest(shown, 'o-1');
  expect(order?.total).toEqual(USD(198));
  expect((await readAll<Outcome>(shown, 'orders.outcomes')).map(one => one.value.answer)).toEqual(['ACCEPTED']);
  const versions = (await readAll<Order>(shown, 'orders')).map(one => one.value.version);
  expect(versions).toEqual(versions.map((_, n) => n + 1));
  expect(shop.alarms).toEqual([]);
  for (const run of shop.runs) expect(run.status().tasks.map(task => task.error)).toEqual([null, null, null]);
  await shop.stop();
}
