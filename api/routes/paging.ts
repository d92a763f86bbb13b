import { LongplayError } from '../../runtime/errors.ts';

const DEFAULT_LIMIT = 20;

export type PageQuery = { readonly limit?: number; readonly cursor?: string };

/** The key after which a page begins, and how many entries it has. */
export function pageOf({ limit = DEFAULT_LIMIT, cursor }: PageQuery): { after: string | null; limit: number } {
  if (cursor === undefined) return { after: null, limit };
  const after = Buffer.from(cursor, 'base64url').toString('utf8');
  if (cursorOf(after) !== cursor) throw new LongplayError('LP_API_INPUT_INVALID', 'The cursor is none of this API.');
  return { after, limit };
}

const cursorOf = (key: string): string => Buffer.from(key, 'utf8').toString('base64url');

/** Rows that were read with one more than the limit: whether there is a next page is known without counting. */
export function paged<R, T>(
  rows: readonly R[],
  limit: number,
  keyOf: (row: R) => string,
  show: (row: R) => T,
): { items: T[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(show), nextCursor: more ? cursorOf(keyOf(last)) : null };
}
