import type { InputLag } from '../../../runtime/tasks/lag.ts';
import type { Halt } from '../../flow/halts.ts';
import { placeOf, STILL_AFTER_MS, type Stands, stillOf } from '../../flow/stands.ts';
import type { Mood } from '../strip.ts';

export type Signs = {
  readonly at: number;
  readonly inputs: readonly InputLag[];
  readonly stands: Stands;
  /** When the oldest record that it has not read was written; null: nobody has looked, or there is none. */
  readonly waitingSince: number | null;
  /** Null: nobody could be asked. */
  readonly halts: readonly Halt[] | null;
  /** Since when no process has been in its group, ms; null: one is, or nobody could be asked. */
  readonly nobodySince: number | null;
};

/** How a processor is, in a word or two, for whoever has to decide whether to get up. */
export type Standing = {
  readonly state: 'well' | 'behind' | 'paused' | 'stopped';
  /** Red, `bad`, only where it needs a person. */
  readonly mood: Mood;
  readonly says: string;
  /** Since when it has stood, ms since the epoch; null: it goes on. */
  readonly since: number | null;
};

/** So many offsets behind is no work in hand any more. */
const BEHIND = 1_000n;

/** Whether it has stopped is told by what it reads, not by what it says (rule 9). */
export function standingOf(signs: Signs): Standing {
  const { at, inputs, stands, waitingSince } = signs;
  const lag = inputs.reduce((sum, one) => sum + one.lag, 0n);
  const halts = signs.halts ?? [];
  const tripped = halts.filter(({ what }) => what === 'breaker');
  if (tripped.length > 0) {
    return { state: 'stopped', mood: 'bad', says: 'stopped by its storm breaker', since: earliest(tripped) };
  }
  const nobody = signs.nobodySince;
  if (nobody !== null && at - nobody >= STILL_AFTER_MS) {
    const waits = lag === 0n ? '' : `, ${offsets(lag)} wait`;
    return { state: 'stopped', mood: 'bad', says: `no process runs it${waits}`, since: nobody };
  }
  if (halts.length > 0) {
    const says = lag === 0n ? 'paused' : `paused, ${offsets(lag)} wait`;
    return { state: 'paused', mood: 'warn', says, since: earliest(halts) };
  }
  const still = stillOf(signs);
  if (still.length > 0) {
    const first = Math.min(...still.map(one => stands.get(placeOf(one))?.since ?? at));
    const waiting = still.reduce((sum, one) => sum + one.lag, 0n);
    const since = Math.min(first, waitingSince ?? first);
    return { state: 'stopped', mood: 'bad', says: `stopped, ${offsets(waiting)} wait`, since };
  }
  if (lag > BEHIND) return { state: 'behind', mood: 'warn', says: `behind by ${offsets(lag)}`, since: null };
  return { state: 'well', mood: 'good', says: lag === 0n ? 'caught up' : `lag ${offsets(lag)}`, since: null };
}

const earliest = (halts: readonly Halt[]): number => Math.min(...halts.map(({ since }) => since));

/** Offsets, since markers of transactions take up some: at most so many records. */
const offsets = (n: bigint): string => n.toLocaleString('en');
