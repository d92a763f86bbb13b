import { describe, expect, it, onTestFinished } from 'vitest';
import type { WebhookRequest } from '../schemas/types/webhook-requests.ts';
import type { Request } from './requests/request.ts';
import { appWithoutServers, type Rows } from './testing/without-servers.ts';

async function given(rows: Rows = () => []) {
  const sent: Request[] = [];
  const app = await appWithoutServers(rows, request => sent.push(request));
  onTestFinished(() => app.close());
  const subscribe = async (payload: object, key?: string) => {
    const headers = key === undefined ? {} : { 'idempotency-key': key };
    const answer = await app.inject({ method: 'POST', url: '/webhooks', payload, headers });
    return { status: answer.statusCode, body: answer.json() };
  };
  return { app, sent, subscribe };
}

const url = 'https://hooks.example/in';

describe('a subscription', () => {
  it('is asked for with everything, where nothing is said; its secret goes to nobody but who asks', async () => {
    const { sent, subscribe } = await given();
    const { status, body } = await subscribe({ url });
    expect([status, body]).toMatchObject([202, { status: 'undecided', subscriptionId: expect.any(String) }]);
    expect(sent.map(({ value }) => value as WebhookRequest)).toMatchObject([
      { type: 'SUBSCRIBE', subscriptionId: body.subscriptionId, subscribe: { url, types: ['*'] } },
    ]);
    expect(JSON.stringify(sent)).not.toContain(body.secret.slice('whsec_'.length));
  });

  it('has one secret, whoever repeats the request; another request has another', async () => {
    const { subscribe } = await given();
    const [first, again, other] = [
      await subscribe({ url }, 'a'),
      await subscribe({ url }, 'a'),
      await subscribe({ url }, 'b'),
    ];
    expect(again.body).toEqual(first.body);
    expect(other.body.secret).not.toBe(first.body.secret);
  });

  it('leads nowhere inside, and says what is wrong with it', async () => {
    const { sent, subscribe } = await given();
    for (const inside of [
      'http://hooks.example/',
      'https://127.0.0.1/',
      'https://[fd00::1]/',
      'https://169.254.169.254/',
    ]) {
      const { status, body } = await subscribe({ url: inside });
      expect([status, body]).toMatchObject([400, { code: 'LP_API_INPUT_INVALID', errors: [{ pointer: '#/url' }] }]);
    }
    expect(sent).toEqual([]);
  });

  it('is one of 32 at most', async () => {
    const { sent, subscribe } = await given(query => (query.includes('count(*)') ? [{ count: '32' }] : []));
    const { status, body } = await subscribe({ url });
    expect([status, body.code, sent]).toEqual([409, 'LP_API_WEBHOOKS_TOO_MANY', []]);
  });

  it('gets no secret where nobody knows it', async () => {
    const { app, sent } = await given();
    const answer = await app.inject({ method: 'POST', url: '/webhooks/webhook-1/secret' });
    expect([answer.statusCode, sent]).toEqual([404, []]);
  });
});
