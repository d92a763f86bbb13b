import { createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
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
  await mkdir(dirname(file), { recursive: true });
  await createOnce(file);
  const { mode } = await stat(file);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new VaultError('LP_VAULT_KEY_INVALID', `Others may read the vault's key; run: chmod 600 ${file}`);
  }
  return keyOf((await readFile(file, 'utf8')).trim(), file);
}

/** Linking a file that is complete: whoever finds it finds all of it, and the second one to link finds the first's. */
async function createOnce(file: string): Promise<void> {
  if (await exists(file)) return;
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(keyBytes).toString('base64')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function keyOf(text: string, where: string): KeyEncryptionKey {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== keyBytes || bytes.toString('base64') !== text) {
    throw new VaultError('LP_VAULT_KEY_INVALID', `${where} has to hold ${keyBytes} bytes in base64.`);
  }
  const id = createHash('sha256').update('longplay key-encryption key ').update(bytes).digest('hex').slice(0, 16);
  return { id, key: createSecretKey(bytes) };
}
