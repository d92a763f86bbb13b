import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto';
import { LongplayError } from '../errors.ts';
import { keyIdLength, keyIdOf } from '../vault/key-id.ts';

/**
 * A sealed text, as it stands in a personal field:
 *
 *     lp1.  base64url( key id, 9 bytes | nonce, 12 bytes | ciphertext | tag, 16 bytes )
 *
 * The prefix is the format's version. AES-256-GCM; the tag also covers the prefix and the data subject, so that a text
 * which is moved to another person doesn't open. Nothing else is covered: within one person's records sealed text is
 * copied from field to field (docs/decisions/0030-sealing-personal-data.md).
 */
const prefix = 'lp1.';
const keyIdBytes = (keyIdLength / 4) * 3;
const nonceBytes = 12;
const tagBytes = 16;
const headBytes = keyIdBytes + nonceBytes;
const shortest = prefix.length + Math.ceil(((headBytes + tagBytes) * 4) / 3);
const options = { authTagLength: tagBytes };

/** What every text begins with that is sealed for this subject. */
export function sealStart(subject: string): string {
  return prefix + keyIdOf(subject);
}

/** Whether a text has the form of one that is sealed, with this beginning. Only opening it is a proof. */
export function looksSealed(text: string, start: string): boolean {
  return text.startsWith(start) && text.length >= shortest;
}

/** The id of the key that a sealed text names. */
export function keyIdIn(text: string): string {
  return text.slice(prefix.length, prefix.length + keyIdLength);
}

export function sealText(text: string, subject: string, secret: KeyObject): string {
  const nonce = nextNonce();
  const cipher = createCipheriv('aes-256-gcm', secret, nonce, options);
  cipher.setAAD(boundTo(subject));
  const inside = cipher.update(text, 'utf8');
  cipher.final();
  const sealed = Buffer.allocUnsafe(headBytes + inside.length + tagBytes);
  sealed.write(keyIdOf(subject), 0, 'base64url');
  nonce.copy(sealed, keyIdBytes);
  inside.copy(sealed, headBytes);
  cipher.getAuthTag().copy(sealed, headBytes + inside.length);
  return prefix + sealed.toString('base64url');
}

/** @throws LP_CODEC_SEAL_BROKEN where it isn't a text sealed for this subject, as it was sealed. */
export function openText(text: string, subject: string, secret: KeyObject): string {
  if (!looksSealed(text, sealStart(subject))) throw broken(subject);
  const sealed = Buffer.from(text.slice(prefix.length), 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(keyIdBytes, headBytes), options);
    decipher.setAAD(boundTo(subject));
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    const inside = decipher.update(sealed.subarray(headBytes, -tagBytes));
    decipher.final();
    return inside.toString('utf8');
  } catch (cause) {
    throw broken(subject, cause);
  }
}

/** The message doesn't show the text: it may be plain. */
export function broken(subject: string, cause?: unknown): LongplayError {
  const message = `A personal field of ${subject} holds no text that was sealed for this person.`;
  return new LongplayError('LP_CODEC_SEAL_BROKEN', message, { cause });
}

function boundTo(subject: string): Buffer {
  return Buffer.from(prefix + subject);
}

/** Random bytes are fetched for many nonces at once: one call for each costs half as much as the cipher. */
const nonces = Buffer.alloc(nonceBytes * 256);
let used = nonces.length;

function nextNonce(): Buffer {
  if (used === nonces.length) {
    randomFillSync(nonces);
    used = 0;
  }
  const nonce = nonces.subarray(used, used + nonceBytes);
  used += nonceBytes;
  return nonce;
}
