/** The console's pages, as the bar on top has them. */
export const areas = [
  { name: 'map', title: 'Map', href: '/console' },
  { name: 'orders', title: 'Orders', href: '/console/orders' },
  { name: 'hospital', title: 'Hospital', href: '/console/hospital' },
  { name: 'projections', title: 'Projections', href: '/console/projections' },
  { name: 'schemas', title: 'Schemas', href: '/console/schemas' },
  { name: 'records', title: 'Records', href: '/console/topics' },
] as const;

export type Area = (typeof areas)[number]['name'];

type Values = Readonly<Record<string, string | number | null | undefined>>;

/** An address of the console: its parts are encoded, and what is null, undefined or empty is left out of the query. */
export function place(parts: readonly (string | number)[], query: Values = {}): string {
  const path = ['/console', ...parts.map(part => encodeURIComponent(part))].join('/');
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.append(name, String(value));
  }
  return search.size === 0 ? path : `${path}?${search}`;
}

/** Where to go on after signing in: a page of the console, whatever somebody has written there. */
export function safeNext(next: unknown): string {
  if (typeof next !== 'string' || !/^\/console(?:[/?]|$)/.test(next) || /[\\\s]/.test(next)) return '/console';
  return next.startsWith('/console/sign') ? '/console' : next;
}
