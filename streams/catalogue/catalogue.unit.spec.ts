import { describe, expect, test } from 'vitest';
import { tell } from '../../runtime/tasks/testing/given.ts';
import type { ProductRequest, PutProduct } from '../../schemas/types/product-requests.ts';
import { event, usd } from '../testing/records.ts';
import { catalogue } from './processor.ts';

const given = { processor: catalogue, key: 'lp-1' };
const request = (type: ProductRequest['type'], over: Partial<ProductRequest> = {}, id: string = type) =>
  ({
    from: 'product-requests',
    key: 'lp-1',
    value: { event: event(id), sku: 'lp-1', type, bodyHash: 'hash', restsOn: [], put: null, withdraw: null, ...over },
  }) as const;
const content: PutProduct = {
  title: 'Kind of Blue',
  artist: 'Miles Davis',
  album: null,
  genre: 'Jazz',
  format: 'LP',
  price: usd(2490),
};
const put = (over: Partial<PutProduct> = {}, id = 'put-1') => request('PUT', { put: { ...content, ...over } }, id);
const known = tell(given, [put()]).state;

describe('a product', () => {
  test('is put, changed, withdrawn, and put again', () => {
    const { state, outcomes } = tell(given, [put({ price: usd(1990) }, 'put-2'), request('WITHDRAW')], known);
    expect(state).toMatchObject({ version: 3, status: 'WITHDRAWN', price: usd(1990), title: 'Kind of Blue' });
    expect(outcomes.map(({ answer, fact }) => [answer, fact?.version])).toEqual([
      ['ACCEPTED', 2],
      ['ACCEPTED', 3],
    ]);
    expect(tell(given, [put({}, 'put-3')], state).state?.status).toBe('ACTIVE');
  });

  test('put again under the same id changes nothing', () => {
    expect(tell(given, [put()], known)).toMatchObject({ state: { version: 1 }, outcomes: [] });
  });

  test.each([
    ['body-missing', request('PUT')],
    ['title-missing', put({ title: '' }, 'x')],
    ['amount-invalid', put({ price: usd(-1) }, 'x')],
    ['amount-invalid', put({ price: usd(9.99) }, 'x')],
    ['currency-invalid', put({ price: { amount: 1, currency: 'dollar' } }, 'x')],
    ['version-overtaken', request('WITHDRAW', { restsOn: [{ topic: 'products', key: 'lp-1', version: 0 }] })],
  ])('is rejected: %s', (reason, input) => {
    const { state, outcomes } = tell(given, [input], known);
    expect(outcomes).toMatchObject([{ answer: 'REJECTED', reason }]);
    expect(state).toMatchObject({ title: 'Kind of Blue', price: usd(2490), status: 'ACTIVE' });
  });

  test('that nobody knows, or that is withdrawn already, is not withdrawn', () => {
    expect(tell(given, [request('WITHDRAW')])).toMatchObject({ state: null, outcomes: [{ reason: 'unknown-sku' }] });
    const withdrawn = tell(given, [request('WITHDRAW')], known).state;
    expect(tell(given, [request('WITHDRAW', {}, 'w-2')], withdrawn).outcomes).toMatchObject([
      { reason: 'already-withdrawn' },
    ]);
  });
});
