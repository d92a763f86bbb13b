/** What did not hold, by kind: all of it is counted, the first ones are kept. */
export type Findings = {
  add(kind: string, sentence: string): void;
  readonly kinds: ReadonlyMap<string, { readonly count: number; readonly first: readonly string[] }>;
};

const KEPT = 20;

export function openFindings(): Findings {
  const kinds = new Map<string, { count: number; first: string[] }>();
  return {
    kinds,
    add: (kind, sentence) => {
      const found = kinds.get(kind) ?? { count: 0, first: [] };
      found.count++;
      if (found.first.length < KEPT) found.first.push(sentence);
      kinds.set(kind, found);
    },
  };
}
