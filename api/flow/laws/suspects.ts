import { type Broken, LAWS, type Law } from './check.ts';

/** What read models showed when a law was looked at: another one says that the order, or the product, has moved on. */
export type Looked = { readonly broken: Broken; readonly shown: string };

/** Ends of the log by topic and partition, and how far readers have come, by reader, topic and partition. */
export type Progress = {
  readonly ends: ReadonlyMap<string, bigint>;
  readonly readers: readonly ReaderPosition[];
};

export type ReaderPosition = {
  /** A processor, or `projections.NAME`. */
  readonly reader: string;
  /** Topic and partition. */
  readonly of: string;
  /** Negative: it is paused, and counts as having read nothing. */
  readonly at: bigint;
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
/** Suspects of a law that are kept, as many as a look takes: more say no more, but that there are more. */
export const MOST_OF_A_LAW = 500;

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
  /** Everything has been looked at once more since this was said last. */
  endRound(): void;
  violations(): readonly Violation[];
  /**
   * Laws that may be broken in more places than are known: some were turned away at the bound, and not everything has been
   * looked at and judged since.
   */
  more(): readonly Law[];
};

/**
 * What has to happen before a law is known whole again: the round ends in which some were turned away, then a whole one in
 * which none is, and what is suspected by then is judged.
 */
type Unknown = 'noted' | 'round' | Set<string>;

/**
 * @param known What was found before: it counts until it is seen to hold.
 * @param more Laws of which not all was known then.
 */
export function createSuspects(known: readonly Violation[] = [], more: readonly Law[] = []): Suspects {
  const idOf = ({ law, key }: Pick<Broken, 'law' | 'key'>): string => JSON.stringify([law, key]);
  const all = new Map(
    known.map(({ since, ...broken }): [string, Suspect] => [
      idOf(broken),
      { broken, shown: null, since, mark: new Map(), passes: PASSES },
    ]),
  );
  const unknown = new Map<Law, Unknown>(more.map(law => [law, 'noted']));

  const isUndecided = (id: string): boolean => (all.get(id)?.passes ?? PASSES) < PASSES;
  const judge = (): void => {
    for (const [law, awaited] of unknown) {
      if (typeof awaited === 'string') continue;
      for (const id of awaited) if (!isUndecided(id)) awaited.delete(id);
      if (awaited.size === 0) unknown.delete(law);
    }
  };

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
      const ofLaws = Object.groupBy(all.values(), ({ broken }) => broken.law);
      const room = new Map(LAWS.map(law => [law, MOST_OF_A_LAW - (ofLaws[law]?.length ?? 0)]));
      for (const [id, one] of found) {
        if (all.has(id)) continue;
        const { law } = one.broken;
        const left = room.get(law) ?? 0;
        room.set(law, left - 1);
        if (left > 0) all.set(id, { ...one, since: now, mark: progress.ends, passes: 0 });
        else unknown.set(law, 'noted');
      }
      judge();
    },
    endRound: () => {
      for (const [law, state] of unknown) {
        if (state === 'noted') unknown.set(law, 'round');
        else if (state === 'round') {
          const its = [...all].filter(([id, { broken }]) => broken.law === law && isUndecided(id));
          unknown.set(law, new Set(its.map(([id]) => id)));
        }
      }
      judge();
    },
    more: () => [...unknown.keys()],
    violations: () =>
      [...all.values()].filter(({ passes }) => passes >= PASSES).map(({ broken, since }) => ({ ...broken, since })),
  };
}

const isOfStock = ({ law }: Broken): boolean => law.startsWith('stock-');

/** Readers that have not come past these ends. */
export const behindOf = ({ readers }: Pick<Progress, 'readers'>, mark: Progress['ends']): readonly ReaderPosition[] =>
  readers.filter(({ of, at }) => at < (mark.get(of) ?? 0n));

/** Whether all readers have come past these ends. */
export const hasPassed = (progress: Pick<Progress, 'readers'>, mark: Progress['ends']): boolean =>
  behindOf(progress, mark).length === 0;
