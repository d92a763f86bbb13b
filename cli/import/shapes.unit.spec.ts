import { describe, expect, test } from 'vitest';
import { type KindName, parseLine } from './shapes.ts';

const usd = { amount: 99, currency: 'USD' };
const product = { sku: 'lp-1', title: 'T', artist: 'A', format: 'LP', price: usd };
const order = { orderId: 'o-1', customerId: 'c-1', lines: [{ sku: 'lp-1', quantity: 1, unitPrice: usd }], total: usd };
const refused = (kind: KindName, line: unknown) => {
  const parsed = parseLine(kind, typeof line === 'string' ? line : JSON.stringify(line));
  return 'refused' in parsed ? parsed.refused.map(({ field, reason }) => `${field} ${reason}`) : [];
};

describe('a line', () => {
  test.each([
    ['products', { ...product, album: '', genre: null }],
    ['customers', { customerId: 'c-1', name: 'Ann', company: '', address: { city: 'Oslo', state: null } }],
    ['customers', { customerId: 'c-1' }],
    ['stock', { sku: 'lp-1', quantity: 5, receiptId: 'r-1', reference: 'note 7' }],
    ['orders', { ...order, placedAt: '2021-01-01T00:00:00Z', shippingAddress: { street: 'S' } }],
  ] as const)('of %s is taken: %j', (kind, line) => {
    expect(refused(kind, line)).toEqual([]);
  });

  test('holds empty texts as none, and times as milliseconds', () => {
    expect(parseLine('products', JSON.stringify({ ...product, album: ' ' }))).toMatchObject({ value: { album: null } });
    const placed = parseLine('orders', JSON.stringify({ ...order, placedAt: '1970-01-01T01:00:01+01:00' }));
    expect(placed).toMatchObject({ value: { placedAt: 1_000 } });
  });

  test('is refused with every field that is wrong', () => {
    const wrong = { sku: '', artist: 7, format: 'LP', price: { amount: 1.5, currency: 'usd' }, colour: 'black' };
    expect(refused('products', wrong).sort()).toEqual([
      '/artist takes a text',
      '/colour is not known',
      '/price/amount takes a whole number, 0 or more',
      '/price/currency takes a code of ISO 4217, such as USD',
      '/sku must not be empty',
      '/title is missing',
    ]);
  });

  test.each([
    ['orders', { ...order, lines: [] }, ['/lines takes at least one line']],
    ['orders', { ...order, lines: [{ sku: 'a', quantity: 0 }] }, ['/lines/0/quantity takes a whole number, 1 or more']],
    [
      'orders',
      { ...order, lines: [{ sku: 'a', 'q/t~y': 1 }] },
      ['/lines/0/quantity is missing', '/lines/0/q~1t~0y is not known'],
    ],
    [
      'orders',
      { ...order, lines: Array.from({ length: 501 }, () => order.lines[0]) },
      ['/lines takes at most 500 lines'],
    ],
    [
      'orders',
      { ...order, placedAt: '2021-01-01' },
      ['/placedAt takes a time as of ISO 8601, with its zone, such as 2021-01-01T00:00:00Z'],
    ],
    ['orders', { ...order, total: 'free' }, ['/total takes an object']],
    [
      'stock',
      { sku: ' lp-1', quantity: '5' },
      ['/sku takes no control characters and no spaces around it', '/quantity takes a number'],
    ],
    ['stock', { sku: 'lp-1', quantity: 2 ** 53 }, ['/quantity takes a whole number, 1 or more']],
    ['customers', [], [' takes an object']],
    ['customers', '{"customerId":', [' is not JSON']],
  ] as const)('of %s is refused, case %#', (kind, line, reasons) => {
    expect(refused(kind, line)).toEqual(reasons);
  });
});
