/** A field that is other than before; undefined: it was not there, or is not any more. */
export type Change = { readonly path: string; readonly before: unknown; readonly after: unknown };

type Fields = Readonly<Record<string, unknown>>;

/** By what entries of lists are told apart, where each has another one. */
const NAMES = ['id', 'requestId', 'refundId', 'caseId', 'line', 'name', 'kind', 'subscriptionId'] as const;

/**
 * What differs between two states of the same key, field by field, in the order of the fields. Entries of a list are told
 * by their name where they have one, so that one that was put in front does not make all others differ.
 *
 * @param without fields at the top that are left out.
 */
export function difference(before: unknown, after: unknown, without: readonly string[] = []): Change[] {
  const kept = (value: unknown): unknown =>
    isFields(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => !without.includes(name))) : value;
  return between('', kept(before), kept(after));
}

function between(path: string, before: unknown, after: unknown): Change[] {
  if (isFields(before) && isFields(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap(name => between(path === '' ? name : `${path}.${name}`, own(before, name), own(after, name)));
  }
  if (Array.isArray(before) && Array.isArray(after)) return betweenLists(path, before, after);
  return same(before, after) ? [] : [{ path, before, after }];
}

function betweenLists(path: string, before: readonly unknown[], after: readonly unknown[]): Change[] {
  const name = NAMES.find(one => names(before, one) && names(after, one));
  const entries = (all: readonly unknown[]) =>
    new Map(all.map((one, n) => [name === undefined ? String(n) : `${name} ${String((one as Fields)[name])}`, one]));
  const [then, now] = [entries(before), entries(after)];
  return [...new Set([...then.keys(), ...now.keys()])].flatMap(key =>
    between(`${path}[${key}]`, then.get(key), now.get(key)),
  );
}

/** Whether each has one, and none that of another. */
function names(all: readonly unknown[], name: string): boolean {
  const values = all.map(one => (isFields(one) ? own(one, name) : undefined));
  return values.every(one => typeof one === 'string' || typeof one === 'number') && new Set(values).size === all.length;
}

const own = (value: Fields, name: string): unknown => (Object.hasOwn(value, name) ? value[name] : undefined);

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const same = (one: unknown, other: unknown): boolean => one === other || JSON.stringify(one) === JSON.stringify(other);
