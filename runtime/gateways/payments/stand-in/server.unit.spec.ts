import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { captured, get, payment, post } from '../testing/asking.ts';
import { ledgerFolder, standIn } from '../testing/stand-in.ts';

const day = 24 * 60 * 60_000;

describe('given the stand-in of a payment provider', () => {
  it('when money is authorised, captured and partly refunded, then the ledger has it, in all and by order', async () => {
    const to = await standIn({ clock: () => 0 });
    const { capture } = await captured(to, 800);
    expect(capture).toMatchObject({ http: 201, kind: 'capture', amount: 800 });
    const refund = { ...payment, reference: 'r-3', amount: 300 };
    expect(await post(to, `/captures/${capture.id}/refunds`, refund, 'k-refund')).toMatchObject({ http: 201 });
    const totals = { EUR: { authorised: 1_000, captured: 800, voided: 0, refunded: 300 } };
    expect(await get(to, '/ledger/summary')).toEqual({ operations: 3, declined: 0, orders: 1, totals, doubled: [] });
    expect(await get(to, '/ledger/orders/order-1')).toEqual({
      orderId: 'order-1',
      totals,
      operations: [
        {
          seq: 1,
          id: 'authorisation-1',
          kind: 'authorisation',
          reference: 'r-1',
          of: null,
          orderId: 'order-1',
          customerId: 'customer-1',
          amount: 1_000,
          currency: 'EUR',
          status: 'succeeded',
          code: null,
          createdAt: '1970-01-01T00:00:00.000Z',
          expiresAt: '1970-01-08T00:00:00.000Z',
          idempotencyKey: 'k-authorise',
        },
        expect.objectContaining({ seq: 2, kind: 'capture', of: 'authorisation-1' }),
        expect.objectContaining({ seq: 3, kind: 'refund', of: 'capture-2' }),
      ],
    });
    expect(await get(to, '/ledger')).toMatchObject({ totals, byOrder: [{ orderId: 'order-1', totals }] });
  });

  it('when an authorisation is voided, then the ledger has that', async () => {
    const to = await standIn();
    const { id } = await post(to, '/authorisations', payment);
    const { reference, orderId, customerId } = payment;
    const voided = await post(to, `/authorisations/${id}/voids`, { reference, orderId, customerId }, 'k-2');
    expect(voided).toMatchObject({ http: 201, kind: 'void', amount: 1_000 });
    expect(to.summary().totals.EUR).toMatchObject({ authorised: 1_000, voided: 1_000 });
    const capture = await post(to, `/authorisations/${id}/captures`, payment, 'k-3');
    expect(capture).toMatchObject({ http: 422, code: 'authorisation-voided' });
  });

  it.each([
    ['more than was authorised', 'captures', { amount: 1_001 }, 422, 'amount-too-large'],
    ['another currency', 'captures', { currency: 'USD' }, 422, 'currency-mismatch'],
    ['another order', 'captures', { orderId: 'order-2' }, 422, 'order-mismatch'],
  ])('when %s is captured, then it is refused', async (_, what, over, status, code) => {
    const to = await standIn();
    const { id } = await post(to, '/authorisations', payment);
    const answer = await post(to, `/authorisations/${id}/${what}`, { ...payment, ...over }, 'k-2');
    expect(answer).toMatchObject({ http: status, code });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it.each([
    ['captures', { amount: 1 }, 'amount-too-large'],
    ['voids', {}, 'authorisation-captured'],
  ])('when all was captured, then further %s are refused', async (what, over, code) => {
    const to = await standIn();
    const { path } = await captured(to);
    expect(await post(to, `${path}/${what}`, { ...payment, ...over }, 'k-2')).toMatchObject({ http: 422, code });
  });

  it('when more than was captured is refunded, in several parts, then the last is refused', async () => {
    const to = await standIn();
    const { capture } = await captured(to);
    const path = `/captures/${capture.id}/refunds`;
    expect(await post(to, path, { ...payment, amount: 600 }, 'k-2')).toMatchObject({ http: 201 });
    expect(await post(to, path, { ...payment, amount: 600 }, 'k-3')).toMatchObject({ code: 'amount-too-large' });
  });

  it('when an authorisation has expired, then it cannot be captured', async () => {
    let now = 0;
    const to = await standIn({ clock: () => now });
    const { id } = await post(to, '/authorisations', payment);
    now = 7 * day;
    const answer = await post(to, `/authorisations/${id}/captures`, payment, 'k-2');
    expect(answer).toMatchObject({ http: 422, code: 'authorisation-expired' });
  });

  it.each([
    '/authorisations/authorisation-9/captures',
    '/authorisations/authorisation-9/voids',
    '/captures/capture-9/refunds',
  ])('when %s is asked, then there is no such thing', async path => {
    expect(await post(await standIn(), path, payment)).toMatchObject({
      http: 404,
      code: expect.stringMatching(/not-found$/),
    });
  });

  it.each([
    ['no key', payment, null, 'idempotency-key-missing'],
    ['no amount', { ...payment, amount: undefined }, 'k-1', 'request-invalid'],
    ['a fraction', { ...payment, amount: 1.5 }, 'k-1', 'request-invalid'],
    ['an amount as text', { ...payment, amount: '100' }, 'k-1', 'request-invalid'],
  ])('when there is %s, then it is not understood', async (_, body, key, code) => {
    expect(await post(await standIn(), '/authorisations', body, key)).toMatchObject({ http: 400, code });
  });

  it('when it wants a key, then only its operations do', async () => {
    const to = await standIn({ apiKey: 'secret' });
    expect(await post(to, '/authorisations', payment)).toMatchObject({ http: 401, code: 'unauthenticated' });
    const authorization = { authorization: 'Bearer secret' };
    expect(await post(to, '/authorisations', payment, 'k-1', authorization)).toMatchObject({ http: 201 });
    expect(await get(to, '/ledger/summary')).toMatchObject({ operations: 1 });
  });
});

describe('given an idempotency key that was used', () => {
  it('when the request is repeated, then the first answer comes again, and nothing more happens', async () => {
    const to = await standIn();
    const first = await post(to, '/authorisations', payment);
    const again = await post(to, '/authorisations', payment);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(to.summary()).toMatchObject({ operations: 1, doubled: [] });
  });

  it('when a decline is repeated, then it stays one', async () => {
    const to = await standIn({ knobs: { declines: [{ rate: 0.5, code: 'card-declined' }] }, random: () => 0.1 });
    expect(await post(to, '/authorisations', payment)).toMatchObject({ http: 402, code: 'card-declined' });
    to.turn({ declines: [] });
    expect(await post(to, '/authorisations', payment)).toMatchObject({ http: 402, code: 'card-declined' });
    expect(to.summary()).toMatchObject({ operations: 1, declined: 1, totals: {} });
  });

  it('when another request comes with it, then that is refused', async () => {
    const to = await standIn();
    await post(to, '/authorisations', payment);
    const other = await post(to, '/authorisations', { ...payment, amount: 1 });
    expect(other).toMatchObject({ http: 422, code: 'idempotency-key-reused' });
  });

  it('when the first request is still under way, then the second is told so', async () => {
    const to = await standIn({ knobs: { latencyBefore: 100 } });
    const answers = await Promise.all([post(to, '/authorisations', payment), post(to, '/authorisations', payment)]);
    expect(answers.map(({ http }) => http).sort()).toEqual([201, 409]);
    expect(to.summary().operations).toBe(1);
  });

  it('when its lifetime has passed, then it is charged again, and the ledger says so', async () => {
    let now = 0;
    const to = await standIn({ clock: () => now });
    await post(to, '/authorisations', payment);
    now = day - 1;
    await post(to, '/authorisations', payment);
    expect(to.summary().doubled).toEqual([]);
    now = day;
    expect(await post(to, '/authorisations', payment)).toMatchObject({ id: 'authorisation-2' });
    const ids = ['authorisation-1', 'authorisation-2'];
    expect(to.summary().doubled).toEqual([{ kind: 'authorisation', reference: 'r-1', ids }]);
    expect(await get(to, '/operations?kind=authorisation&reference=r-1')).toMatchObject({
      operations: ids.map(id => ({ id })),
    });
  });

  it('when keys are forgotten, then it is charged again', async () => {
    const to = await standIn({ knobs: { remembersKeys: false } });
    await post(to, '/authorisations', payment);
    await post(to, '/authorisations', payment);
    expect(to.summary().doubled).toHaveLength(1);
  });
});

describe('given a stand-in that starts again', () => {
  it('then its ledger and its keys are as they were', async () => {
    const data = await ledgerFolder();
    const first = await standIn({ data });
    const before = await post(first, '/authorisations', payment);
    await first.stop();
    const second = await standIn({ data });
    expect(second.order('order-1').totals).toMatchObject({ EUR: { authorised: 1_000 } });
    expect((await post(second, '/authorisations', payment)).text).toBe(before.text);
    expect(await post(second, '/authorisations', payment, 'k-2')).toMatchObject({ id: 'authorisation-2' });
  });

  it('when it stops while a request waits for its effect, then that never happens', async () => {
    const data = await ledgerFolder();
    const to = await standIn({ data, knobs: { latencyBefore: 600 } });
    const answer = expect(post(to, '/authorisations', payment)).rejects.toThrow();
    await vi.waitFor(async () => expect(await post(to, '/authorisations', payment)).toMatchObject({ http: 409 }));
    await to.stop();
    await answer;
    const again = await standIn({ data });
    // Beyond the time at which it would have been applied, by then into a file that somebody else has opened.
    await new Promise(resolve => setTimeout(resolve, 650));
    expect(again.summary().operations).toBe(0);
    expect(await readFile(join(data, 'ledger.ndjson'), 'utf8')).toBe('');
  });

  it('when its port is taken, then it says so', async () => {
    const to = await standIn();
    const second = standIn({ port: Number(new URL(to.url).port) });
    await expect(second).rejects.toMatchObject({ code: 'LP_STANDIN_PORT_TAKEN' });
  });
});
