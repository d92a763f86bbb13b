import { TRAIL, type TrailEvent } from './event.ts';

type Ordered = Pick<TrailEvent, 'id' | 'topic' | 'version' | 'at' | 'causes'>;

/**
 * Causes before what they led to, whatever the clocks say; a fact after the version before it; else by time. An event that
 * is there twice is told once. Causes that are unknown hold nobody back; in a circle, which only a defect could write, the
 * earliest goes first. (Kahn, Topological sorting of large networks, 1962.)
 */
export function causalOrder<E extends Ordered>(all: readonly E[]): E[] {
  const byId = new Map<string, E>();
  for (const one of all) if (!byId.has(one.id)) byId.set(one.id, one);
  const open = [...byId.values()].sort(byTime);
  const before = new Map(open.map(one => [one.id, new Set(one.causes.filter(id => id !== one.id && byId.has(id)))]));
  for (const own of Map.groupBy(open, ({ topic }) => topic).values()) {
    const versions = own.filter(({ version }) => version !== null).sort((a, b) => (a.version ?? 0) - (b.version ?? 0));
    versions.forEach((one, n) => {
      const last = versions[n - 1];
      if (last !== undefined) before.get(one.id)?.add(last.id);
    });
  }
  const after = new Map<string, E[]>();
  for (const one of open) for (const id of before.get(one.id) ?? []) after.set(id, [...(after.get(id) ?? []), one]);

  const ordered: E[] = [];
  const left = new Set(open);
  while (left.size > 0) {
    // `left` keeps the order of time, so the first that waits for nobody is the earliest.
    const next = first(left, one => before.get(one.id)?.size === 0) ?? first(left, () => true);
    if (next === undefined) break;
    left.delete(next);
    ordered.push(next);
    for (const one of after.get(next.id) ?? []) before.get(one.id)?.delete(next.id);
  }
  return ordered;
}

function first<E>(all: Iterable<E>, isWanted: (one: E) => boolean): E | undefined {
  for (const one of all) if (isWanted(one)) return one;
  return undefined;
}

const byTime = (one: Ordered, other: Ordered): number =>
  one.at - other.at ||
  TRAIL.indexOf(one.topic) - TRAIL.indexOf(other.topic) ||
  (one.version ?? 0) - (other.version ?? 0) ||
  (one.id < other.id ? -1 : 1);
