import { describe, expect, it } from 'vitest';
import { captured, get, payment, post } from '../testing/asking.ts';
import { standIn } from '../testing/stand-in.ts';
import type { PaymentStandIn } from './server.ts';

const day = 24 * 60 * 60_000;

const turn = async (to: PaymentStandIn, method: 'PUT' | 'PATCH', knobs: object) => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${to.url}/knobs`, { method, headers, body: JSON.stringify(knobs) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

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
