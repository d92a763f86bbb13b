import { hash } from 'node:crypto';

/** Characters of a key id: 9 bytes in base64url. Two of a hundred million subjects share one with a chance of 1 : 10^6. */
export const keyIdLength = 12;

/** Most subjects whose ids are remembered; forgetting one costs a hash, about half a microsecond. */
const mostRemembered = 10_000;
const remembered = new Map<string, string>();

/**
 * The id of a data subject's key. It is a hash, so that whoever has a record can tell whether a sealed text belongs to
 * its subject without asking the vault, and so that a subject can't have a second key.
 */
export function keyIdOf(subject: string): string {
  const known = remembered.get(subject);
  if (known !== undefined) return known;
  const id = hash('sha256', `longplay data subject ${subject}`, 'base64url').slice(0, keyIdLength);
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(subject, id);
  return id;
}
