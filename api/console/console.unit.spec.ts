import { readdirSync, readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LongplayError } from '../../runtime/errors.ts';
import type { Authenticator } from '../security/authenticator.ts';
import { anybody } from '../security/caller.ts';
import { appWithoutServers } from '../testing/without-servers.ts';

let app: FastifyInstance;
beforeAll(async () => {
  app = await appWithoutServers(undefined, undefined, keys);
});
afterAll(() => app.close());

const keys: Authenticator = {
  authenticate: async shown => {
    const scopes = { 'Bearer operator-key': ['operator'], 'Bearer shop-key': ['shop'] }[shown ?? ''];
    if (scopes === undefined) throw new LongplayError('LP_API_UNAUTHENTICATED', 'The key is not known here.');
    return { ...anybody, kind: 'KEY', id: `${scopes[0]} key`, scopes: new Set(scopes) as never };
  },
};

const own = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
const operator = { cookie: 'longplay_key=operator-key' };

describe('the console', () => {
  it('asks whoever shows no key to sign in, and brings him back', async () => {
    const { statusCode, headers } = await app.inject('/console/nowhere?q=1');
    expect([statusCode, headers.location]).toEqual([303, '/console/sign-in?next=%2Fconsole%2Fnowhere%3Fq%3D1']);
    const page = await app.inject('/console/sign-in?next=%2Fconsole%2Fnowhere%3Fq%3D1');
    expect(page.body).toContain('<input type="hidden" name="next" value="/console/nowhere?q=1">');
  });

  it('keeps the key as a cookie that scripts and other sites do not get', async () => {
    const payload = 'key=operator-key&next=%2Fconsole%2Forders';
    const { statusCode, headers } = await app.inject({
      method: 'POST',
      url: '/console/sign-in',
      headers: own,
      payload,
    });
    expect([statusCode, headers.location]).toEqual([303, '/console/orders']);
    expect(headers['set-cookie']).toBe('longplay_key=operator-key; Path=/console; HttpOnly; SameSite=Lax');
    const out = await app.inject({ method: 'POST', url: '/console/sign-out', headers: { ...own, ...operator } });
    expect(out.headers['set-cookie']).toContain('Max-Age=0');
  });

  it.each([
    ['key=guessed', 'The key is not known here.'],
    ['key=', 'The key is not known here.'],
    ['key=shop-key', 'shop key may not: the console needs the scope operator.'],
    [`key=${'x'.repeat(4_000)}`, 'not known'],
  ])('lets nobody in by %.20s', async (payload, said) => {
    const answer = await app.inject({ method: 'POST', url: '/console/sign-in', headers: own, payload });
    expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([401, undefined]);
    expect(answer.body).toContain(said);
  });

  it.each([
    '//evil.example',
    'https://evil.example/console',
    '/console\\evil',
    '/orders',
    '/console/sign-out',
    '/consoles',
  ])('never leads from signing in to %s', async next => {
    const payload = `key=operator-key&next=${encodeURIComponent(next)}`;
    const { headers } = await app.inject({ method: 'POST', url: '/console/sign-in', headers: own, payload });
    expect(headers.location).toBe('/console');
  });

  it('takes the cookie for its own pages alone: no form of another site can use it on the API', async () => {
    expect((await app.inject({ url: '/console/nowhere', headers: operator })).statusCode).toBe(404);
    expect((await app.inject({ url: '/orders', headers: operator })).statusCode).toBe(401);
  });

  it.each([{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }, { origin: 'null' }, {}])(
    'does nothing for a form that no page of it has sent: %j',
    async headers => {
      const type = { 'content-type': own['content-type'] };
      const answer = await app.inject({ method: 'POST', url: '/console/sign-out', headers: { ...type, ...headers } });
      expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([403, undefined]);
    },
  );

  it('lets a page load nothing from elsewhere and run nothing inline', async () => {
    const { headers, body } = await app.inject('/console/sign-in');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    for (const [, address = ''] of body.matchAll(/(?:src|href)="(\/console\/assets\/[^"]+)"/g)) {
      const asset = await app.inject(address);
      expect([asset.statusCode, asset.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
    }
  });

  it('have one stylesheet of all that stand for it', async () => {
    const { body } = await app.inject('/console/assets/any/console.css');
    const folder = new URL('./assets/styles/', import.meta.url);
    const missing = readdirSync(folder).filter(name => !body.includes(readFileSync(new URL(name, folder), 'utf8')));
    expect(missing).toEqual([]);
  });

  it('tells failures as pages, and who asks too little scope', async () => {
    const nowhere = await app.inject({ url: '/console/nowhere', headers: operator });
    expect(nowhere.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(nowhere.body).toContain('There is no such page.');
    expect(nowhere.body).toMatch(/<div id="page" data-live="">\s*<section id="strip"/);
    const forbidden = await app.inject({ url: '/console/nowhere', headers: { cookie: 'longplay_key=shop-key' } });
    expect([forbidden.statusCode, forbidden.headers['content-type']]).toEqual([403, 'text/html; charset=utf-8']);
    expect(forbidden.body).toMatch(/<div id="page">\s*<main/);
  });

  it.each([
    ['/console/nodes/topics/nothing', 404],
    ['/console/topics/orders?time=tea', 400],
    ['/console/nowhere', 404],
  ])('tells how the servers are above a page that failed as well: %s', async (url, status) => {
    const answer = await app.inject({ url, headers: operator });
    expect([answer.statusCode, answer.body.includes('id="strip"')]).toEqual([status, true]);
  });

  it('tells nothing of how the servers are to whoever has not signed in', async () => {
    expect((await app.inject('/console/sign-in')).body).not.toContain('id="strip"');
  });
});
