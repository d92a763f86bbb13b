import { createSealer } from '../../runtime/codec/sealer.ts';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import { schemaText } from '../../schemas/load.ts';
import type { TopicDefinition } from '../../schemas/topic-definition.ts';
import { topics } from '../../schemas/topics.ts';
import type { CustomerRequest } from '../../schemas/types/customer-requests.ts';
import type { OrderRequest } from '../../schemas/types/order-requests.ts';
import type { ProductRequest } from '../../schemas/types/product-requests.ts';
import type { Event } from '../../schemas/types/shared.ts';
import type { ShipmentRequest } from '../../schemas/types/shipment-requests.ts';
import type { StockReceipt } from '../../schemas/types/stock-receipts.ts';
import type { Shown } from './shop.ts';

const vault = createMemoryVault();
let ids = 0;
const event = (type: string): Event => ({
  id: `request-${++ids}`,
  type,
  time: Date.now(),
  causes: [],
  correlationId: 'story',
  actor: null,
});

/** Sends a request as the API will: sealed, under its key. */
async function send<V>({ log, prefix, wire }: Shown, topic: string, key: string, request: V): Promise<void> {
  const definition = topics.find(one => one.name === topic) as TopicDefinition;
  const sealed = await createSealer<V>(schemaText(definition), vault).seal(request);
  const writer = await log.writer();
  await writer.append([
    { topic: `${prefix}.${topic}`, key: Buffer.from(key), value: wire.writer(topic).encode(sealed) },
  ]);
  await writer.close();
}

export function putProduct(shop: Shown, sku: string, cents: number): Promise<void> {
  const price = { amount: cents, currency: 'USD' };
  const put = { title: 'T', artist: 'A', album: null, genre: null, format: 'MP3', price };
  const request: ProductRequest = {
    event: event('put'),
    sku,
    type: 'PUT',
    bodyHash: null,
    restsOn: [],
    put,
    withdraw: null,
  };
  return send(shop, 'product-requests', sku, request);
}

/** `over`: what is other than usual, such as that the customer enrols. */
export function register(shop: Shown, customerId: string, over: Partial<CustomerRequest> = {}): Promise<void> {
  const request: CustomerRequest = {
    event: event('register'),
    customerId,
    type: 'REGISTER',
    bodyHash: null,
    restsOn: [],
    register: { name: 'Ann', email: 'ann@example.org', phone: null, company: null, addresses: [] },
    change: null,
    erase: null,
    enrols: false,
    ...over,
  };
  return send(shop, 'customer-requests', customerId, request);
}

export function receive(shop: Shown, sku: string, quantity: number): Promise<void> {
  const request: StockReceipt = {
    event: event('received'),
    sku,
    type: 'RECEIVED',
    bodyHash: null,
    restsOn: [],
    quantity,
    reference: null,
    reasonCode: null,
  };
  return send(shop, 'stock-receipts', sku, request);
}

export function place(shop: Shown, orderId: string, customerId: string, sku: string, quantity: number): Promise<void> {
  const request: OrderRequest = {
    event: event('place'),
    orderId,
    customerId,
    type: 'PLACE',
    bodyHash: null,
    restsOn: [],
    place: {
      placedAt: null,
      lines: [{ line: 1, sku, quantity, unitPrice: null }],
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
  return send(shop, 'order-requests', orderId, request);
}

const nothing = { pack: null, dispatch: null, deliver: null, fail: null, return: null };

/** What the warehouse says that it did. */
export function report(shop: Shown, orderId: string, type: 'PACK' | 'DISPATCH' | 'DELIVER'): Promise<void> {
  const bodies: Partial<ShipmentRequest> =
    type === 'PACK'
      ? { pack: { parcels: 1 } }
      : type === 'DISPATCH'
        ? { dispatch: { carrier: 'Post', tracking: 'T1' } }
        : { deliver: { deliveredAt: null } };
  const request: ShipmentRequest = {
    event: event(type),
    orderId,
    customerId: null,
    type,
    bodyHash: null,
    restsOn: [],
    ...nothing,
    ...bodies,
  };
  return send(shop, 'shipment-requests', orderId, request);
}
