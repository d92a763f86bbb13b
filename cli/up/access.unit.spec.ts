import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseKeys } from '../../runtime/config/api-keys.ts';
import { loadSettings } from '../../runtime/config/settings.ts';
import { main } from '../longplay.ts';
import { openAccess, refuseWithoutAuth } from './access.ts';

const home = mkdtempSync(join(tmpdir(), 'longplay-access-'));
const file = join(home, 'api.key');
afterAll(() => rmSync(home, { recursive: true }));

const settingsOf = (env: Record<string, string> = {}) => loadSettings({ LONGPLAY_HOME: home, ...env });
const bearer = (key: string | null) => `Bearer ${key}`;

describe('a key for development', () => {
  it('is made once, for its owner’s eyes, and opens everything', async () => {
    const [first, second] = await Promise.all([openAccess(settingsOf()), openAccess(settingsOf())]);
    expect(readFileSync(file, 'utf8').trim()).toBe(first.developmentKey);
    expect([statSync(file).mode & 0o777, second.developmentKey]).toEqual([0o600, first.developmentKey]);
    const caller = await first.auth.authenticate(bearer(first.developmentKey));
    expect(caller).toEqual({ kind: 'KEY', id: 'development', scopes: new Set(['admin']), customerId: null });
  });

  it.each([
    ['others may read', () => chmodSync(file, 0o644), 'may be read by others'],
    ['was emptied', () => writeFileSync(file, '', { mode: 0o600 }), 'holds no key'],
  ])('that %s is refused', async (_, spoil, reason) => {
    spoil();
    await expect(openAccess(settingsOf())).rejects.toMatchObject({
      code: 'LP_API_DEVELOPMENT_KEY_UNFIT',
      message: expect.stringContaining(reason),
    });
    rmSync(file);
    await openAccess(settingsOf());
  });
});

describe('an installation', () => {
  it('with keys of its own lets nobody in by another, and is started by a key that the command has made', async () => {
    const { key, line } = await made('--id', 'app', '--scope', 'shop', '--customer', 'anna', '--expires', '2099-01-01');
    expect(parseKeys(line)).toMatchObject([{ id: 'app', customerId: 'anna', expiresAt: Date.UTC(2099, 0, 1) }]);
    const settings = settingsOf({ LONGPLAY_API_KEYS: line, KAFKA_BROKERS: 'kafka:9092' });
    refuseWithoutAuth(settings);
    const { auth, developmentKey } = await openAccess(settings);
    expect(developmentKey).toBeNull();
    expect(await auth.authenticate(bearer(key))).toMatchObject({ kind: 'KEY', id: 'app', customerId: 'anna' });
    const other = readFileSync(file, 'utf8').trim();
    await expect(auth.authenticate(bearer(other))).rejects.toMatchObject({ code: 'LP_API_UNAUTHENTICATED' });
  });

  it('without any, on a given Kafka, does not start', () => {
    expect(() => refuseWithoutAuth(settingsOf({ KAFKA_BROKERS: 'kafka:9092' }))).toThrow(
      expect.objectContaining({ code: 'LP_API_AUTH_MISSING', remedy: expect.stringContaining('longplay keys new') }),
    );
  });

  it('that is off lets everybody in', async () => {
    const { auth, developmentKey } = await openAccess(settingsOf({ LONGPLAY_API_AUTH: 'off' }));
    expect(developmentKey).toBeNull();
    expect(await auth.authenticate(undefined)).toMatchObject({ kind: 'ANONYMOUS', customerId: null });
  });
});

describe('longplay keys new', () => {
  it('says which is the key, and which the line', async () => {
    const { output } = await run('keys', 'new', '--id', 'shop-front', '--scope', 'shop', 'warehouse');
    expect(output).toMatch(
      /shown only now:\n {2}lp_shop-front_[\w-]{43}\n.*\n {2}shop-front shop,warehouse sha256:[\w-]{43}\n$/,
    );
  });

  it.each([
    [['--id', 'a b', '--scope', 'shop'], '--id takes'],
    [['--id', 'a', '--scope', 'root'], '--scope root is none of'],
    [['--id', 'a', '--scope', 'admin', '--customer', 'c-1'], '--customer takes'],
    [['--id', 'a', '--scope', 'shop', '--customer', 'c #1'], '--customer takes'],
    [['--id', 'a', '--scope', 'shop', '--expires', 'soon'], '--expires takes'],
    [['--id', 'a', '--scope', 'shop', '--expires', '2020-01-01'], 'has been already'],
    [['--scope', 'shop'], "'--id <id>' not specified"],
  ])('refuses %j', async (options, reason) => {
    const { code, errors } = await run('keys', 'new', ...options);
    expect([code, errors]).toEqual([2, expect.stringContaining(reason)]);
  });
});

async function made(...options: string[]): Promise<{ key: string; line: string }> {
  const { code, output } = await run('keys', 'new', ...options, '--json');
  expect(code).toBe(0);
  return JSON.parse(output);
}

async function run(...words: string[]) {
  const [output, errors]: [string[], string[]] = [[], []];
  const into = (list: string[]) => ({ write: (text: string) => list.push(text) }) as unknown as NodeJS.WriteStream;
  const code = await main(words, { stdout: into(output), stderr: into(errors), env: {} });
  return { code, output: output.join(''), errors: errors.join('') };
}
