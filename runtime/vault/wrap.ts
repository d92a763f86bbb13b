import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { VaultError } from './errors.ts';
import type { KeyEncryptionKey } from './key-encryption-key.ts';

const nonceBytes = 12;
const tagBytes = 16;
const options = { authTagLength: tagBytes };

const keyBytes = 32;

/** A fresh data key, wrapped for its subject. */
export function wrapFreshKey(subject: string, wrapper: KeyEncryptionKey): Buffer {
  return wrapKey(randomBytes(keyBytes), subject, wrapper);
}

/** A data key, wrapped for its subject: nonce, ciphertext, tag. */
export function wrapKey(secret: Buffer, subject: string, { key }: KeyEncryptionKey): Buffer {
  if (secret.length !== keyBytes) throw new TypeError(`A data key has ${keyBytes} bytes, not ${secret.length}.`);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, options);
  cipher.setAAD(boundTo(subject));
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
}

/** @throws VaultError LP_VAULT_KEY_WRONG where it was wrapped with another key, for another subject, or was changed. */
export function unwrapKey(wrapped: Buffer, subject: string, { id, key }: KeyEncryptionKey): KeyObject {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(0, nonceBytes), options);
    decipher.setAAD(boundTo(subject));
    decipher.setAuthTag(wrapped.subarray(-tagBytes));
    const bytes = Buffer.concat([decipher.update(wrapped.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    return createSecretKey(bytes);
  } catch (cause) {
    const message = `The data key of ${subject} cannot be unwrapped with the key-encryption key ${id}.`;
    throw new VaultError('LP_VAULT_KEY_WRONG', message, { cause });
  }
}

/** A row that was moved to another subject doesn't unwrap. */
function boundTo(subject: string): Buffer {
  return Buffer.from(`longplay data key 1 ${subject}`);
}
