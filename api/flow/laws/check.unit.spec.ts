import { describe, expect, it } from 'vitest';
import { brokenByOrder, brokenByStock, type OrderBooks, openOf, type StockBooks } from './check.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const deadline = { name: 'capture', owedBy: 'provider', since: 0, due: 1, passes: 0 };
const line = { line: 1, sku: 'lp-1', quantity: 2 };

/** Delivered and paid: two of lp-1 for 10 each. */
const books = (over: { [K in keyof OrderBooks]?: OrderBooks[K] extends string ? string : object | null } = {}) =>
  ({
    orderId: 'order-1',
    ...over,
    order: {
      status: 'DELIVERED',
      deadlines: [],
      lines: [{ ...line, unitPrice: usd(1000) }],
      subtotal: usd(2000),
      total: usd(2000),
      ...over.order,
    },
    payment:
      over.payment === null
        ? null
        : { captured: usd(2000), refunded: null, failure: null, deadlines: [], ...over.payment },
    allocation:
      over.allocation === null
        ? null
        : {
            deadlines: [],
            lines: [{ ...line, status: 'CONSUMED', asked: null, restockedQuantity: 0 }],
            ...over.allocation,
          },
    shipment:
      over.shipment === null
        ? null
        : {
            deadlines: [],
            dispatchedAt: 5,
            lines: [{ ...line, refundedQuantity: 0, restockedQuantity: 0 }],
            ...over.shipment,
          },
  }) as unknown as OrderBooks;
const laws = (over: Parameters<typeof books>[0]) => brokenByOrder(books(over)).map(({ law }) => law);

describe('the laws of an order, by what read models show', () => {
  it('hold for one that was delivered and paid', () => expect(laws({})).toEqual([]));

  it('given one that was delivered and not paid, or refunded for nothing, then that of money is broken', () => {
    expect(brokenByOrder(books({ payment: { captured: null } }))).toEqual([
      { law: 'money', key: 'order-1', sentence: '0 - 0 taken for goods of 2000' },
    ]);
    expect(laws({ payment: { refunded: usd(500) } })).toEqual(['money']);
  });

  it('given points that took something off, then what is kept is worth its share, to a rounding for each line', () => {
    const order = { total: usd(1500), lines: [{ ...line, unitPrice: usd(1000) }] };
    const shipment = { lines: [{ ...line, refundedQuantity: 1, restockedQuantity: 1 }] };
    const allocation = { lines: [{ ...line, status: 'RESTOCKED', asked: null, restockedQuantity: 1 }] };
    const paid = (refunded: number) => ({ captured: usd(1500), refunded: usd(refunded) });
    expect(laws({ order, shipment, allocation, payment: paid(751) })).toEqual([]);
    expect(laws({ order, shipment, allocation, payment: paid(760) })).toEqual(['money']);
  });

  it('given one that was cancelled and is still reserved, then that of goods is broken', () => {
    const order = { status: 'CANCELLED' };
    const allocation = { lines: [{ ...line, status: 'RESERVED', asked: null, restockedQuantity: 0 }] };
    const undone = { order, shipment: { dispatchedAt: null }, payment: { captured: null } };
    expect(laws({ ...undone, allocation })).toEqual(['goods']);
  });

  it('given one on its way to which nobody owes a step, or one that nobody has heard of, then that is broken', () => {
    expect(laws({ order: { status: 'PLACED' } })).toEqual(['owed']);
    expect(laws({ order: { status: 'PLACED', deadlines: [deadline] }, payment: null })).toEqual([]);
    expect(brokenByOrder(books({ shipment: null, payment: null }))[0]?.sentence).toBe(
      'it ended DELIVERED, and nothing is known of its payment, shipment',
    );
  });

  it.each([
    { order: { deadlines: [deadline] } },
    { payment: { captured: null, deadlines: [deadline] } },
    { payment: { captured: null, failure: {} } },
    { allocation: { lines: [{ ...line, status: 'RESERVED', asked: {}, restockedQuantity: 0 }] } },
  ])('given one to which something is owed yet, then nothing is broken, and money and goods are open: %o', over => {
    expect([laws(over), openOf(books(over)).map(({ law }) => law), openOf(books())]).toEqual([
      [],
      ['money', 'goods'],
      [],
    ]);
  });
});

describe('the laws of stock', () => {
  const none = { reserved: 0, consumed: 0, reserving: 0, releasing: 0, consuming: 0, restocking: 0 };
  const own = { onHand: 8, reserved: 2, received: 10, counted: 0, writtenOff: 0, restocked: 0, consumed: 2 };
  const of = (stock: object, held: object): string[] =>
    brokenByStock({ sku: 'lp-1', stock: { ...own, ...stock }, held: { ...none, ...held } } as StockBooks).map(
      ({ law, sentence }) => `${law}: ${sentence}`,
    );

  it('hold where its books and those of the orders agree', () => {
    expect(of({}, { reserved: 2, consumed: 2 })).toEqual([]);
  });

  it.each([
    { reserved: 0, consumed: 2, reserving: 2 },
    { reserved: 4, consumed: 2, releasing: 2 },
    { reserved: 3, consumed: 1, consuming: 1 },
    { reserved: 2, consumed: 4, restocking: 2 },
  ])('hold where what is asked may be done or not: %o', held => expect(of({}, held)).toEqual([]));

  it('are broken by goods that vanish, and by what is reserved or gone for nobody', () => {
    expect(of({ onHand: 7 }, { reserved: 2, consumed: 2 })).toEqual(['stock-books: 7 on hand, by its own books 8']);
    expect(of({}, { consumed: 2 })).toEqual(['stock-held: 2 reserved, by the orders 0']);
    expect(of({}, { reserved: 2 })).toEqual(['stock-held: 2 gone, by the orders 0']);
    expect(of({ reserved: 9 }, { reserved: 9, consumed: 2 })).toEqual(['stock-held: 9 reserved of 8']);
  });
});
