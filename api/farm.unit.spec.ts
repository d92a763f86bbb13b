import { describe, expect, it, onTestFinished } from 'vitest';
import type { Request } from './requests/request.ts';
import { appWithoutServers, type Rows } from './testing/without-servers.ts';

async function given(rows: Rows = () => []) {
  const sent: Request[] = [];
  const app = await appWithoutServers(rows, request => sent.push(request));
  onTestFinished(() => app.close());
  const ask = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) => {
    const answer = await app.inject({ method, url, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json() };
  };
  return { sent, ask };
}

const terms = { portfolioId: 'desk-1', kind: 'CALL', quantity: -5, strike: 10_000, expiryDays: 30 };
const quote = { sequence: 7, price: { amount: 9_900, currency: 'USD' }, volatility: 2_000 };

describe('a position', () => {
  it('is put into, and removed from, the instrument that its id begins with', async () => {
    const { sent, ask } = await given();
    expect((await ask('PUT', '/positions/acme~desk-1-call', terms)).status).toBe(202);
    expect((await ask('DELETE', '/positions/acme~desk-1-call')).status).toBe(202);
    expect(sent).toMatchObject([
      {
        topic: 'market-requests',
        key: 'acme',
        value: {
          type: 'PUT_POSITION',
          putPosition: { positionId: 'acme~desk-1-call', terms: { ...terms, barrier: null, tolerance: 0 } },
        },
      },
      { key: 'acme', value: { type: 'REMOVE_POSITION', removePosition: { positionId: 'acme~desk-1-call' } } },
    ]);
  });

  it.each([
    ['/positions/acme', terms],
    ['/positions/~call', terms],
    ['/positions/acme~call', { ...terms, kind: 'FUTURE' }],
    ['/positions/acme~call', { ...terms, quantity: 0.5 }],
    ['/positions/acme~call', { ...terms, tolerance: -1 }],
  ])('is refused where it is none: %s %o', async (url, payload) => {
    const { sent, ask } = await given();
    expect(await ask('PUT', url, payload)).toMatchObject({ status: 400, body: { code: 'LP_API_INPUT_INVALID' } });
    expect(sent).toEqual([]);
  });

  it('is shown with its price, what that rests on, and how often it was asked for', async () => {
    const usd = (amount: number) => ({ amount, currency: 'USD' });
    const asked = { number: 1, at: 0, quote: { ...quote, sequence: 1 }, terms: { ...terms, quantity: 10 } };
    const document = {
      price: usd(450),
      value: usd(4_500),
      asked,
      of: asked,
      pricedAt: 0,
      tries: 3,
      failure: { code: 'job-crashed', attempts: 3, at: 0 },
      askedCount: 2,
      pricedCount: 1,
      overtakenCount: 0,
      failedCount: 1,
    };
    const row = {
      position_id: 'acme~1',
      version: '4',
      instrument_id: 'acme',
      portfolio_id: 'desk-1',
      status: 'FAILED',
      stale: true,
      changed_at: new Date(0),
      document,
    };
    const { ask } = await given(query => (query.includes('position_prices') ? [row] : []));
    const { status, body } = await ask('GET', '/positions/acme~1');
    expect([status, body]).toMatchObject([
      200,
      {
        version: 4,
        status: 'FAILED',
        stale: true,
        value: { amount: 4_500, currency: 'USD' },
        of: { number: 1, quote: { sequence: 1 }, quantity: 10 },
        failure: { code: 'job-crashed' },
        counts: { asked: 2, priced: 1, overtaken: 0, failed: 1 },
        links: { instrument: '/instruments/acme', portfolio: '/portfolios/desk-1' },
      },
    ]);
  });
});

describe('a quote', () => {
  it('is told of an instrument, whole', async () => {
    const { sent, ask } = await given();
    expect((await ask('POST', '/instruments/acme/quotes', quote)).status).toBe(202);
    expect(sent).toMatchObject([{ topic: 'market-requests', key: 'acme', value: { type: 'QUOTE', quote } }]);
    expect((await ask('POST', '/instruments/acme/quotes', { ...quote, volatility: 0.2 })).status).toBe(400);
  });
});

it('a portfolio is the sum of its positions, by currency', async () => {
  const row = {
    portfolio_id: 'desk-1',
    currency: 'USD',
    value: '-45',
    positions: '3',
    stale: '1',
    unpriced: '1',
    failed: '0',
    owed: '1',
  };
  const { ask } = await given(query => (query.includes('portfolio_totals') ? [row] : []));
  expect((await ask('GET', '/portfolios/desk-1')).body).toMatchObject({
    portfolioId: 'desk-1',
    totals: [{ currency: 'USD', value: -45, positions: 3, stale: 1, unpriced: 1, failed: 0, owed: 1 }],
    links: { positions: '/positions?portfolioId=desk-1' },
  });
});
