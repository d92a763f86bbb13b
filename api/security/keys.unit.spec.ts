import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createAuthenticator } from './authenticator.ts';
import { anybody } from './caller.ts';

const hashOf = (key: string) => createHash('sha256').update(key).digest();
const key = { id: 'shop-front', scopes: ['shop'] as const, hash: hashOf('lp_one'), customerId: null, expiresAt: null };
const his = { ...key, id: 'app', hash: hashOf('lp_two'), customerId: 'c-1', expiresAt: 2_000 };
let now = 1_000;
const tokens = async () => anybody;
const auth = createAuthenticator({ keys: [key, his], tokens: null, now: () => now });

describe('a key', () => {
  it('tells who asks, what he may, and whose he is', async () => {
    expect(await auth.authenticate('Bearer lp_one')).toEqual({
      kind: 'KEY',
      id: 'shop-front',
      scopes: new Set(['shop']),
      customerId: null,
    });
    expect(await auth.authenticate('bearer  lp_two')).toMatchObject({ id: 'app', customerId: 'c-1' });
  });

  it('ends when its time is over', async () => {
    now = 2_000;
    await expect(auth.authenticate('Bearer lp_two')).rejects.toThrow('The key has expired.');
    now = 1_000;
  });

  it.each([
    ['nothing', undefined, 'shows no key'],
    ['another scheme', 'Basic bHA6b25l', 'is not: Bearer'],
    ['two keys', 'Bearer lp_one lp_two', 'is not: Bearer'],
    ['an unknown one', 'Bearer lp_three', 'not known here'],
    ['the hash of one', `Bearer ${hashOf('lp_one').toString('base64url')}`, 'not known here'],
    ['what looks like a token, where no issuer is configured', 'Bearer a.b.c', 'not known here'],
  ])('is refused: %s; and nothing of it is repeated', async (_, header, detail) => {
    const refused = await auth.authenticate(header).catch(error => error);
    expect(refused).toMatchObject({ code: 'LP_API_UNAUTHENTICATED', message: expect.stringContaining(detail) });
    if (header !== undefined) expect(refused.message).not.toContain(header.slice(7));
  });

  it('is never taken for a token, nor a token for a key', async () => {
    const both = createAuthenticator({ keys: [key], tokens });
    expect(await both.authenticate('Bearer lp_one')).toMatchObject({ id: 'shop-front' });
    expect(await both.authenticate('Bearer a.b.c')).toBe(anybody);
    await expect(both.authenticate('Bearer lp_other')).rejects.toThrow('The key is not known here.');
  });
});
