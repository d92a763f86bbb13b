import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eraseCustomer } from '../../api/requests/customers.ts';
import { createMemoryBroker } from '../../runtime/log/memory/log.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Product } from '../../schemas/types/products.ts';
import type { Stock } from '../../schemas/types/stock.ts';
import { customer, openShop, order, product, type Told } from './testing/import-into.ts';

let shop: Awaited<ReturnType<typeof openShop>>;
beforeEach(async () => {
  shop = await openShop(createMemoryBroker().log('shop'), 'shop');
});
afterEach(() => shop.close());

const counts = ({ imported, refusals, exitCode }: Told) => [
  imported.sent,
  imported.unchanged,
  imported.waited?.accepted,
  refusals.refused,
  refusals.rejected,
  exitCode,
];

describe('importing products', () => {
  it('puts what is new or other, and sends nothing for what the shop holds already', async () => {
    expect(counts(await shop.import('products', [product(1), product(2)]))).toEqual([2, 0, 2, 0, 0, 0]);
    expect(counts(await shop.import('products', [product(2), product(1)]))).toEqual([0, 2, 0, 0, 0, 0]);
    const dearer = product(2, { price: { amount: 500, currency: 'USD' } });
    expect(counts(await shop.import('products', [product(1), dearer]))).toEqual([1, 1, 1, 0, 0, 0]);
    // What was there before comes back: it is no repeat of the first import.
    expect(counts(await shop.import('products', [product(2)]))).toEqual([1, 0, 1, 0, 0, 0]);
    const versions = (await shop.facts<Product>('products')).filter(({ sku }) => sku === 'track-2');
    expect(versions.map(({ version, price }) => [version, price?.amount])).toEqual([
      [1, 101],
      [2, 500],
      [3, 101],
    ]);
  });

  it('asks once for one name of --again, also where nothing is other', async () => {
    await shop.import('products', [product(1)]);
    expect(counts(await shop.import('products', [product(1)], { again: 'june' }))).toEqual([1, 0, 1, 0, 0, 0]);
    expect(counts(await shop.import('products', [product(1)], { again: 'june' }))).toEqual([1, 0, 0, 0, 0, 0]);
    expect(await shop.count('products')).toBe(2);
  });

  it('refuses what stands twice in a file with other content, every wrong line, and nothing else', async () => {
    const refused = join(shop.folder, 'refused.ndjson');
    const lines = [
      product(1),
      product(1),
      product(1, { title: 'Other' }),
      '{',
      product(2, { colour: 'red', title: '' }),
    ];
    const told = await shop.import('products', lines, { refused });
    expect(counts(told)).toEqual([1, 1, 1, 3, 0, 1]);
    const report = readFileSync(refused, 'utf8').trimEnd().split('\n');
    expect(report.map(line => JSON.parse(line))).toEqual([
      { line: 3, by: 'import', errors: [{ field: '/sku', reason: 'is in line 1 already, with other content' }] },
      { line: 4, by: 'import', errors: [{ field: '', reason: 'is not JSON' }] },
      {
        line: 5,
        by: 'import',
        errors: [
          { field: '/title', reason: 'must not be empty' },
          { field: '/colour', reason: 'is not known' },
        ],
      },
    ]);
    expect(told.refusals.first).toHaveLength(3);
  });
});

describe('importing customers', () => {
  it('registers, changes, and leaves alone who is the same, although sealed texts always differ', async () => {
    expect(counts(await shop.import('customers', [customer(1), customer(2)]))).toEqual([2, 0, 2, 0, 0, 0]);
    expect(counts(await shop.import('customers', [customer(1), customer(2)]))).toEqual([0, 2, 0, 0, 0, 0]);
    expect(counts(await shop.import('customers', [customer(1, { name: 'New' })]))).toEqual([1, 0, 1, 0, 0, 0]);
    const versions = (await shop.facts<Customer>('customers')).filter(one => one.customerId === 'customer-1');
    expect(versions.map(({ history }) => history.at(-1)?.what)).toEqual(['REGISTERED', 'CHANGED']);
  });

  it('sends nothing for one who was erased', async () => {
    const erased = async () => (await shop.facts<Customer>('customers')).some(one => one.status === 'ERASED');
    await shop.import('customers', [customer(1)]);
    const asking = { id: 'erase-1', bodyHash: null, time: Date.now(), actor: null };
    await shop.sender.send(eraseCustomer(asking, 'customer-1'));
    await expect.poll(erased).toBe(true);
    const told = await shop.import('customers', [customer(1)]);
    expect(counts(told)).toEqual([0, 0, 0, 1, 0, 1]);
    expect(told.refusals.first[0]?.errors).toEqual([{ field: '/customerId', reason: 'is erased' }]);
  });
});

describe('importing stock', () => {
  const received = async () =>
    Object.fromEntries((await shop.facts<Stock>('stock')).map(one => [one.sku, one.received]));
  const line = { sku: 'track-1', quantity: 5 };

  it('books every line once, whatever the file is called; two equal lines are two receipts', async () => {
    expect(counts(await shop.import('stock', [line, line]))).toEqual([2, 0, 2, 0, 0, 0]);
    expect(counts(await shop.import('stock', [line, line]))).toEqual([2, 0, 0, 0, 0, 0]);
    expect(await received()).toEqual({ 'track-1': 10 });
    await shop.import('stock', [line, line], { again: 'tuesday' });
    await shop.import('stock', [line, line], { again: 'tuesday' });
    expect(await received()).toEqual({ 'track-1': 20 });
    await shop.import('stock', [line]);
    expect(await received()).toEqual({ 'track-1': 25 });
  });

  it('knows a receipt by its id in any file; another quantity under it is rejected, with its line', async () => {
    const note = { receiptId: 'note-7', ...line };
    await shop.import('stock', [note, { ...note, sku: 'track-2' }]);
    const told = await shop.import('stock', [{ ...note, sku: 'track-3' }, note, { ...note, quantity: 6 }]);
    expect(counts(told)).toEqual([3, 0, 1, 0, 1, 1]);
    expect(told.refusals.first).toEqual([
      { line: 3, by: 'stock', errors: [{ field: '', reason: 'idempotency-key-reused' }] },
    ]);
    expect(await received()).toEqual({ 'track-1': 5, 'track-2': 5, 'track-3': 5 });
  });
});

describe('importing orders', () => {
  const orders = [order(1, 1), order(2, 2), order(3, 3)];
  beforeEach(async () => {
    await shop.import('products', [product(1), product(2), product(3)]);
    await shop.import('customers', [customer(1)]);
    await shop.import('stock', [
      { sku: 'track-1', quantity: 9 },
      { sku: 'track-2', quantity: 2 },
    ]);
  });

  it('waits until all are at rest, and tells states and sums; a second time nothing happens', async () => {
    const first = await shop.import('orders', orders);
    expect(counts(first)).toEqual([3, 0, 3, 0, 0, 0]);
    const end = {
      orders: 3,
      atRest: 3,
      states: { DELIVERED: 2, REJECTED: 1 },
      reasons: { 'insufficient-stock': 1 },
      ordered: { USD: 200 + 202 + 204 },
      captured: { USD: 200 + 202 },
      refunded: {},
      owed: [],
    };
    expect(first.imported.waited).toMatchObject({ complete: true, undecided: 0, orders: end });
    const facts = (await shop.facts<Order>('orders')).length;
    const second = await shop.import('orders', orders);
    expect(counts(second)).toEqual([3, 0, 0, 0, 0, 0]);
    expect(second.imported.waited?.orders).toEqual(end);
    expect(await shop.count('orders')).toBe(facts);
    const placed = (await shop.facts<Order>('orders')).find(one => one.orderId === 'invoice-1');
    expect(placed).toMatchObject({
      placedAt: Date.parse('2021-01-01T00:00:00Z'),
      lines: [{ requestedPrice: { amount: 100 } }],
    });
  });

  it('tells the line of an order whose id another one has', async () => {
    const told = await shop.import('orders', [order(1, 1), order(1, 2)]);
    expect(counts(told)).toEqual([2, 0, 1, 0, 1, 1]);
    expect(told.refusals.first).toEqual([{ line: 2, by: 'orders', errors: [{ field: '', reason: 'order-exists' }] }]);
    expect(told.imported.waited?.orders?.states).toEqual({ DELIVERED: 1 });
  });
});

describe('waiting for what nobody decides', () => {
  it('ends with the patience, and says who owes what', async () => {
    const idle = await openShop(createMemoryBroker().log('shop'), 'shop', { runs: false });
    const told = await idle.import('orders', [order(1, 1)], { wait: 300 });
    expect(told.exitCode).toBe(1);
    expect(told.imported.waited).toMatchObject({
      complete: false,
      undecided: 1,
      orders: { atRest: 0, owed: [{ orderId: 'invoice-1', owes: [{ by: 'orders', step: 'take it in' }] }] },
    });
    await idle.close();
  });
});
