import { describe, expect, it } from 'vitest';
import { askedAbout } from './asked-about.ts';

describe('what a request is about', () => {
  it.each([
    ['POST /orders', { processor: 'orders', key: 'order-17', resource: '/orders/order-17' }],
    ['POST /orders/o%2F1/cancellation', { processor: 'orders', key: 'o/1', resource: '/orders/o%2F1' }],
    ['POST /customers', { processor: 'customers', key: 'customer-17', resource: '/customers/customer-17' }],
    ['DELETE /customers/c-1', { processor: 'customers', key: 'c-1', resource: '/customers/c-1' }],
    ['POST /shipments/o-1/packing', { processor: 'shipping', key: 'o-1', resource: '/shipments/o-1' }],
    ['PUT /products/lp-1', { processor: 'catalogue', key: 'lp-1', resource: '/products/lp-1' }],
    ['POST /stock/lp-1/receipts', { processor: 'stock', key: 'lp-1', resource: '/stock/lp-1' }],
    ['POST /hospital/cases/1/retry', null],
    ['', null],
  ])('%s', (path, about) => expect(askedAbout({ requestId: 'req-17', path })).toEqual(about));
});
