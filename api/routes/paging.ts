import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LongplayError } from '../../runtime/errors.ts';
import { chosenOf, sendTagged } from '../conditional.ts';
import { TEXT } from '../validation.ts';

const DEFAULT_LIMIT = 20;

/** Counts what a cursor says of itself; one of an older program is refused and not misread. */
const VERSION = 1;

/** What may differ from page to page; all else that is asked for filters the list. */
const OF_A_PAGE = ['limit', 'cursor', 'fields', 'expand', 'after'];

export type PageQuery = { readonly limit?: number; readonly cursor?: string };

export type Page = {
  /** The key after which it begins; null: the first page. */
  readonly after: string | null;
  readonly limit: number;
  /** The list, and a hash of each filter, by name. */
  readonly of: string;
  readonly filter: Readonly<Record<string, string>>;
};

type Asked = Pick<FastifyRequest, 'query' | 'routeOptions'>;

/**
 * Where a page of the list begins, and how many entries it has.
 *
 * @throws LP_API_INPUT_INVALID where the cursor is none, or was made for another list or filter
 */
export function pageOf(request: Asked): Page {
  const { limit = DEFAULT_LIMIT, cursor } = request.query as PageQuery;
  const of = request.routeOptions.url ?? '';
  const filter = filterOf(request.query as Record<string, unknown>);
  if (cursor === undefined) return { after: null, limit, of, filter };
  const made = readCursor(cursor);
  if (made.of !== of) return refuse(`The cursor was made for ${made.of}.`);
  const names = [...new Set([...Object.keys(made.filter), ...Object.keys(filter)])];
  const other = names.filter(name => made.filter[name] !== filter[name]);
  if (other.length > 0) {
    return refuse(`The cursor was made for another filter: ${other.sort().join(', ')} must be what it was.`);
  }
  return { after: made.after, limit, of, filter };
}

/** Hashes, so that a cursor in an address tells nobody for whom it was asked. */
const filterOf = (query: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query)
      .filter(([name, value]) => value !== undefined && !OF_A_PAGE.includes(name))
      .map(([name, value]) => [name, createHash('sha256').update(String(value)).digest('base64url').slice(0, 11)]),
  );

const cursorOf = ({ of, filter }: Page, after: string): string =>
  Buffer.from(JSON.stringify([VERSION, of, filter, after]), 'utf8').toString('base64url');

function readCursor(cursor: string): { of: string; filter: Record<string, string>; after: string } {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  try {
    const [version, of, filter, after, ...more] = JSON.parse(text) as unknown[];
    const right =
      version === VERSION &&
      typeof of === 'string' &&
      typeof filter === 'object' &&
      filter !== null &&
      typeof after === 'string' &&
      new RegExp(TEXT, 'u').test(after) &&
      more.length === 0;
    if (right) return { of, filter: filter as Record<string, string>, after };
  } catch {
    // Said below.
  }
  return refuse('The cursor is none of this API.');
}

function refuse(message: string): never {
  throw new LongplayError('LP_API_INPUT_INVALID', message);
}

/** Rows that were read with one more than the limit: whether there is a next page is known without counting. */
export function paged<R, T>(
  rows: readonly R[],
  page: Page,
  keyOf: (row: R) => string,
  show: (row: R) => T,
): { items: T[]; nextCursor: string | null } {
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const more = rows.length > page.limit && last !== undefined;
  return { items: shown.map(show), nextCursor: more ? cursorOf(page, keyOf(last)) : null };
}

type Listed = { readonly nextCursor: string | null } & Readonly<Record<string, unknown>>;
type ListSchema = { readonly response?: { readonly 200?: { readonly properties?: Readonly<Record<string, object>> } } };

/** Sends a page, with the address of the next one in Link (RFC 8288). `?fields=` chooses among those of an entry. */
export function sendPage(request: FastifyRequest, reply: FastifyReply, entries: string, page: Listed): FastifyReply {
  const { nextCursor } = page;
  if (nextCursor !== null) {
    const cut = request.url.indexOf('?');
    const path = cut < 0 ? request.url : request.url.slice(0, cut);
    const next = new URLSearchParams(cut < 0 ? '' : request.url.slice(cut));
    next.set('cursor', nextCursor);
    next.delete('after');
    reply.header('link', `<${path}?${next}>; rel="next"`);
  }
  const schema = (request.routeOptions.schema as ListSchema | undefined)?.response?.[200]?.properties?.[entries];
  const items = page[entries] as object;
  return sendTagged(request, reply, {
    ...page,
    [entries]: schema === undefined ? items : chosenOf(request, items, schema),
  });
}
