import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localKeyEncryptionKey, parseKeyEncryptionKeys } from './key-encryption-key.ts';
import { unwrapKey, wrapFreshKey } from './wrap.ts';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'vault-key-'));
});

afterEach(async () => {
  await rm(home, { recursive: true });
});

const fresh = () => randomBytes(32).toString('base64');

describe('given no key file', () => {
  it('then one is made, for its owner only, and kept', async () => {
    const file = join(home, 'new', 'vault.key');
    const first = await localKeyEncryptionKey(file);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await localKeyEncryptionKey(file)).id).toBe(first.id);
    expect(await readdir(join(home, 'new'))).toEqual(['vault.key']);
  });

  it('then all that start at the same moment get the same', async () => {
    const file = join(home, 'vault.key');
    const keys = await Promise.all(Array.from({ length: 20 }, () => localKeyEncryptionKey(file)));
    expect(new Set(keys.map(key => key.id)).size).toBe(1);
    expect(await readdir(home)).toEqual(['vault.key']);
  });
});

describe('given a key file', () => {
  it('then one that others may read is refused, with the remedy', async () => {
    const file = join(home, 'vault.key');
    await localKeyEncryptionKey(file);
    await chmod(file, 0o640);
    await expect(localKeyEncryptionKey(file)).rejects.toMatchObject({
      code: 'LP_VAULT_KEY_INVALID',
      kind: 'fatal',
      message: `Others may read the vault's key; run: chmod 600 ${file}`,
    });
  });

  it.each(['', 'short', `${fresh()}x`, randomBytes(31).toString('base64')])(
    'then %j in it is refused, not shown',
    async content => {
      const file = join(home, 'vault.key');
      await writeFile(file, content, { mode: 0o600 });
      await expect(localKeyEncryptionKey(file)).rejects.toMatchObject({
        code: 'LP_VAULT_KEY_INVALID',
        message: `${file} has to hold 32 bytes in base64.`,
      });
      expect(await readFile(file, 'utf8')).toBe(content);
    },
  );
});

describe('given a setting', () => {
  it('then its keys are told apart by their ids, the newest first', () => {
    const [newer, older] = [fresh(), fresh()];
    const keys = parseKeyEncryptionKeys(`${newer}, ${older}`);
    expect(keys.map(key => key.id)).toEqual([parseKeyEncryptionKeys(newer)[0].id, parseKeyEncryptionKeys(older)[0].id]);
    expect(() => parseKeyEncryptionKeys(`${newer},`)).toThrow('VAULT_KEY has to hold 32 bytes in base64.');
  });
});

describe('given a wrapped data key', () => {
  const [kek] = parseKeyEncryptionKeys(fresh());

  it('then it unwraps to the same each time, and no two are alike', () => {
    const wrapped = wrapFreshKey('c-1', kek);
    expect(unwrapKey(wrapped, 'c-1', kek).equals(unwrapKey(wrapped, 'c-1', kek))).toBe(true);
    expect(unwrapKey(wrapFreshKey('c-1', kek), 'c-1', kek).equals(unwrapKey(wrapped, 'c-1', kek))).toBe(false);
  });

  it('then neither another subject, nor another key, nor a changed byte unwraps it', () => {
    const wrapped = wrapFreshKey('c-1', kek);
    const [other] = parseKeyEncryptionKeys(fresh());
    const wrong = expect.objectContaining({ code: 'LP_VAULT_KEY_WRONG', kind: 'fatal' });
    expect(() => unwrapKey(wrapped, 'c-2', kek)).toThrow(wrong);
    expect(() => unwrapKey(wrapped, 'c-1', other)).toThrow(wrong);
    for (const index of wrapped.keys()) {
      const changed = Buffer.from(wrapped);
      changed[index] = (changed[index] as number) ^ 1;
      expect(() => unwrapKey(changed, 'c-1', kek)).toThrow(wrong);
    }
  });
});
