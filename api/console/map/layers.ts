export type Link = { readonly from: string; readonly to: string };

/**
 * In which column each stands: as far right of all that leads to it as there are steps. Links that close a cycle do not
 * count; of those as few as a greedy order finds (Eades, Lin and Smyth, 1993). Who stands earlier in `ids` wins a tie, so
 * that the same graph always looks the same.
 */
export function layersOf(ids: readonly string[], links: readonly Link[]): Map<string, number> {
  const place = new Map(inOrder(ids, links).map((id, n) => [id, n]));
  const layers = new Map<string, number>();
  for (const id of place.keys()) {
    const before = links.filter(({ from, to }) => to === id && isBefore(place, from, id)).map(({ from }) => from);
    layers.set(id, Math.max(-1, ...before.map(from => layers.get(from) ?? 0)) + 1);
  }
  return layers;
}

const isBefore = (place: ReadonlyMap<string, number>, one: string, other: string): boolean =>
  (place.get(one) ?? 0) < (place.get(other) ?? 0);

/** An order in which few links lead back. */
function inOrder(ids: readonly string[], links: readonly Link[]): string[] {
  const left = new Set(ids);
  const pairs = [
    ...new Map(links.filter(({ from, to }) => from !== to).map(one => [`${one.from} ${one.to}`, one])).values(),
  ];
  const first: string[] = [];
  const last: string[] = [];
  const degree = (id: string): { readonly ins: number; readonly outs: number } => ({
    ins: pairs.filter(({ from, to }) => to === id && left.has(from)).length,
    // Sinks that are placed already count: who leads to many stands early, even where most of them lead nowhere.
    outs: pairs.filter(({ from }) => from === id).length,
  });
  const isSink = (id: string): boolean => !pairs.some(({ from, to }) => from === id && left.has(to));
  const take = (id: string, to: string[]): void => {
    left.delete(id);
    to.push(id);
  };
  while (left.size > 0) {
    const all = [...left].map(id => ({ id, ...degree(id) }));
    const source = all.find(({ ins }) => ins === 0);
    const sink = all.findLast(({ id }) => isSink(id));
    if (source !== undefined) take(source.id, first);
    else if (sink !== undefined) take(sink.id, last);
    else {
      const best = all.reduce((one, other) => (other.outs - other.ins > one.outs - one.ins ? other : one));
      take(best.id, first);
    }
  }
  return [...first, ...last.reverse()];
}
