import { beforeAll, describe, expect, it } from 'vitest';
import { createMemoryBroker } from '../../runtime/log/memory/log.ts';
import type { Stock } from '../../schemas/types/stock.ts';
import type { OrderFacts, Owing } from '../../streams/rest.ts';
import { delivered } from '../../test/chaos/verify/testing/delivered.ts';
import { catalogueWire, createShopTopics } from '../../test/topology/shop.ts';
import { keepBooks } from './books.ts';
import { PLENTY } from './catalogue.ts';
import { namesOf } from './names.ts';
import { keepPoisonBooks, openPoison } from './poison.ts';
import type { Watch } from './watch.ts';

const names = namesOf(7);
const sku = names.title(0);
const prefix = 'books';
const wire = catalogueWire();
const { story, stock } = delivered();
const allocation = { ...story.allocation, lines: story.allocation.lines.map(line => ({ ...line, sku })) };
const facts: OrderFacts = { ...story, allocation };
const more = PLENTY - stock.received;
const shelf: Stock = { ...stock, sku, received: PLENTY, onHand: stock.onHand + more };

const watched = (index0: OrderFacts, owes: readonly Owing[] = [], repeated: readonly string[] = []): Watch =>
  ({ indexes: () => [0], factsOf: () => index0, owed: () => owes, repeated }) as unknown as Watch;

async function shopWith(value: Stock) {
  const log = createMemoryBroker().log('load');
  await createShopTopics(log, prefix, 1);
  const writer = await log.writer();
  const record = { topic: `${prefix}.stock`, key: Buffer.from(sku), value: wire.writer('stock').encode(value) };
  await writer.append([record]);
  return { log, wire, prefix };
}

let shop: Awaited<ReturnType<typeof shopWith>>;
beforeAll(async () => {
  shop = await shopWith(shelf);
});

describe('the books of a load', () => {
  it('given an order that was delivered, then the laws hold, and its money is summed up', async () => {
    const captured = { USD: story.payment.captured?.amount };
    expect(await keepBooks(shop, names, watched(facts))).toMatchObject({
      orders: 1,
      atRest: 1,
      states: { DELIVERED: 1 },
      reasons: {},
      ordered: captured,
      captured,
      refunded: {},
      open: [],
      laws: { checked: { orders: 1, skus: 1 }, complete: true, broken: 0 },
    });
  });

  it.each<[string, Partial<OrderFacts>, RegExp]>([
    ['money that was not taken', { payment: { ...story.payment, captured: null } }, /^load-7-o-0: 0 - 0 taken for/],
    ['goods sent though cancelled', { order: { ...story.order, status: 'CANCELLED' } }, /dispatched, yet undone/],
    [
      'goods still reserved',
      { allocation: { ...allocation, lines: allocation.lines.map(line => ({ ...line, status: 'RESERVED' })) } },
      /line 1 is reserved for an order that has ended/,
    ],
  ])('given %s, then it is told', async (_, wrong, sentence) => {
    const { laws } = await keepBooks(shop, names, watched({ ...facts, ...wrong }));
    expect(laws.broken).toBeGreaterThan(0);
    expect(laws.first.join('\n')).toMatch(sentence);
  });

  it('given a shelf with one piece too few, or a version that came twice, then it is told', async () => {
    const robbed = await shopWith({ ...shelf, onHand: shelf.onHand - 1 });
    expect((await keepBooks(robbed, names, watched(facts))).laws.first).toEqual([
      expect.stringMatching(/^load-7-t-0: \d+ on hand, by its own books \d+$/),
    ]);
    const { laws } = await keepBooks(shop, names, watched(facts, [], ['orders o: version 2 after 2']));
    expect(laws).toMatchObject({ broken: 1, first: ['versions: orders o: version 2 after 2'] });
  });

  it('given an order on its way, then it is told with who owes what, and stock is not compared', async () => {
    const owes = [{ by: 'warehouse', step: 'pack', since: 1 }];
    expect(await keepBooks(shop, names, watched(facts, owes))).toMatchObject({
      atRest: 0,
      open: [{ orderId: 'load-7-o-0', status: 'DELIVERED', owes }],
      laws: { checked: { orders: 0, skus: 0 }, complete: false, broken: 0 },
    });
  });
});

describe('poison', () => {
  it('is a record that nobody can read, and is missed where it is not parked', async () => {
    const poison = await openPoison(shop, names);
    await poison.write();
    await poison.close();
    const from = { topic: `${prefix}.order-requests`, partition: 0, offset: 0n };
    const keys: string[] = [];
    for await (const { records } of shop.log.readPartition({ from })) {
      for (const { key, value } of records) {
        keys.push(String(key));
        expect(() => wire.reader('order-requests').decode(value as Buffer)).toThrow();
      }
    }
    expect(keys).toEqual(['load-7-poison-0']);
    const books = await keepPoisonBooks(shop, names, 1, 0);
    expect(books).toEqual({ written: 1, parked: 0, missing: ['load-7-poison-0'], example: null });
  });
});
