/** Names taken that are kept all the same, at least: making room costs a copy of what waits. */
const KEPT = 1_000;

type Name = { readonly id: string; readonly key: string };

/** Each once, in the order in which they came. Its memory follows what waits, also where it never runs empty. */
export function namesInOrder() {
  let names: Name[] = [];
  let first = 0;
  const known = new Set<string>();
  return {
    add: (id: string, key: string): void => {
      if (known.has(id)) return;
      known.add(id);
      names.push({ id, key });
    },
    take: (): Name | null => {
      const name = names[first];
      if (name === undefined) return null;
      known.delete(name.id);
      first++;
      if (first === names.length || (first > KEPT && first * 2 > names.length)) {
        names = names.slice(first);
        first = 0;
      }
      return name;
    },
    clear: (): void => {
      names = [];
      first = 0;
      known.clear();
    },
    /** Names in memory, also those that were taken. */
    kept: (): number => names.length,
  };
}
