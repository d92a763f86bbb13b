import { describe, expect, it } from 'vitest';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import { catalogueWire } from '../../test/topology/shop.ts';
import { problemOf } from '../errors.ts';
import { eraseCustomer, registerCustomer } from '../requests/customers.ts';
import { cancelOrder, placeOrder, returnOrder } from '../requests/orders.ts';
import { putProduct, withdrawProduct } from '../requests/products.ts';
import type { Request } from '../requests/request.ts';
import { stockReceipt } from '../requests/stock.ts';
import { reportPack } from '../requests/welcome-packs.ts';
import type { Scope } from '../security/scopes.ts';
import { mayPublish, type PublishedValue, publishable, publishing } from './publishing.ts';

const vault = createMemoryVault();
const wire = catalogueWire();
const asking = { id: 'r-1', bodyHash: 'h', time: 5, actor: null };
const price = { amount: 100, currency: 'USD' };
const product = { title: 'T', artist: 'A', format: 'LP', price };
const line = { sku: 'lp-1', quantity: 1, unitPrice: price };

const requests: readonly Request[] = [
  placeOrder(asking, 'o-1', {
    customerId: 'c-1',
    lines: [line],
    note: 'Ring twice',
    shippingAddress: { city: 'New Oslo' },
  }),
  cancelOrder(asking, 'o-1', 'c-1', { reason: 'changed my mind' }),
  returnOrder(asking, 'o-1', null, { lines: [{ line: 1, quantity: 1 }] }),
  putProduct(asking, 'lp-1', product),
  withdrawProduct(asking, 'lp-1'),
  stockReceipt(asking, 'lp-1', 'WRITTEN_OFF', { quantity: 3 }),
  registerCustomer(asking, 'c-1', { name: 'Ann Lee', addresses: [{ city: 'New Oslo' }] }),
  eraseCustomer(asking, 'c-1'),
  reportPack(asking, 'c-1', 'SENT', { carrier: 'DHL', addressVersion: 1 }),
  reportPack(asking, 'c-1', 'RESTOCKED', {}),
];

/** As it stands on the log, personal texts as ciphertext. */
async function written({ topic, value }: Request): Promise<unknown> {
  const bytes = wire.writer(topic).encode(value);
  await wire.reader(topic).prepare([bytes]);
  return wire.reader(topic).decode(bytes);
}

/** What a client sends of it. */
const sent = ({ value: { event: _event, bodyHash: _hash, ...value } }: Request): PublishedValue =>
  JSON.parse(JSON.stringify(value));

const faultsOf = async (topic: string, value: unknown): Promise<Record<string, string>> => {
  const error = await publishing(topic, value as PublishedValue, vault).then(
    () => new Error('nothing is wrong'),
    thrown => thrown,
  );
  const { status, errors = [] } = problemOf(error) as unknown as {
    status: number;
    errors?: { pointer: string; detail: string }[];
  };
  expect(status).toBe(400);
  return Object.fromEntries(errors.map(({ pointer, detail }) => [pointer, detail]));
};

describe('who publishes', () => {
  it('has the scope that the routes of the topic need, or admin', () => {
    const may = (topic: string, ...scopes: Scope[]): boolean => {
      try {
        mayPublish(topic, { id: 'k', scopes: new Set(scopes) });
        return true;
      } catch (error) {
        expect(problemOf(error as Error)).toMatchObject({ status: 403, code: 'LP_API_FORBIDDEN' });
        return false;
      }
    };
    const by = (...scopes: Scope[]): string[] => publishable.filter(topic => may(topic, ...scopes));
    expect(by('operator')).toEqual([]);
    expect(by('operator', 'shop')).toEqual(['order-requests', 'product-requests', 'customer-requests']);
    expect(by('operator', 'warehouse')).toEqual(['stock-receipts', 'shipment-requests', 'welcome-pack-requests']);
    expect(by('admin')).toEqual(publishable);
  });
});

describe('publishing a request', () => {
  it.each(requests.map(one => [one.value.event.type, one] as const))(
    'takes what the routes send, and makes the same record of it: %s',
    async (_, request) => {
      const made = (await publishing(request.topic, sent(request), vault)).build(asking);
      expect([made.topic, made.key, made.value.event]).toEqual([request.topic, request.key, request.value.event]);
      expect(JSON.stringify(await written(made))).not.toMatch(/Ann Lee|New Oslo|Ring twice|my mind/);
    },
  );

  it('fills what was left out and has a default', async () => {
    const value = { sku: 'lp-1', type: 'PUT', put: product };
    const { build, resource } = await publishing('product-requests', value, vault);
    expect(resource).toBe('/products/lp-1');
    expect(await written(build(asking))).toMatchObject({ withdraw: null, put: { album: null } });
  });

  it('names every bad field by its pointer', async () => {
    const order = sent(requests[0] as Request) as { place: { lines: object[] } };
    const place = { ...order.place, pointsToSpend: 2 ** 60, lines: [{ ...line, quantity: '1' }], colour: 'red' };
    expect(await faultsOf('order-requests', { ...order, type: 'UNKNOWN', place, event: {}, restsOn: 1 })).toEqual({
      '#/event': 'is not a field of this request',
      '#/restsOn': 'must be array',
      '#/type': 'must be equal to one of the allowed values',
      '#/place/colour': 'is not a field of this request',
      '#/place/lines/0/line': 'is missing',
      '#/place/lines/0/quantity': 'must be integer',
      '#/place/pointsToSpend': expect.stringMatching(/^must be <= /),
    });
  });

  it('takes the body of the type and no other, with a key, and knows whose words it holds', async () => {
    const value = { sku: 'lp-1', type: 'WITHDRAW', put: product };
    expect(await faultsOf('product-requests', value)).toEqual({
      '#/put': 'must be null, as the type is WITHDRAW',
      '#/withdraw': 'is missing, as the type is WITHDRAW',
    });
    expect(Object.keys(await faultsOf('stock-receipts', { sku: '', type: 'RECEIVED', quantity: 1 }))).toEqual([
      '#/sku',
    ]);
    const cancel = { orderId: 'o-1', type: 'CANCEL', cancel: { reason: 'mine' } };
    expect(Object.keys(await faultsOf('order-requests', cancel))).toEqual(['#/customerId']);
  });

  it.each(['orders', 'stock-requests', 'orders.outcomes', 'orders.operations'])('is refused for %s', async topic => {
    await expect(publishing(topic, {}, vault)).rejects.toMatchObject({ code: 'LP_API_TOPIC_OWNED' });
    expect(publishable).not.toContain(topic);
  });
});
