import { describe, expect, it } from 'vitest';
import { catalogueWire } from '../../test/topology/shop.ts';
import { bodyHash } from './body-hash.ts';
import { changeCustomer, eraseCustomer, registerCustomer } from './customers.ts';
import { putPosition, quoteInstrument, removePosition } from './market.ts';
import { cancelOrder, placeOrder, returnOrder } from './orders.ts';
import { putProduct, withdrawProduct } from './products.ts';
import type { Asking, Request } from './request.ts';
import { deliverShipment, dispatchShipment, failShipment, packShipment, returnShipment } from './shipments.ts';
import { stockReceipt } from './stock.ts';
import { webhookRequest } from './webhooks.ts';

const asking: Asking = { id: 'r-1', bodyHash: 'hash', time: 1, actor: { kind: 'SHOP', id: 'import' } };
const price = { amount: 99, currency: 'USD' };
const line = { sku: 'lp-1', quantity: 2 };

const all: Request[] = [
  placeOrder(asking, 'o-1', { customerId: 'c-1', lines: [line, { ...line, sku: 'lp-2', unitPrice: price }] }),
  cancelOrder(asking, 'o-1', null, { reasonCode: 'changed-mind' }),
  returnOrder(asking, 'o-1', null, { lines: [{ line: 1, quantity: 1 }] }),
  putProduct(asking, 'lp-1', { title: 'T', artist: 'A', format: 'LP', price }),
  withdrawProduct(asking, 'lp-1'),
  stockReceipt(asking, 'lp-1', 'RECEIVED', { quantity: 3 }),
  stockReceipt(asking, 'lp-1', 'COUNTED', { quantity: 0, reference: 'list 7' }),
  stockReceipt(asking, 'lp-1', 'WRITTEN_OFF', { quantity: 1, reasonCode: 'broken' }),
  registerCustomer(asking, 'c-1', {}),
  changeCustomer(asking, 'c-1', { addresses: [{}, { addressId: 'work' }] }),
  eraseCustomer(asking, 'c-1'),
  packShipment(asking, 'o-1'),
  dispatchShipment(asking, 'o-1', { carrier: 'Post' }),
  deliverShipment(asking, 'o-1', { deliveredAt: 5 }),
  failShipment(asking, 'o-1', null, { reasonCode: 'no-such-address' }),
  returnShipment(asking, 'o-1', null, { lines: [{ line: 1, refunded: 2, restocked: 1 }] }),
  webhookRequest(asking, 'w-1', 'SUBSCRIBE', { url: 'https://hooks.example/' }),
  webhookRequest(asking, 'w-1', 'CHANGE', { url: 'https://hooks.example/', types: ['longplay.order.*'] }),
  webhookRequest(asking, 'w-1', 'PAUSE'),
  quoteInstrument(asking, 'acme', { sequence: 1, price, volatility: 2_000 }),
  putPosition(asking, 'acme', 'acme~1', {
    portfolioId: 'desk-1',
    kind: 'CALL',
    quantity: -5,
    strike: 100,
    expiryDays: 30,
  }),
  removePosition(asking, 'acme', 'acme~1'),
];

const wire = catalogueWire();

describe('what is built', () => {
  it.each(all.map(request => [request.value.event.type, request] as const))('%s fits its schema', (_, request) => {
    const bytes = wire.writer(request.topic).encode(request.value);
    expect(request.value.event).toMatchObject({ id: 'r-1', time: 1, causes: [], actor: asking.actor });
    expect(request.value).toMatchObject({ bodyHash: 'hash', restsOn: [] });
    expect(bytes.length).toBeGreaterThan(5);
  });

  it('has a type of its own for each kind of request', () => {
    const types = all.map(request => request.value.event.type);
    expect(new Set(types).size).toBe(types.length);
  });

  it('belongs to the story of its order, where it is about one', () => {
    const stories = all.map(({ value }) => value.event.correlationId);
    expect(stories.filter(story => story === 'o-1')).toHaveLength(8);
    expect(stories.filter(story => story === 'r-1')).toHaveLength(14);
    expect(packShipment({ ...asking, correlationId: 'x' }, 'o-1').value.event.correlationId).toBe('x');
  });

  it('numbers lines and addresses by their place', () => {
    expect(all[0]).toMatchObject({ value: { place: { lines: [{ line: 1, unitPrice: null }, { line: 2 }] } } });
    expect(all[9]).toMatchObject({ value: { change: { addresses: [{ addressId: '1' }, { addressId: 'work' }] } } });
  });
});

describe('the hash of a body', () => {
  it('is of the content', () => {
    expect(bodyHash({ a: [1, { c: 2, b: 'x' }], d: undefined })).toBe(bodyHash({ a: [1, { b: 'x', c: 2 }] }));
    expect(bodyHash([1, 2])).not.toBe(bodyHash([2, 1]));
    expect(bodyHash({ a: '1' })).not.toBe(bodyHash({ a: 1 }));
    expect(bodyHash(null)).not.toBe(bodyHash({}));
    expect(bodyHash(undefined)).toBe(bodyHash(null));
  });
});
