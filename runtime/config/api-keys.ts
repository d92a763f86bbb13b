import { createHash, randomBytes } from 'node:crypto';

/** What a key can be for; what each means is in api/security/scopes.ts. */
export const keyScopes = ['shop', 'warehouse', 'operator', 'admin'] as const;

export type KeyScope = (typeof keyScopes)[number];

/** A key of the API, as it is configured: of the key itself only a hash is known. */
export type ConfiguredKey = {
  readonly id: string;
  readonly scopes: readonly KeyScope[];
  /** SHA-256 of the key. It is random enough that its hash tells nobody anything. */
  readonly hash: Buffer;
  /** Whose orders alone it may see; null: everybody's. */
  readonly customerId: string | null;
  /** Milliseconds since the epoch; null: it does not end. */
  readonly expiresAt: number | null;
};

export type NewKey = Pick<ConfiguredKey, 'id' | 'scopes' | 'customerId'> & { readonly expires: string | null };

/** What all keys begin with, so that scanners of repositories find one that was committed, and a token is told from it. */
export const KEY_MARK = 'lp_';

const HASH = 'sha256:';

export const hashOfKey = (key: string): Buffer => createHash('sha256').update(key).digest();

/** 256 random bits with the id in front, for people. */
export const newKey = (id: string): string => `${KEY_MARK}${id}_${randomBytes(32).toString('base64url')}`;

/** The line that configures a key. */
export function keyLine(key: string, { id, scopes, customerId, expires }: NewKey): string {
  const more = [...(customerId === null ? [] : [`customer=${customerId}`]), ...(expires ? [`expires=${expires}`] : [])];
  return [id, scopes.join(','), `${HASH}${hashOfKey(key).toString('base64url')}`, ...more].join(' ');
}

/**
 * The keys of a file or a variable: one a line (or between semicolons), `#` begins a comment.
 *
 * @throws Error with a sentence that names the line and shows nothing of it: somebody may have pasted the key itself.
 */
export function parseKeys(text: string): readonly ConfiguredKey[] {
  const keys: ConfiguredKey[] = [];
  for (const [index, line] of text.split(/[\n;]/).entries()) {
    const bare = line.replace(/(^|\s)#.*/, '').trim();
    if (bare === '') continue;
    const key = parseKey(bare, `line ${index + 1}`);
    if (keys.some(({ id }) => id === key.id)) throw new Error(`names the key ${key.id} twice`);
    keys.push(key);
  }
  return keys;
}

function parseKey(line: string, where: string): ConfiguredKey {
  const [id = '', scopes = '', hash = '', ...more] = line.split(/\s+/);
  const refuse = (what: string): never => {
    throw new Error(`has a wrong ${where}: ${what}`);
  };
  if (!isKeyId(id)) refuse('it must begin with an id of 1 to 60 letters, digits, dots and hyphens');
  const list = scopes.split(',');
  if (!list.every(isScope)) refuse(`after the id come scopes with commas between them, of ${keyScopes.join(', ')}`);
  const bytes = Buffer.from(hash.slice(HASH.length), 'base64url');
  if (!hash.startsWith(HASH) || bytes.length !== 32) refuse(`third comes ${HASH} and the hash, never the key itself`);
  const options = new Map(more.map(one => one.split(/=(.*)/s).slice(0, 2) as [string, string | undefined]));
  const unknown = [...options].find(([name, value]) => !['customer', 'expires'].includes(name) || !value);
  if (unknown !== undefined) refuse('what follows the hash is customer=ID or expires=TIME');
  const customerId = options.get('customer') ?? null;
  if (customerId !== null && scopes !== 'shop') refuse('the key of one customer has the scope shop, and no other');
  const expires = options.get('expires');
  const expiresAt = expires === undefined ? null : timeOf(expires);
  if (Number.isNaN(expiresAt)) refuse('expires= takes a day or a time, such as 2027-01-01 or 2027-01-01T00:00:00Z');
  return { id, scopes: list as KeyScope[], hash: bytes, customerId, expiresAt };
}

export const isKeyId = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9.-]{0,59}$/.test(text);

export const isScope = (text: string): text is KeyScope => (keyScopes as readonly string[]).includes(text);

/** NaN where it is none. A time needs its zone, so that it ends at the same moment on every machine. */
export const timeOf = (text: string): number =>
  /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?$/.test(text) ? Date.parse(text) : Number.NaN;
