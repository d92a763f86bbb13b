import { describe, expect, it, vi } from 'vitest';
import { ledgerFolder, standIn } from '../testing/stand-in.ts';
import type { PaymentStandIn } from './server.ts';

const day = 24 * 60 * 60_000;
const payment = { reference: 'r-1', orderId: 'order-1', customerId: 'customer-1', amount: 1_000, currency: 'EUR' };

async function post(to: PaymentStandIn, path: string, body: object, key: string | null = 'k-1', headers = {}) {
  const response = await fetch(`${to.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key !== null && { 'idempotency-key': key }), ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const answer = JSON.parse(text) as Record<string, unknown>;
  return { ...answer, id: String(answer.id), http: response.status, headers: response.headers, text };
}

const get = async (to: PaymentStandIn, path: string) => (await fetch(`${to.url}${path}`)).json();
const turn = async (to: PaymentStandIn, method: 'PUT' | 'PATCH', knobs: object) => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${to.url}/knobs`, { method, headers, body: JSON.stringify(knobs) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

async function captured(to: PaymentStandIn, amount = 1_000) {
  const { id } = await post(to, '/authorisations', payment, 'k-authorise');
  const path = `/authorisations/${id}`;
  const capture = await post(to, `${path}/captures`, { ...payment, reference: 'r-2', amount }, 'k-capture');
  return { path, capture };
}

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

describe('given its knobs', () => {
  it('when nothing is turned, then customers whose id begins with declined- are declined', async () => {
    const answer = await post(await standIn(), '/authorisations', { ...payment, customerId: 'declined-dora' });
    expect(answer).toMatchObject({ http: 402, code: 'card-declined' });
  });

  it.each([
    [13, 402],
    [2_013, 402],
    [1_300, 201],
  ])('when amounts that end with 13 are declined, then %s answers %s', async (amount, status) => {
    const to = await standIn({ knobs: { declines: [{ amountEnds: 13, code: 'insufficient-funds' }] } });
    expect(await post(to, '/authorisations', { ...payment, amount })).toMatchObject({ http: status });
  });

  it('when only captures are declined, then authorisations are not', async () => {
    const to = await standIn({ knobs: { declines: [{ kind: 'capture', code: 'lost' }] } });
    const { capture } = await captured(to);
    expect(capture).toMatchObject({ http: 402, code: 'lost' });
  });

  it('when it fails, then nothing was done, and the same key works afterwards', async () => {
    const to = await standIn({ knobs: { errorRate: 1 } });
    expect(await post(to, '/authorisations', payment)).toMatchObject({ http: 503, code: 'unavailable' });
    expect(to.summary().operations).toBe(0);
    to.turn({ errorRate: 0 });
    expect(await post(to, '/authorisations', payment)).toMatchObject({ http: 201 });
  });

  it('when its answers get lost, then the ledger has what nobody was told', async () => {
    const to = await standIn({ knobs: { lostRate: 1 } });
    await expect(post(to, '/authorisations', payment)).rejects.toThrow('fetch failed');
    expect(to.order('order-1').totals).toMatchObject({ EUR: { authorised: 1_000 } });
  });

  it.each([
    [0, '<h1>It works!</h1>'],
    [0.4, 'e'],
    [0.9, '"amount":1001'],
  ])('when its answers are garbage (%s), then the ledger is right all the same', async (chance, holds) => {
    const to = await standIn({ knobs: { garbageRate: 1 }, random: () => chance });
    const response = await fetch(`${to.url}/authorisations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'k-1' },
      body: JSON.stringify(payment),
    });
    expect(await response.text()).toContain(holds);
    expect(to.order('order-1').totals).toMatchObject({ EUR: { authorised: 1_000 } });
  });

  it('when it is slow, then it takes that long, before and after', async () => {
    const to = await standIn({ knobs: { latencyBefore: 40, latencyAfter: 40, jitter: 40 }, random: () => 0.5 });
    const begun = performance.now();
    await post(to, '/authorisations', payment);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(98);
  });

  it('when some are turned over HTTP, then the others stay; when all are set, then the others go back', async () => {
    const to = await standIn({ knobs: { errorRate: 0.5 } });
    expect(await turn(to, 'PATCH', { lostRate: 0.1 })).toMatchObject({ body: { errorRate: 0.5, lostRate: 0.1 } });
    expect(await turn(to, 'PUT', { latencyAfter: 5 })).toMatchObject({
      status: 200,
      body: { errorRate: 0, lostRate: 0, latencyAfter: 5, keyLifetime: day, remembersKeys: true },
    });
    expect(await get(to, '/knobs')).toMatchObject({ latencyAfter: 5 });
  });

  it.each([{ errorrate: 1 }, { errorRate: 2 }, { errorRate: '1' }, { declines: [{ code: 'Not A Code' }] }])(
    'when they are turned to %j, then nothing changes',
    async knobs => {
      const to = await standIn();
      expect(await turn(to, 'PATCH', knobs)).toMatchObject({ status: 400, body: { code: 'request-invalid' } });
      expect(await get(to, '/knobs')).toMatchObject({ errorRate: 0 });
    },
  );

  it('when it is to start with wrong ones, then it does not', async () => {
    const started = standIn({ knobs: { errorRate: 2 } });
    await expect(started).rejects.toMatchObject({
      code: 'LP_STANDIN_USAGE',
      message: expect.stringContaining('errorRate must be <= 1'),
    });
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
    const to = await standIn({ data, knobs: { latencyBefore: 5_000 } });
    const answer = expect(post(to, '/authorisations', payment)).rejects.toThrow();
    await vi.waitFor(async () => expect(await post(to, '/authorisations', payment)).toMatchObject({ http: 409 }));
    await to.stop();
    await answer;
    expect((await standIn({ data })).summary().operations).toBe(0);
  });

  it('when its port is taken, then it says so', async () => {
    const to = await standIn();
    const second = standIn({ port: Number(new URL(to.url).port) });
    await expect(second).rejects.toMatchObject({ code: 'LP_STANDIN_PORT_TAKEN' });
  });
});
