import type { Projection } from './places.ts';

/** Records a second of each read model, of two looks; null where there was one only. */
export type Rates = { of(items: readonly Projection[]): ReadonlyMap<string, number | null> };

/** Two looks closer than this say little, ms; a look that is older than the last says what was long ago. */
const APART_MS = 4_000;
const OLD_MS = 60_000;

type Look = { readonly at: number; readonly generation: number; readonly applied: number };

/** Everybody who looks adds to it; nobody looks: nothing is measured. */
export function ratesSeen(now: () => number): Rates {
  const first = new Map<string, Look>();
  const last = new Map<string, number>();
  return {
    of: items =>
      new Map(
        items.map(one => {
          const { name } = one;
          const applied = one.partitions.reduce((sum, partition) => sum + partition.applied, 0);
          const generation = one.generations.find(({ state }) => state === 'live')?.number ?? 0;
          const look = { at: now(), generation, applied };
          const before = first.get(name);
          if (before === undefined || before.generation !== generation || look.at - before.at > OLD_MS) {
            first.set(name, look);
            last.delete(name);
          } else if (look.at - before.at >= APART_MS) {
            last.set(name, Math.max(0, Math.round(((applied - before.applied) * 1_000) / (look.at - before.at))));
            first.set(name, look);
          }
          return [name, last.get(name) ?? null] as const;
        }),
      ),
  };
}
