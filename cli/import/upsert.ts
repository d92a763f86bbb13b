import { bodyHash } from '../../api/requests/body-hash.ts';
import type { Asking, Request } from '../../api/requests/request.ts';
import { type Fingerprints, fingerprint } from './fingerprints.ts';
import type { KindName } from './shapes.ts';
import { askingOf, type ImportOf, requestId, storyOf, type Verdict } from './verdict.ts';

export type Upsert = {
  readonly key: string;
  /** The field of the line that is the key, as a JSON pointer. */
  readonly field: string;
  /** The whole content, in the form that facts hold it in. */
  readonly content: unknown;
  /** Hash of what is sent: on the log for good. */
  readonly hash: string;
  readonly line: number;
  readonly request: (asking: Asking, isNew: boolean) => Request;
};

/** Fingerprint of what facts hold, whoever made the object. */
export const contentPrint = (content: unknown): bigint => fingerprint(bodyHash(content));

/**
 * Brings the shop to hold what the line says: nothing is sent where it does already. A request's id rests on the version
 * that it changes, so a second import that does not see the first one's effect yet sends the same requests, which count
 * once; and content that comes back later, after other content, is put again.
 *
 * `closed`: what to say where nothing can be changed any more, by the number of `Known.closed`.
 */
export function upserting(kind: KindName, of: ImportOf, known: Fingerprints, closed: readonly string[] = []) {
  return ({ key, field, content, hash, line, request }: Upsert): Verdict => {
    const refuse = (reason: string): Verdict => ({ refused: [{ field, reason }] });
    const print = contentPrint(content);
    const seen = known.get(key);
    const same = seen?.content === print;
    if (seen !== undefined && seen.line > 0) {
      return same ? { unchanged: true } : refuse(`is in line ${seen.line} already, with other content`);
    }
    if (seen !== undefined && seen.closed > 0) return refuse(closed[seen.closed] ?? 'cannot be changed any more');
    const version = seen?.version ?? 0;
    known.set(key, { content: print, version, line, closed: 0 });
    if (same && of.again === null) return { unchanged: true };
    const basis = of.again === null ? version : `again ${of.again}`;
    const id = requestId(kind, key, hash, basis);
    return { send: request(askingOf(of, id, hash, storyOf(of.run, line)), version === 0) };
  };
}
