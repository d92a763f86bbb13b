import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hashOfKey, keyLine, newKey, parseKeys } from './api-keys.ts';
import { loadSettings } from './settings.ts';
import { describeSettings } from './shown.ts';

const folder = mkdtempSync(join(tmpdir(), 'longplay-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

const key = newKey('shop-front');
const made = { id: 'shop-front', scopes: ['shop', 'warehouse'] as const, customerId: null, expires: null };
const line = keyLine(key, made);
const his = keyLine(newKey('app'), { id: 'app', scopes: ['shop'], customerId: 'c=1', expires: '2027-01-01' });
const kafka = { KAFKA_BROKERS: 'b1:9092' };
const issuer = { LONGPLAY_OIDC_ISSUER: 'https://id.example/shop', LONGPLAY_OIDC_AUDIENCE: 'longplay' };
const apiOf = (env: Record<string, string>) => loadSettings(env).api;

describe('a line of a key', () => {
  it('says all of it but the key', () => {
    expect(line).not.toContain(key);
    expect(parseKeys(`# of the shop\n\n${line} # until spring\n${his};`)).toEqual([
      { id: 'shop-front', scopes: ['shop', 'warehouse'], hash: hashOfKey(key), customerId: null, expiresAt: null },
      expect.objectContaining({ id: 'app', customerId: 'c=1', expiresAt: Date.UTC(2027, 0, 1) }),
    ]);
    expect(newKey('shop-front')).not.toBe(key);
    expect(key).toMatch(/^lp_shop-front_[\w-]{43}$/);
  });

  const hash = line.split(' ')[2] as string;
  it.each([
    ['the key in the place of its hash', `shop-front shop ${key}`, 'third comes sha256:'],
    ['half a hash', `shop-front shop ${hash.slice(0, 30)}`, 'third comes sha256:'],
    ['an unknown scope', `shop-front shop,root ${hash}`, 'after the id come scopes'],
    ['an id with a space in it', `shop front shop ${hash}`, 'after the id come scopes'],
    ['no id', `_ shop ${hash}`, 'must begin with an id'],
    ['an unknown word', `a shop ${hash} owner=c-1`, 'customer=ID or expires=TIME'],
    ['nothing after =', `a shop ${hash} customer=`, 'customer=ID or expires=TIME'],
    ['a customer who is an operator', `a shop,operator ${hash} customer=c-1`, 'the scope shop, and no other'],
    ['a time without a zone', `a shop ${hash} expires=2027-01-01T00:00:00`, 'a day or a time'],
    ['an id twice', `a shop ${hash}\na admin ${hash}`, 'names the key a twice'],
  ])('is refused with %s, and shown to nobody', (_, text, sentence) => {
    const start = () => loadSettings({ LONGPLAY_API_KEYS: text });
    expect(start).toThrow(sentence);
    expect(start).not.toThrow(key);
    expect(start).not.toThrow(hash.slice(7, 30));
  });
});

describe('who may ask the API', () => {
  it.each([
    ['a Kafka of our own', {}, 'development'],
    ['a given Kafka', kafka, 'missing'],
    ['a given Kafka, and a wish for keys', { ...kafka, LONGPLAY_API_AUTH: 'required' }, 'missing'],
    ['keys', { LONGPLAY_API_KEYS: line }, 'required'],
    ['an issuer', { ...kafka, ...issuer }, 'required'],
    ['keys, and one for development', { LONGPLAY_API_KEYS: line, LONGPLAY_API_AUTH: 'development' }, 'development'],
    ['a given Kafka, and a key for development', { ...kafka, LONGPLAY_API_AUTH: 'development' }, 'development'],
    ['off', { ...kafka, LONGPLAY_API_AUTH: 'off' }, 'off'],
  ])('with %s', (_, env, auth) => {
    expect(apiOf(env).auth).toBe(auth);
  });

  it('has his key in a variable or a file, and no other', () => {
    const file = join(folder, 'keys');
    writeFileSync(file, `${his}\n`);
    const env = { LONGPLAY_API_KEYS: line, LONGPLAY_API_KEYS_FILE: file };
    expect(apiOf(env).keys.map(({ id }) => id)).toEqual(['shop-front', 'app']);
    expect(describeSettings(loadSettings(env))).toContain('LONGPLAY_API_KEYS=***');
    expect(() => loadSettings({ ...env, LONGPLAY_API_KEYS: his })).toThrow('names the key app, and so does');
    expect(() => loadSettings({ LONGPLAY_API_KEYS_FILE: join(folder, 'none') })).toThrow('does not exist');
  });

  it('has a token of the issuer, named letter by letter', () => {
    expect(apiOf({ ...issuer, LONGPLAY_OIDC_ISSUER: 'https://id.example' }).oidc).toEqual({
      issuer: 'https://id.example',
      audience: 'longplay',
      algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
      customerClaim: 'sub',
      scopePrefix: '',
      clockTolerance: 30_000,
    });
  });

  it('is everybody, loudly, or nobody whose key has ended', () => {
    expect(loadSettings({ LONGPLAY_API_AUTH: 'off' }).warnings).toEqual([expect.stringContaining('every program')]);
    const ended = keyLine(key, { ...made, expires: '2020-01-01' });
    expect(loadSettings({ LONGPLAY_API_KEYS: ended }).warnings).toEqual([
      'The API key shop-front has expired; remove its line.',
    ]);
  });

  it('takes lists of origins, algorithms and proxies', () => {
    const env = {
      ...issuer,
      LONGPLAY_API_CORS: 'https://shop.example, http://127.0.0.1:3000',
      LONGPLAY_API_TRUST_PROXY: '10.0.0.0/8, ::1',
      LONGPLAY_OIDC_ALGORITHMS: 'ES384',
    };
    expect(apiOf(env)).toMatchObject({
      cors: ['https://shop.example', 'http://127.0.0.1:3000'],
      trustProxy: ['10.0.0.0/8', '::1'],
      oidc: { algorithms: ['ES384'] },
      limits: { client: 60_000, customer: 600, address: 600 },
    });
  });

  it.each([
    ['off where others can reach it', { LONGPLAY_API_AUTH: 'off', HOST: '0.0.0.0' }, 'is off, and HOST is 0.0.0.0'],
    ['off behind a proxy', { LONGPLAY_API_AUTH: 'off', LONGPLAY_API_TRUST_PROXY: '127.0.0.1' }, 'TRUST_PROXY is set'],
    ['off with keys', { LONGPLAY_API_AUTH: 'off', LONGPLAY_API_KEYS: line }, 'LONGPLAY_API_KEYS is set'],
    ['an issuer without an audience', { LONGPLAY_OIDC_ISSUER: 'https://id.example' }, 'AUDIENCE is not set'],
    ['an audience without an issuer', { LONGPLAY_OIDC_AUDIENCE: 'x' }, 'LONGPLAY_OIDC_ISSUER is not set'],
    ['an issuer without TLS', { ...issuer, LONGPLAY_OIDC_ISSUER: 'http://id.example' }, 'begins with http://'],
    ['no signature', { ...issuer, LONGPLAY_OIDC_ALGORITHMS: 'none' }, 'must be of RS256'],
    ['a shared secret', { ...issuer, LONGPLAY_OIDC_ALGORITHMS: 'RS256,HS256' }, 'must be of RS256'],
    ['all origins', { LONGPLAY_API_CORS: '*' }, 'must be origins'],
    ['an origin with a path', { LONGPLAY_API_CORS: 'https://shop.example/' }, 'must be origins'],
    ['all proxies', { LONGPLAY_API_TRUST_PROXY: '0.0.0.0/0' }, 'never all of them'],
    ['proxies by name', { LONGPLAY_API_TRUST_PROXY: 'true' }, 'must be IP addresses'],
  ])('is refused: %s', (_, env, sentence) => {
    expect(() => loadSettings(env)).toThrow(sentence);
  });
});
