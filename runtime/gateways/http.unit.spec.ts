import { describe, expect, it, onTestFinished } from 'vitest';
import { createHttp, type HttpOptions } from './http.ts';
import { unbroken } from './testing/effects.ts';
import { scriptedServer } from './testing/scripted-server.ts';

function clientOf(options: HttpOptions) {
  const client = createHttp(options);
  onTestFinished(() => client.close());
  return client;
}

describe('given a server that answers', () => {
  it('then its status, media type and body are there, below the path of the base URL', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
    const server = await scriptedServer({ status: 201, body: '{"id":"a"}', headers });
    const client = clientOf({ url: `${server.url}/v2/`, headers: { authorization: 'Bearer x' } });
    const answer = await client.ask('POST', '/things', unbroken(), {
      headers: { 'idempotency-key': 'k' },
      body: { ü: 1 },
    });
    expect(answer).toEqual({ status: 201, mediaType: 'application/json', body: { id: 'a' }, retryAfter: null });
    expect(server.seen).toMatchObject([
      {
        method: 'POST',
        path: '/v2/things',
        body: { ü: 1 },
        headers: { authorization: 'Bearer x', 'idempotency-key': 'k', 'content-type': 'application/json' },
      },
    ]);
  });

  it.each([
    ['not JSON though it says so', { 'content-type': 'application/json' }, '{"id":'],
    ['HTML', { 'content-type': 'text/html' }, '<h1>It works!</h1>'],
    ['JSON that does not say so', {}, '{"id":"a"}'],
    ['larger than allowed', { 'content-type': 'application/json' }, JSON.stringify('x'.repeat(2_000))],
  ])('when the body is %s, then there is none', async (_, headers, body) => {
    const server = await scriptedServer({ status: 200, body, headers });
    const answer = await clientOf({ url: server.url, largestAnswer: 1_000 }).ask('GET', '/', unbroken());
    expect(answer.body).toBeUndefined();
  });

  it('when it redirects, then that is the answer', async () => {
    const server = await scriptedServer({ status: 307, headers: { location: '/elsewhere' } });
    expect(await clientOf({ url: server.url }).ask('POST', '/', unbroken(), { body: {} })).toMatchObject({
      status: 307,
    });
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    ['3', 3_000],
    ['0.2', 200],
    [new Date(0).toUTCString(), 0],
    ['soon', null],
  ])('when it says Retry-After: %s, then that is %s ms', async (said, ms) => {
    const server = await scriptedServer({ status: 503, headers: { 'retry-after': said } });
    expect((await clientOf({ url: server.url }).ask('GET', '/', unbroken())).retryAfter).toBe(ms);
  });
});

describe('given a server that does not answer', () => {
  it.each(['reset', 'half'] as const)('when the connection breaks (%s), then it counts as unreachable', async step => {
    const server = await scriptedServer(step);
    const answer = clientOf({ url: server.url }).ask('POST', '/', unbroken(), { body: {} });
    await expect(answer).rejects.toMatchObject({ code: 'provider-unreachable' });
  });

  it('when nobody listens, then the reason is named', async () => {
    const server = await scriptedServer('hang');
    await server.close();
    const answer = clientOf({ url: server.url }).ask('GET', '/', unbroken());
    await expect(answer).rejects.toMatchObject({
      code: 'provider-unreachable',
      message: 'No answer: the connection failed (ECONNREFUSED).',
    });
  });

  it('when the caller gives up, then so does the request', async () => {
    const server = await scriptedServer('hang');
    const caller = new AbortController();
    const answer = clientOf({ url: server.url }).ask('GET', '/', caller.signal);
    const rejected = expect(answer).rejects.toBe('enough');
    caller.abort('enough');
    await rejected;
  });
});
