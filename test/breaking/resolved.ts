/** A copy of a document with what its local references ($ref: '#/…') point to in their place. */
export function resolved(document: object): object {
  return walk(document, []) as object;

  function walk(value: unknown, within: readonly string[]): unknown {
    if (Array.isArray(value)) return value.map(one => walk(one, within));
    if (typeof value !== 'object' || value === null) return value;
    const { $ref } = value as { $ref?: unknown };
    if (typeof $ref !== 'string') {
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, within)]));
    }
    // What holds itself is told once.
    return within.includes($ref) ? {} : walk(target(document, $ref), [...within, $ref]);
  }
}

/** RFC 6901, in a fragment. */
function target(document: object, ref: string): unknown {
  if (!ref.startsWith('#/')) throw new Error(`${ref} is not in this document.`);
  let value: unknown = document;
  for (const part of ref.slice(2).split('/')) {
    const name = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    value = (value as Record<string, unknown> | undefined)?.[name];
  }
  if (value === undefined) throw new Error(`${ref} points to nothing.`);
  return value;
}
