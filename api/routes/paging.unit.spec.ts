import { describe, expect, it } from 'vitest';
import { paged, pageOf } from './paging.ts';

const asked = (query: object, url = '/orders') => ({ query, routeOptions: { url } }) as Parameters<typeof pageOf>[0];
const rows = ['a', 'b', 'c'];
const cursorFor = (query: object, url?: string): string =>
  paged(
    rows,
    pageOf(asked({ ...query, limit: 2 }, url)),
    row => row,
    row => row,
  ).nextCursor ?? '';

describe('a page', () => {
  it('has as many entries as were asked for, and a cursor where there are more', () => {
    const page = pageOf(asked({ limit: 2 }));
    expect(
      paged(
        rows,
        page,
        row => row,
        row => row,
      ),
    ).toEqual({ items: ['a', 'b'], nextCursor: expect.any(String) });
    expect(
      paged(
        rows.slice(0, 2),
        page,
        row => row,
        row => row,
      ).nextCursor,
    ).toBeNull();
    expect(page).toMatchObject({ after: null, limit: 2 });
    expect(pageOf(asked({})).limit).toBe(20);
  });

  it('begins where the cursor says, whatever else is asked for of the page itself', () => {
    const cursor = cursorFor({ status: 'PLACED' });
    expect(pageOf(asked({ status: 'PLACED', cursor, limit: 5, fields: 'orderId', after: 'req-1' })).after).toBe('b');
  });

  it.each([
    ['another filter', { status: 'PACKED' }, '/orders', 'another filter: status must be what it was'],
    ['one filter more', { status: 'PLACED', customerId: 'c-1' }, '/orders', 'another filter: customerId must'],
    ['none', {}, '/orders', 'another filter: status must'],
    ['another list', { status: 'PLACED' }, '/shipments', 'The cursor was made for /orders'],
  ])('refuses a cursor that was made for %s', (_, query, url, why) => {
    const cursor = cursorFor({ status: 'PLACED' });
    expect(() => pageOf(asked({ ...query, cursor }, url))).toThrow(why);
  });

  it('tells nobody for whom a list was asked', () => {
    const cursor = cursorFor({ customerId: 'customer-of-mine' });
    expect(Buffer.from(cursor, 'base64url').toString()).not.toContain('customer-of-mine');
  });

  const forged = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');
  it.each([
    ['no cursor', 'x'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['another version', forged([2, '/orders', {}, 'a'])],
    ['no key', forged([1, '/orders', {}, null])],
    ['what Postgres cannot hold', forged([1, '/orders', {}, 'a\0'])],
    ['more', forged([1, '/orders', {}, 'a', 1])],
    ['null', forged(null)],
  ])('refuses %s', (_, cursor) => {
    expect(() => pageOf(asked({ cursor }))).toThrow('none of this API');
  });
});
