import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { connectPostgres } from '../postgres/connect.ts';
import { parseKeyEncryptionKeys } from './key-encryption-key.ts';
import { keyIdOf } from './key-id.ts';
import { openPostgresVault } from './postgres.ts';
import { exportVault, importVault, type VaultPlace } from './transfer.ts';

const stamp = Date.now().toString(36);
const sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: 'vault-transfer-spec' });
const folder = mkdtempSync(join(tmpdir(), 'longplay-vault-'));
const at = (path: string) => ({ path, passphrase: 'correct horse battery staple', cost: 2 ** 10 });
const schemas: string[] = [];
const place = (name: string): VaultPlace => {
  const schema = `vault_${name}_${stamp}`;
  schemas.push(schema);
  // Another key-encryption key for each, as another machine has.
  return { sql, schema, keyEncryptionKeys: parseKeyEncryptionKeys(randomBytes(32).toString('base64')) };
};
const secrets = async (of: VaultPlace, subjects: readonly string[]) => {
  const vault = await openPostgresVault({ ...of, keepFor: 0 });
  const keys = await vault.keysById(subjects.map(keyIdOf));
  return subjects.map(subject => {
    const key = keys.get(keyIdOf(subject));
    return key === undefined ? 'none' : (key.secret?.export().toString('hex') ?? 'destroyed');
  });
};

afterAll(async () => {
  for (const schema of schemas) await sql`drop schema if exists ${sql(schema)} cascade`;
  await sql.end({ timeout: 5 });
  rmSync(folder, { recursive: true });
});

describe('a vault on its way', () => {
  it('given live and destroyed keys, when they are imported elsewhere, then all are what they were, also the second time', async () => {
    const [from, to] = [place('from'), place('to')];
    const vault = await openPostgresVault(from);
    const people = Array.from({ length: 2_500 }, (_, n) => `c-${n}`);
    await vault.keysFor(people);
    await vault.destroy('c-7');
    await vault.destroy('never-seen');
    const file = join(folder, 'all.vault');
    expect(await exportVault(from, at(file))).toEqual({ live: 2_499, destroyed: 2 });
    expect(statSync(file).mode & 0o077).toBe(0);
    const all = [...people, 'never-seen'];
    expect(await importVault(to, at(file))).toEqual({ added: 2_501, same: 0, destroyed: 0, stayDestroyed: 0 });
    expect(await secrets(to, all)).toEqual(await secrets(from, all));
    expect((await secrets(to, ['c-7', 'never-seen', 'other'])).join()).toBe('destroyed,destroyed,none');
    expect(await importVault(to, at(file))).toEqual({ added: 0, same: 2_501, destroyed: 0, stayDestroyed: 0 });
    await expect(exportVault(from, at(file))).rejects.toThrow('it exists');
  }, 60_000);

  it('given keys that are destroyed on one side, when they meet, then they are destroyed, whichever side it was', async () => {
    const [from, to] = [place('a'), place('b')];
    const vault = await openPostgresVault(from);
    await vault.keysFor(['later', 'here', 'there']);
    const first = join(folder, 'first.vault');
    await exportVault(from, at(first));
    await importVault(to, at(first));
    await (await openPostgresVault(to)).destroy('here');
    await vault.destroy('there');
    const second = join(folder, 'second.vault');
    await exportVault(from, at(second));
    expect(await importVault(to, at(second))).toEqual({ added: 0, same: 1, destroyed: 1, stayDestroyed: 1 });
    expect((await secrets(to, ['here', 'there'])).join()).toBe('destroyed,destroyed');
    expect(await importVault(to, at(first))).toMatchObject({ stayDestroyed: 2 });
  }, 60_000);

  it('given another key for the same person, when it is imported, then nothing is', async () => {
    const [from, to] = [place('x'), place('y')];
    await (await openPostgresVault(from)).keysFor(['both', 'one']);
    await (await openPostgresVault(to)).keysFor(['both']);
    const file = join(folder, 'conflict.vault');
    await exportVault(from, at(file));
    await expect(importVault(to, at(file))).rejects.toMatchObject({ code: 'LP_VAULT_CONFLICT' });
    expect(await secrets(to, ['one'])).toEqual(['none']);
  }, 60_000);

  it('given another passphrase, or any part that is changed, cut off or left out, when it is read, then it does not open', async () => {
    const [from, to] = [place('p'), place('q')];
    await (await openPostgresVault(from)).keysFor(Array.from({ length: 1_200 }, (_, n) => `a-person-${n}`));
    const file = join(folder, 'sealed.vault');
    await exportVault(from, at(file));
    await expect(importVault(to, { ...at(file), passphrase: 'another passphrase' })).rejects.toMatchObject({
      code: 'LP_VAULT_FILE_SEALED',
    });
    const bytes = readFileSync(file);
    expect(bytes.includes('a-person')).toBe(false);
    const line = bytes.indexOf('\n') + 1;
    const first = 4 + bytes.readUInt32BE(line);
    const second = 4 + bytes.readUInt32BE(line + first);
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8((bytes[line + 100] as number) ^ 1, line + 100);
    for (const broken of [
      flipped,
      bytes.subarray(0, -1),
      bytes.subarray(0, line + first),
      bytes.subarray(0, line + first + second),
      Buffer.concat([bytes.subarray(0, line), bytes.subarray(line + first)]),
      Buffer.concat([bytes, Buffer.from('more')]),
    ]) {
      writeFileSync(file, broken);
      await expect(importVault(to, at(file))).rejects.toMatchObject({ code: 'LP_VAULT_FILE_SEALED' });
    }
    writeFileSync(file, 'something else');
    await expect(importVault(to, at(file))).rejects.toMatchObject({ code: 'LP_VAULT_FILE_UNUSABLE' });
    expect(await secrets(to, ['a-person-1'])).toEqual(['none']);
  }, 60_000);
});
