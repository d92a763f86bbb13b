import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { issuerKeys } from './issuer.ts';
import { tokenReader } from './tokens.ts';

const pairs = { one: await generateKeyPair('ES256'), two: await generateKeyPair('ES256') };
type Name = keyof typeof pairs;

/** An issuer that can be sent away. */
let server: Server;
let issuer: string;
let published: Name[] = ['one'];
let isAway = false;
let asked: string[] = [];
let now = 1_000_000_000_000;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    asked.push(request.url ?? '');
    if (isAway) return void response.writeHead(500).end();
    const keys = published.map(async kid => ({ ...(await exportJWK(pairs[kid].publicKey)), kid, alg: 'ES256' }));
    const answers: Record<string, object> = {
      '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/keys` },
      '/keys': { keys: await Promise.all(keys) },
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answers[request.url ?? '']));
  }).listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

beforeEach(() => {
  published = ['one'];
  isAway = false;
  asked = [];
});

function reader(more: { scopePrefix?: string; customerClaim?: string; cooldown?: number } = {}) {
  const { cooldown = 0, ...rest } = more;
  const keys = issuerKeys(issuer, { refreshAfter: 60_000, pause: 5_000, cooldown, now: () => now });
  const rules = { issuer, audience: 'longplay', algorithms: ['ES256'], clockTolerance: 30_000 };
  return tokenReader({ ...rules, customerClaim: 'sub', scopePrefix: '', ...rest }, keys);
}

type Claims = Record<string, unknown>;

const claimsOf = (claims: Claims) => ({
  iss: issuer,
  aud: 'longplay',
  sub: 'shop-front',
  exp: inSeconds(60),
  ...claims,
});
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;
const token = (claims: Claims = {}, by: Name = 'one', kid: string = by) =>
  new SignJWT(claimsOf({ scope: 'shop', ...claims }))
    .setProtectedHeader({ alg: 'ES256', kid })
    .sign(pairs[by].privateKey);

describe('a token', () => {
  it.each([
    ['scope, as RFC 8693 has it', { scope: 'openid shop warehouse' }, ['shop', 'warehouse']],
    ['scp, as a list', { scope: undefined, scp: ['operator', 'unknown'] }, ['operator']],
    ['neither', { scope: undefined }, []],
  ])('has the scopes of %s', async (_, claims, scopes) => {
    const caller = await reader()(await token(claims));
    expect(caller).toEqual({ kind: 'TOKEN', id: 'shop-front', scopes: new Set(scopes), customerId: null });
  });

  it('has those with the prefix alone, where there is one', async () => {
    const { scopes } = await reader({ scopePrefix: 'lp:' })(await token({ scope: 'admin lp:shop' }));
    expect(scopes).toEqual(new Set(['shop']));
  });

  it('of a customer is his alone, whatever else it says', async () => {
    const asked = await token({ sub: 'c-1', scope: 'customer shop admin' });
    expect(await reader()(asked)).toEqual({ kind: 'TOKEN', id: 'c-1', scopes: new Set(['shop']), customerId: 'c-1' });
    const claimed = await token({ scope: 'customer', account: 'c-2' });
    expect(await reader({ customerClaim: 'account' })(claimed)).toMatchObject({ id: 'shop-front', customerId: 'c-2' });
  });

  it.each([
    ['of another issuer', () => token({ iss: 'https://elsewhere.example' }), 'claim iss'],
    ['for another audience', () => token({ aud: 'other' }), 'claim aud'],
    ['that has expired', () => token({ exp: inSeconds(-60) }), 'has expired'],
    ['without an end', () => token({ exp: undefined }), 'claim exp'],
    ['that begins later', () => token({ nbf: inSeconds(90) }), 'claim nbf'],
    ['of nobody', () => token({ sub: '' }), 'sub is empty'],
    ['with too long a subject', () => token({ sub: 'x'.repeat(201) }), 'longer than 200'],
    ['signed with another key', () => token({}, 'two', 'one'), 'signature'],
    ['signed with a key that nobody knows', () => token({}, 'two'), 'does not have'],
    ['without a signature', async () => new UnsecuredJWT(claimsOf({ scope: 'admin' })).encode(), 'signed in a way'],
    ['signed with a shared secret', () => shared(), 'signed in a way'],
    ['that is none', async () => 'a.b.c', 'neither a key'],
  ])('%s is refused', async (_, make, detail) => {
    await expect(reader()(await make())).rejects.toMatchObject({
      code: 'LP_API_UNAUTHENTICATED',
      message: expect.stringContaining(detail),
    });
  });

  it('may be late by as much as clocks differ', async () => {
    await expect(reader()(await token({ exp: inSeconds(-20) }))).resolves.toMatchObject({ id: 'shop-front' });
  });
});

describe('the issuer', () => {
  it('is asked once for many tokens', async () => {
    const read = reader({ cooldown: 30_000 });
    await Promise.all(Array.from({ length: 5 }, async () => read(await token())));
    await expect(read(await token({}, 'two'))).rejects.toMatchObject({ code: 'LP_API_UNAUTHENTICATED' });
    expect(asked).toEqual(['/.well-known/openid-configuration', '/keys']);
  });

  it('may change its keys: a new one is asked for, an old one is forgotten', async () => {
    const read = reader();
    await read(await token());
    published = ['two'];
    await expect(read(await token({}, 'two'))).resolves.toMatchObject({ id: 'shop-front' });
    await expect(read(await token())).rejects.toThrow('does not have');
  });

  it('is away: known keys go on, others are 503 and not 401, and it is not asked at every request', async () => {
    const read = reader();
    await read(await token());
    isAway = true;
    now += 3_600_000;
    asked = [];
    await expect(read(await token())).resolves.toMatchObject({ id: 'shop-front' });
    await vi.waitFor(() => expect(asked).toEqual(['/keys']));
    for (const _ of [1, 2]) {
      await expect(read(await token({}, 'two'))).rejects.toMatchObject({ code: 'LP_API_UNAVAILABLE' });
    }
    expect(asked).toEqual(['/keys']);
    isAway = false;
    published = ['one', 'two'];
    now += 5_000;
    await expect(read(await token({}, 'two'))).resolves.toMatchObject({ id: 'shop-front' });
  });

  it('was never there: 503, until it is', async () => {
    const read = reader();
    isAway = true;
    await expect(read(await token())).rejects.toMatchObject({ code: 'LP_API_UNAVAILABLE' });
    isAway = false;
    now += 5_000;
    await expect(read(await token())).resolves.toMatchObject({ id: 'shop-front' });
  });

  it('has to be the one that was meant', async () => {
    const keys = issuerKeys(`${issuer}/`, { now: () => now });
    const rules = { issuer: `${issuer}/`, audience: 'longplay', algorithms: ['ES256'], clockTolerance: 0 };
    const read = tokenReader({ ...rules, customerClaim: 'sub', scopePrefix: '' }, keys);
    await expect(read(await token({ iss: `${issuer}/` }))).rejects.toThrow('it calls itself');
  });
});

const shared = () =>
  new SignJWT(claimsOf({ scope: 'admin' })).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32));
