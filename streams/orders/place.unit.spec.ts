import { describe, expect, test } from 'vitest';
import { passed, tell } from '../../runtime/tasks/testing/given.ts';
import type { PlaceOrder } from '../../schemas/types/order-requests.ts';
import { customer, event, orderRequest, product, readable, usd } from '../testing/records.ts';
import { orders } from './processor.ts';

const line = (number: number, sku: string, quantity = 1, unitPrice: ReturnType<typeof usd> | null = null) => ({
  line: number,
  sku,
  quantity,
  unitPrice,
});

const place = (over: Partial<PlaceOrder> = {}, id = 'place-1') => ({
  from: 'order-requests' as const,
  key: 'order-1',
  value: orderRequest('PLACE', id, {
    place: {
      placedAt: null,
      lines: [line(1, 'lp-1', 2), line(2, 'lp-2')],
      shippingAddress: null,
      pointsToSpend: 0,
      expectedTotal: null,
      note: null,
      ...over,
    },
  }),
});

const tables = {
  products: { 'lp-1': product('lp-1', { version: 7 }), 'lp-2': product('lp-2', { price: usd(500) }) },
  customers: { 'customer-1': customer({ version: 3 }) },
};
const given = { processor: orders, key: 'order-1', tables };

describe('placing an order', () => {
  test('given all that it names, it is placed at once, with what was read and what it costs', () => {
    const { state, outcomes } = tell(given, [place()]);
    expect(state).toMatchObject({
      status: 'PLACED',
      version: 1,
      customer: { version: 3, status: 'ACTIVE' },
      shippingAddress: readable,
      subtotal: usd(2500),
      total: usd(2500),
      lines: [
        { sku: 'lp-1', quantity: 2, unitPrice: usd(1000), productVersion: 7, title: 'Title of lp-1' },
        { sku: 'lp-2', quantity: 1, unitPrice: usd(500) },
      ],
    });
    expect(state?.history.map(({ what }) => what)).toEqual(['RECEIVED', 'PLACED']);
    expect(state?.deadlines.map(({ name, owedBy }) => [name, owedBy])).toEqual([
      ['authorise', 'payments'],
      ['allocate', 'allocations'],
    ]);
    expect(outcomes).toMatchObject([
      { requestId: 'place-1', answer: 'ACCEPTED', fact: { topic: 'orders', key: 'order-1', version: 1 } },
    ]);
  });

  test('given a repeat, nothing is said; given the id with another body, that is rejected', () => {
    const { state } = tell(given, [place()]);
    const again = tell(given, [place()], state);
    expect([again.state?.version, again.outcomes]).toEqual([1, []]);
    const other = { ...place(), value: { ...place().value, bodyHash: 'other' } };
    const reused = tell(given, [other], state);
    expect(reused.outcomes).toMatchObject([
      { requestId: 'place-1', bodyHash: 'other', reason: 'idempotency-key-reused' },
    ]);
    expect(reused.state?.status).toBe('PLACED');
    expect(tell(given, [other], reused.state).outcomes).toEqual([]);
  });

  test('given another order under its id, that is rejected', () => {
    const { state } = tell(given, [place()]);
    expect(tell(given, [place({}, 'place-2')], state).outcomes).toMatchObject([{ reason: 'order-exists' }]);
  });

  test.each([
    ['no-lines', { lines: [] }],
    ['too-many-lines', { lines: Array.from({ length: 501 }, (_, at) => line(at + 1, 'lp-1')) }],
    ['line-invalid', { lines: [line(0, 'lp-1')] }],
    ['line-twice', { lines: [line(1, 'lp-1'), line(1, 'lp-2')] }],
    ['sku-missing', { lines: [line(1, '')] }],
    ['quantity-invalid', { lines: [line(1, 'lp-1', 0)] }],
    ['amount-invalid', { lines: [line(1, 'lp-1', 1, usd(-1))] }],
    ['amount-invalid', { expectedTotal: usd(0.5) }],
    ['points-invalid', { pointsToSpend: -1 }],
  ] satisfies [string, Partial<PlaceOrder>][])(
    'given what is wrong by itself (%s), there is no order',
    (code, over) => {
      const { state, outcomes } = tell(given, [place(over)]);
      expect(state).toBeNull();
      expect(outcomes).toMatchObject([{ answer: 'REJECTED', reason: code }]);
      expect(outcomes[0]).toHaveProperty('fields.length', 1);
    },
  );

  test('500 lines are taken', () => {
    const lines = Array.from({ length: 500 }, (_, at) => line(at + 1, 'lp-1'));
    expect(tell(given, [place({ lines })]).state?.status).toBe('PLACED');
  });

  test('without its body, or a customer, there is no order', () => {
    const { value } = place();
    for (const [reason, bare] of [
      ['body-missing', { ...value, place: null }],
      ['customer-missing', { ...value, customerId: null }],
    ] as const) {
      expect(tell(given, [{ ...place(), value: bare }])).toMatchObject({ state: null, outcomes: [{ reason }] });
    }
  });

  test.each([
    ['price-changed', { lines: [line(1, 'lp-1', 1, usd(900))] }, {}],
    ['price-changed', { lines: [line(1, 'lp-1', 1, { amount: 1000, currency: 'EUR' })] }, {}],
    ['total-changed', { expectedTotal: usd(2400) }, {}],
    ['product-withdrawn', {}, { products: { ...tables.products, 'lp-2': product('lp-2', { status: 'WITHDRAWN' }) } }],
    [
      'currency-mismatch',
      {},
      { products: { ...tables.products, 'lp-2': product('lp-2', { price: { amount: 1, currency: 'EUR' } }) } },
    ],
    [
      'amount-too-large',
      {},
      { products: { ...tables.products, 'lp-2': product('lp-2', { price: usd(Number.MAX_SAFE_INTEGER) }) } },
    ],
    ['customer-not-active', {}, { customers: { 'customer-1': customer({ status: 'ERASING', acceptsOrders: false }) } }],
    ['too-many-open-orders', {}, { customers: { 'customer-1': customer({ acceptsOrders: false }) } }],
    ['address-missing', {}, { customers: { 'customer-1': customer({ addresses: [] }) } }],
  ] satisfies [string, Partial<PlaceOrder>, object][])(
    'given what does not fit the tables (%s), it is taken in and turned down',
    (code, over, rows) => {
      const { state, outcomes } = tell({ ...given, tables: { ...tables, ...rows } }, [place(over)]);
      expect(state).toMatchObject({ status: 'REJECTING', askedVersion: 1, rejection: { code } });
      expect(state?.deadlines.map(({ name }) => name)).toEqual(['undo-payment', 'undo-allocation', 'undo-shipment']);
      expect(outcomes).toMatchObject([{ answer: 'ACCEPTED' }]);
    },
  );

  test('prices that the client saw and that still hold are fine', () => {
    const lines = [line(1, 'lp-1', 2, usd(1000))];
    const { state } = tell(given, [place({ lines, expectedTotal: usd(2000) })]);
    expect(state).toMatchObject({ status: 'PLACED', total: usd(2000) });
  });
});

describe('a received order whose tables show it too little', () => {
  const none = { ...given, tables: { products: {}, customers: {} } };
  const someone = { ...given, tables: { ...tables, products: {} } };

  test('waits for the customer, then for the products, and is placed when they are there', () => {
    const received = tell(none, [place()]).state;
    expect(received).toMatchObject({ status: 'RECEIVED', deadlines: [{ name: 'tables', owedBy: 'customers' }] });
    const waiting = tell(someone, [passed(received, 'order-1', 'tables')], received);
    expect(waiting.state?.deadlines).toMatchObject([{ name: 'tables', owedBy: 'catalogue', passes: 1 }]);
    expect(waiting.alarms).toEqual([]);
    const placed = tell(given, [passed(waiting.state, 'order-1', 'tables')], waiting.state);
    expect(placed.state).toMatchObject({ status: 'PLACED', total: usd(2500) });
  });

  test.each([
    ['unknown-customer', none],
    ['unknown-sku', someone],
  ] as const)('gives up after a while: %s', (code, tables) => {
    let { state } = tell(tables, [place()]);
    for (let pass = 1; pass < 5; pass++) {
      state = tell(tables, [passed(state, 'order-1', 'tables')], state).state;
      expect(state?.status).toBe('RECEIVED');
    }
    state = tell(tables, [passed(state, 'order-1', 'tables')], state).state;
    expect(state).toMatchObject({ status: 'REJECTING', rejection: { code } });
  });
});

test('a kind of request that this version does not know stops here', () => {
  const value = orderRequest('UNKNOWN', 'later-1', { event: event('later-1') });
  expect(() => tell(given, [{ from: 'order-requests', key: 'order-1', value }])).toThrow(
    expect.objectContaining({ code: 'LP_STREAMS_VALUE_UNKNOWN' }),
  );
});
