import { createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ownFile } from '../own-file.ts';
import { VaultError } from './errors.ts';

/** Wraps the data keys in the vault, so that its database, or a dump of it, is worth nothing by itself. */
export type KeyEncryptionKey = {
  /** Says which key wrapped a data key, without telling anything about it. */
  readonly id: string;
  readonly key: KeyObject;
};

const keyBytes = 32;

/**
 * The key-encryption keys from a setting: one or more in base64, separated by commas. The first wraps new data keys;
 * the others still unwrap what they wrapped.
 *
 * @throws VaultError LP_VAULT_KEY_INVALID
 */
export function parseKeyEncryptionKeys(setting: string): [KeyEncryptionKey, ...KeyEncryptionKey[]] {
  const [first, ...others] = setting.split(',').map(text => keyOf(text.trim(), 'VAULT_KEY'));
  return [first as KeyEncryptionKey, ...others];
}

/**
 * The key-encryption key of a local installation, from its file; made, for the owner's eyes only, where there is none.
 * Processes that start at the same moment get the same.
 *
 * @throws VaultError LP_VAULT_KEY_INVALID, also where others may read the file.
 */
export async function localKeyEncryptionKey(file: string): Promise<KeyEncryptionKey> {
  const { openToOthers } = await ownFile(file, () => `${randomBytes(keyBytes).toString('base64')}\n`);
  if (openToOthers) {
    throw new VaultError('LP_VAULT_KEY_INVALID', `Others may read the vault's key; run: chmod 600 ${file}`);
  }
  return keyOf((await readFile(file, 'utf8')).trim(), file);
}

function keyOf(text: string, where: string): KeyEncryptionKey {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== keyBytes || bytes.toString('base64') !== text) {
    throw new VaultError('LP_VAULT_KEY_INVALID', `${where} has to hold ${keyBytes} bytes in base64.`);
  }
  const id = createHash('sha256').update('longplay key-encryption key ').update(bytes).digest('hex').slice(0, 16);
  return { id, key: createSecretKey(bytes) };
}
