/** Whether two values of facts are equal by content. Decoded records have other prototypes than those made here. */
export function same(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every(key => same(left[key as keyof typeof left], right[key as keyof typeof right]))
  );
}

type Versioned = { readonly version: number };

/** Whether this is newer than what was taken in, and says something else than its version. */
export function isNews<D extends Versioned>(seen: D | null, digest: D): boolean {
  if (seen === null) return true;
  return digest.version > seen.version && !same({ ...seen, version: 0 }, { ...digest, version: 0 });
}
