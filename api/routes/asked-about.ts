/** What a request is about, by the address at which it was taken in. */
export type AskedAbout = {
  /** Who decides. */
  readonly processor: string;
  readonly key: string;
  /** The address of what it is about. */
  readonly resource: string;
};

type Kind = { readonly at: string; readonly processor: string; readonly prefix?: string };

const KINDS: readonly Kind[] = [
  { at: 'orders', processor: 'orders', prefix: 'order' },
  { at: 'customers', processor: 'customers', prefix: 'customer' },
  { at: 'shipments', processor: 'shipping' },
  { at: 'products', processor: 'catalogue' },
  { at: 'stock', processor: 'stock' },
  { at: 'welcome-packs', processor: 'welcome-packs' },
];

/**
 * What the request is about; null where its address is none of the shop's resources. One that creates something has the id
 * of it in its own.
 */
export function askedAbout({ requestId, path }: { requestId: string; path: string }): AskedAbout | null {
  const [, first = '', second] = path.slice(path.indexOf(' ') + 1).split('/');
  const kind = KINDS.find(({ at }) => at === first);
  if (kind === undefined) return null;
  const { at, processor, prefix } = kind;
  const key = second === undefined ? `${prefix}-${requestId.slice(requestId.indexOf('-') + 1)}` : decoded(second);
  return { processor, key, resource: `/${at}/${encodeURIComponent(key)}` };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
