import { describe, expect, test } from 'vitest';
import { tell } from '../../runtime/tasks/testing/given.ts';
import type { StockReceipt } from '../../schemas/types/stock-receipts.ts';
import type { StockRequest } from '../../schemas/types/stock-requests.ts';
import { event } from '../testing/records.ts';
import { stock } from './processor.ts';
import { holds, markOf, withMarks } from './ring.ts';

const given = {
  processor: stock,
  key: 'lp-1',
  answersRepeat: ({ value }: { value: Readonly<Record<string, unknown>> }) => value.answer === 'REPEATED',
};
const request = (type: StockRequest['type'], quantity: number, id = `order-1/1/${type}/${quantity}`) =>
  ({
    from: 'stock-requests',
    key: 'lp-1',
    value: { event: event(id), sku: 'lp-1', type, orderId: 'order-1', line: 1, quantity, allocationVersion: 1 },
  }) as const;
const receipt = (type: StockReceipt['type'], quantity: number, over: Partial<StockReceipt> = {}) =>
  ({
    from: 'stock-receipts',
    key: 'lp-1',
    value: {
      event: event(`${type}-${quantity}`),
      sku: 'lp-1',
      type,
      bodyHash: 'hash',
      restsOn: [],
      quantity,
      reference: null,
      reasonCode: null,
      ...over,
    },
  }) as const;
const ten = tell(given, [receipt('RECEIVED', 10)]).state;

describe('a stock request', () => {
  test('reserve, consume, restock and release change the totals, and each is answered', () => {
    const inputs = [request('RESERVE', 4), request('CONSUME', 3), request('RESTOCK', 2), request('RELEASE', 1)];
    const { state, requests } = tell(given, inputs, ten);
    expect(state).toMatchObject({ version: 5, onHand: 9, reserved: 0, consumed: 3, restocked: 2, received: 10 });
    expect(requests.map(({ value }) => [value.type, value.answer, value.available])).toEqual([
      ['RESERVE', 'DONE', 6],
      ['CONSUME', 'DONE', 6],
      ['RESTOCK', 'DONE', 8],
      ['RELEASE', 'DONE', 9],
    ]);
    expect(requests[0]).toMatchObject({
      topic: 'stock-replies',
      key: 'order-1',
      id: 'order-1/1/RESERVE/4/reply',
      value: { requestId: 'order-1/1/RESERVE/4', sku: 'lp-1', line: 1, quantity: 4, stockVersion: 2 },
    });
  });

  test.each([
    ['insufficient-stock', request('RESERVE', 11)],
    ['not-reserved', request('RELEASE', 1)],
    ['not-reserved', request('CONSUME', 1)],
    ['not-consumed', request('RESTOCK', 1)],
    ['quantity-invalid', request('RESERVE', 0)],
  ])('is refused: %s, and only remembered', (reason, input) => {
    const { state, requests } = tell(given, [input], ten);
    expect(requests).toMatchObject([{ value: { answer: 'REFUSED', reason } }]);
    expect(state).toMatchObject({ version: 2, onHand: 10, reserved: 0, consumed: 0 });
  });

  test('for what is on hand and reserved is refused', () => {
    const { requests } = tell(given, [request('RESERVE', 7), request('RESERVE', 4)], ten);
    expect(requests.map(({ value }) => [value.answer, value.available])).toEqual([
      ['DONE', 3],
      ['REFUSED', 3],
    ]);
  });

  test('of an unknown sku is refused, and known from then on', () => {
    const { state, requests } = tell(given, [request('RESERVE', 1)]);
    expect(requests).toMatchObject([{ value: { answer: 'REFUSED', reason: 'insufficient-stock', stockVersion: 1 } }]);
    expect(state).toMatchObject({ version: 1, onHand: 0 });
  });

  test('repeated, also long after, is answered REPEATED and changes nothing', () => {
    const others = Array.from({ length: 1_000 }, (_, at) => request('RESERVE', 11, `order-${at}`));
    const { state } = tell(given, [request('RESERVE', 4), ...others], ten);
    const again = tell(given, [request('RESERVE', 4)], state);
    expect(again.state?.version).toBe(state?.version);
    expect(again.requests).toMatchObject([{ id: 'order-1/1/RESERVE/4/repeated', value: { answer: 'REPEATED' } }]);
  });
});

describe('a receipt', () => {
  test('received, counted, written off', () => {
    const inputs = [receipt('WRITTEN_OFF', 2), receipt('COUNTED', 7), receipt('COUNTED', 9)];
    const { state, outcomes } = tell(given, inputs, ten);
    expect(state).toMatchObject({ onHand: 9, received: 10, writtenOff: 2, counted: 1 });
    expect(outcomes.map(({ answer }) => answer)).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED']);
  });

  test.each([
    ['below-reserved', receipt('COUNTED', 3)],
    ['below-reserved', receipt('WRITTEN_OFF', 7)],
    ['quantity-invalid', receipt('RECEIVED', 0)],
    ['quantity-invalid', receipt('COUNTED', -1)],
    ['quantity-invalid', receipt('RECEIVED', Number.MAX_SAFE_INTEGER)],
    ['version-overtaken', receipt('RECEIVED', 1, { restsOn: [{ topic: 'stock', key: 'lp-1', version: 1 }] })],
  ])('is rejected: %s', (reason, input) => {
    const { state } = tell(given, [request('RESERVE', 4)], ten);
    expect(tell(given, [input], state).outcomes).toMatchObject([{ answer: 'REJECTED', reason }]);
  });

  test('repeated says nothing; its id with another body is rejected, once', () => {
    expect(tell(given, [receipt('RECEIVED', 10)], ten)).toMatchObject({
      state: { onHand: 10, version: 1 },
      outcomes: [],
    });
    const other = receipt('RECEIVED', 10, { bodyHash: 'other' });
    const told = tell(given, [other], ten);
    expect(told).toMatchObject({ state: { onHand: 10 }, outcomes: [{ reason: 'idempotency-key-reused' }] });
    expect(tell(given, [other], told.state).outcomes).toEqual([]);
  });
});

describe('the ring', () => {
  test('holds the newest 1,024 ids in 8 KiB', () => {
    let ring: Buffer = Buffer.alloc(0);
    for (let id = 0; id < 1_025; id++) ring = withMarks(ring, markOf(`${id}`));
    expect(ring).toHaveLength(8_192);
    expect([holds(ring, markOf('0')), holds(ring, markOf('1')), holds(ring, markOf('1024'))]).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('finds an id behind bytes that only look like it', () => {
    const mark = Buffer.from('0001020304050607', 'hex');
    const across = Buffer.from('ffffffff0001020304050607ffffffff', 'hex');
    expect(holds(across, mark)).toBe(false);
    expect(holds(withMarks(across, mark), mark)).toBe(true);
  });
});
