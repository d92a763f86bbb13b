import { describe, expect, it } from 'vitest';
import { answered, type ClientOptions, createClient } from './client.ts';
import { outcomeOf } from './outcome.ts';
import { ProblemError } from './problem-error.ts';

type Reply = { status?: number; body?: unknown; headers?: Record<string, string> } | Error;

/** A client whose calls are answered so, one after the other, the last one for ever. */
function given(replies: readonly Reply[], options: Partial<ClientOptions> = {}) {
  const asked: { request: Request; body: string }[] = [];
  const fetch = async (request: Request) => {
    asked.push({ request, body: await request.clone().text() });
    const reply = replies[Math.min(asked.length, replies.length) - 1] as Reply;
    if (reply instanceof Error) throw reply;
    const { status = 200, body = {}, headers = {} } = reply;
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': type, ...headers } });
  };
  return { asked, client: createClient({ baseUrl: 'http://shop.example', fetch, ...options }) };
}

const order = { customerId: 'anna', lines: [{ sku: 'blue-lp', quantity: 1 }] };
const read = (client: ReturnType<typeof given>['client']) =>
  answered(client.GET('/orders/{orderId}', { params: { path: { orderId: 'a/b' } } }));
const later = {
  status: 503,
  body: { code: 'LP_API_OVERLOADED', detail: 'Come back.' },
  headers: { 'retry-after': '0' },
};

describe('a call', () => {
  it('is made of the document’s paths, with the credential, as JSON', async () => {
    const { client, asked } = given([{ status: 202, body: { requestId: 'r', orderId: 'o' } }], {
      credential: 'lp_key',
    });
    const { orderId } = await answered(client.POST('/orders', { body: order }));
    const [{ request, body } = never()] = asked;
    expect([orderId, request.method, request.url]).toEqual(['o', 'POST', 'http://shop.example/orders']);
    expect(request.headers.get('authorization')).toBe('Bearer lp_key');
    expect(JSON.parse(body)).toEqual(order);
  });

  it('writes what stands in a path so that it stays one part of it', async () => {
    const { client, asked } = given([{}]);
    await read(client);
    expect(asked[0]?.request.url).toBe('http://shop.example/orders/a%2Fb');
  });

  it('asks for the present credential each time', async () => {
    let n = 0;
    const { client, asked } = given([{}], { credential: async () => `token-${++n}` });
    await read(client);
    await read(client);
    expect(asked.map(({ request }) => request.headers.get('authorization'))).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  it('would not compile with a field or a path that the document has not', () => {
    const { client } = given([{}]);
    const calls = [
      // @ts-expect-error: the document says customerId.
      () => client.POST('/orders', { body: { customer: 'anna', lines: [] } }),
      // @ts-expect-error: there is no such path.
      () => client.GET('/order'),
      // @ts-expect-error: the path needs its parameter.
      () => client.GET('/orders/{orderId}'),
    ];
    expect(calls).toHaveLength(3);
  });
});

describe('a write', () => {
  const keyOf = (one: { request: Request } | undefined) => one?.request.headers.get('idempotency-key');

  it('has a key of its own, and waits as the client was told', async () => {
    const { client, asked } = given([{ status: 201 }], { wait: 5 });
    await client.POST('/orders', { body: order });
    await client.POST('/orders', { body: order });
    expect(keyOf(asked[0])).toMatch(/^[0-9a-f-]{36}$/);
    expect(keyOf(asked[1])).not.toBe(keyOf(asked[0]));
    expect(asked[0]?.request.headers.get('prefer')).toBe('wait=5');
  });

  it('has the key and the wait that the call names', async () => {
    const { client, asked } = given([{ status: 202 }], { wait: 5 });
    const header = { 'idempotency-key': 'mine', prefer: 'wait=0' };
    await client.POST('/orders', { body: order, params: { header } });
    expect([keyOf(asked[0]), asked[0]?.request.headers.get('prefer')]).toEqual(['mine', 'wait=0']);
  });

  it('and a read has neither', async () => {
    const { client, asked } = given([{}], { wait: 5 });
    await read(client);
    expect([keyOf(asked[0]), asked[0]?.request.headers.get('prefer')]).toEqual([null, null]);
  });
});

describe('a problem', () => {
  it('is thrown with its code, its fields and when to come back', async () => {
    const errors = [{ in: 'body', pointer: '#/lines', detail: 'is missing' }];
    const body = { type: '/problems/input-invalid', status: 400, code: 'LP_API_INPUT_INVALID', detail: 'No.', errors };
    const { client } = given([{ status: 400, body, headers: { 'retry-after': '7' } }]);
    const error = await read(client).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ status: 400, code: 'LP_API_INPUT_INVALID', retryAfter: 7, problem: { errors } });
    expect((error as Error).message).toMatch(/^LP_API_INPUT_INVALID \(400 at .*\): No\.$/);
  });

  it('of somebody else’s making is told by its status', async () => {
    const { client } = given([{ status: 502, body: '<html>' }]);
    await expect(read(client)).rejects.toMatchObject({ status: 502, code: null, problem: null, retryAfter: null });
  });
});

describe('with patience', () => {
  it('a write is repeated under its key until it is taken in', async () => {
    const { client, asked } = given([new TypeError('fetch failed'), later, { status: 202, body: { requestId: 'r' } }], {
      patience: 10_000,
    });
    expect(await answered(client.POST('/orders', { body: order }))).toEqual({ requestId: 'r' });
    expect(new Set(asked.map(({ request }) => request.headers.get('idempotency-key'))).size).toBe(1);
    expect(asked.map(({ body }) => JSON.parse(body))).toEqual([order, order, order]);
  });

  it('gives the last answer when it ends, or when to come back is after it', async () => {
    const tomorrow = { ...later, headers: { 'retry-after': '86400' } };
    for (const [patience, reply] of [
      [30, { ...later, headers: {} }],
      [10_000, tomorrow],
    ] as const) {
      const { client, asked } = given([reply], { patience });
      await expect(read(client)).rejects.toMatchObject({ code: 'LP_API_OVERLOADED' });
      expect(asked).toHaveLength(1);
    }
  });

  it('does not repeat what will be answered the same', async () => {
    const { client, asked } = given([{ status: 404, body: { code: 'LP_API_NOT_FOUND', detail: '' } }], {
      patience: 10_000,
    });
    await expect(read(client)).rejects.toMatchObject({ status: 404 });
    expect(asked).toHaveLength(1);
  });
});

describe('the outcome of a request', () => {
  const undecided = { body: { requestId: 'r', status: 'undecided' } };

  it('is waited for', async () => {
    const { client, asked } = given([undecided, { body: { requestId: 'r', status: 'rejected', reason: 'declined' } }]);
    expect(await outcomeOf(client, 'r')).toMatchObject({ status: 'rejected', reason: 'declined' });
    expect(asked).toHaveLength(2);
  });

  it('is undecided where nobody decides it in time', async () => {
    expect(await outcomeOf(given([undecided]).client, 'r', 0)).toMatchObject({ status: 'undecided' });
  });
});

function never(): never {
  throw new Error('nothing was asked');
}
