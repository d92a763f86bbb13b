/**
 * Lets something be told at most once in a while for each kind: what is away fails thousands alike. Answers how many of
 * the kind were left out since it was told last, or null where it is too early to tell it again.
 *
 * @param everyMs milliseconds between two of one kind.
 * @param now milliseconds of any clock that never goes back.
 */
export function seldom(everyMs: number, now: () => number = () => performance.now()): (kind: string) => number | null {
  const told = new Map<string, { readonly at: number; more: number }>();
  return kind => {
    const last = told.get(kind);
    if (last !== undefined && now() - last.at < everyMs) {
      last.more++;
      return null;
    }
    told.set(kind, { at: now(), more: 0 });
    return last?.more ?? 0;
  };
}
