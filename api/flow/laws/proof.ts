import { topicName } from '../../../runtime/topics/spec.ts';
import { behindOf, hasPassed, type Progress, type ReaderPosition } from './suspects.ts';

/** Up to when the laws could be judged, and who holds that up. */
export type Proof = {
  /** All that was on the log then has been read by all whom the laws concern, ms since the epoch; null: not known yet. */
  readonly upTo: number | null;
  /** Since when that is followed, ms since the epoch. */
  readonly since: number;
  /** Those who have not come past it at the last look; none: it goes on. */
  readonly heldUpBy: readonly HeldUp[];
};

export type HeldUp = {
  /** A processor, or `projections.NAME`. */
  readonly reader: string;
  /** A read model that somebody has paused. */
  readonly paused: boolean;
  /** Where it stands behind: topics and partitions, the first ones. */
  readonly on: readonly string[];
};

/** Places that are named of a reader. */
const MOST_NAMED = 8;

/**
 * One partition that is not read keeps every new violation from being proved, and nobody would know: so it is followed how
 * far the proof has come.
 */
export function followProof(known: Proof | null, prefix: string): (progress: Progress, now: number) => Proof {
  let upTo = known?.upTo ?? null;
  let since = known?.since ?? null;
  let mark: { readonly ends: Progress['ends']; readonly at: number } | null = null;
  return (progress, now) => {
    since ??= now;
    if (mark !== null && !hasPassed(progress, mark.ends)) {
      return { upTo, since, heldUpBy: heldUpOf(behindOf(progress, mark.ends), topicName(prefix, '')) };
    }
    upTo = mark?.at ?? upTo;
    mark = { ends: progress.ends, at: now };
    return { upTo, since, heldUpBy: [] };
  };
}

const heldUpOf = (behind: readonly ReaderPosition[], before: string): HeldUp[] =>
  [...Map.groupBy(behind, ({ reader }) => reader)].map(([reader, its]) => ({
    reader,
    paused: its.some(({ at }) => at < 0n),
    on: [...new Set(its.map(({ of }) => of.slice(before.length)))].sort().slice(0, MOST_NAMED),
  }));
