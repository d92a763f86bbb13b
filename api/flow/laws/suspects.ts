import type { Broken } from './check.ts';

/** What read models showed when a law was looked at: another one says that the order, or the product, has moved on. */
export type Looked = { readonly broken: Broken; readonly shown: string };

/** Ends of the log by topic and partition, and how far readers have come, by reader, topic and partition. */
export type Progress = {
  readonly ends: ReadonlyMap<string, bigint>;
  readonly readers: readonly { readonly of: string; readonly at: bigint }[];
};

export type Violation = Broken & { readonly since: number };

/** `shown` null: another process has found it, and it was not looked at here yet: it counts already. */
type Suspect = {
  readonly broken: Broken;
  readonly shown: string | null;
  readonly since: number;
  readonly mark: Progress['ends'];
  readonly passes: number;
};

/**
 * So often everybody has to come past the ends of the log that were there before, while nothing of the matter changes: a
 * fact leads to others, which have to be written, read and shown.
 */
const PASSES = 3;
/** Suspects that are kept: more say no more. */
const MOST = 1_000;

/**
 * Tells laws that stay broken from read models that are some facts apart. A law counts as broken only when what is shown
 * has stayed the same while every processor and projection that it concerns has read on, several times. From then on it
 * counts, whatever else happens to the order or the product, until it is seen to hold.
 */
export type Suspects = {
  /** Those of this kind that are looked at again: an order's, or a product's. */
  keys(of: 'orders' | 'skus'): readonly string[];
  /**
   * What is broken now of `looked`, of the keys that were looked at.
   *
   * @param open laws that nobody can judge now, of these keys: what counts as broken goes on to.
   */
  take(
    looked: readonly Looked[],
    keys: readonly string[],
    progress: Progress,
    now: number,
    open?: readonly Pick<Broken, 'law' | 'key'>[],
  ): void;
  violations(): readonly Violation[];
};

/** @param known What was found before: it counts until it is seen to hold. */
export function createSuspects(known: readonly Violation[] = []): Suspects {
  const idOf = ({ law, key }: Pick<Broken, 'law' | 'key'>): string => JSON.stringify([law, key]);
  const all = new Map(
    known.map(({ since, ...broken }): [string, Suspect] => [
      idOf(broken),
      { broken, shown: null, since, mark: new Map(), passes: PASSES },
    ]),
  );
  return {
    keys: of => [
      ...new Set(
        [...all.values()].filter(({ broken }) => isOfStock(broken) === (of === 'skus')).map(({ broken }) => broken.key),
      ),
    ],
    take: (looked, keys, progress, now, open = []) => {
      const found = new Map(looked.toReversed().map(one => [idOf(one.broken), one]));
      const unjudged = new Set(open.map(idOf));
      const asked = new Set(keys);
      for (const [id, suspect] of [...all]) {
        const again = found.get(id);
        if (!asked.has(suspect.broken.key)) continue;
        const counts = suspect.passes >= PASSES;
        if (again === undefined) {
          if (!counts || !unjudged.has(id)) all.delete(id);
        } else if (counts) all.set(id, { ...suspect, ...again });
        else if (again.shown !== suspect.shown) all.set(id, { ...again, since: now, mark: progress.ends, passes: 0 });
        else if (hasPassed(progress, suspect.mark)) {
          all.set(id, { ...suspect, mark: progress.ends, passes: suspect.passes + 1 });
        }
      }
      for (const [id, one] of found) {
        if (!all.has(id) && all.size < MOST) all.set(id, { ...one, since: now, mark: progress.ends, passes: 0 });
      }
    },
    violations: () =>
      [...all.values()].filter(({ passes }) => passes >= PASSES).map(({ broken, since }) => ({ ...broken, since })),
  };
}

const isOfStock = ({ law }: Broken): boolean => law.startsWith('stock-');

/** Whether all readers have come past these ends. */
export const hasPassed = ({ readers }: Pick<Progress, 'readers'>, mark: Progress['ends']): boolean =>
  readers.every(({ of, at }) => at >= (mark.get(of) ?? 0n));
