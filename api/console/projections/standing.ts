import type { Mood } from '../strip.ts';
import type { Operation, Projection } from './places.ts';

export const liveOf = ({ generations }: Pick<Projection, 'generations'>) =>
  generations.find(({ state }) => state === 'live') ?? null;

export const lagOf = ({ partitions }: Pick<Projection, 'partitions'>): number =>
  partitions.reduce((sum, { lag }) => sum + lag, 0);

/** Age of the oldest record that readers miss, ms; null where nobody could tell. */
export function staleMsOf({ partitions }: Pick<Projection, 'partitions'>): number | null {
  let most = 0;
  for (const { lagSeconds } of partitions) {
    if (lagSeconds === null) return null;
    most = Math.max(most, lagSeconds * 1_000);
  }
  return most;
}

export const movedAtOf = ({ partitions }: Pick<Projection, 'partitions'>): string | null =>
  partitions.reduce<string | null>(
    (last, { movedAt }) => (movedAt !== null && movedAt > (last ?? '') ? movedAt : last),
    null,
  );

/** Of the generation that readers ask. */
export function parkedOf(one: Pick<Projection, 'parked' | 'generations'>): number {
  const live = liveOf(one);
  return one.parked.filter(({ generation }) => generation === live?.number).reduce((sum, { count }) => sum + count, 0);
}

export const errorOf = ({ partitions, generations }: Pick<Projection, 'partitions' | 'generations'>): string | null =>
  partitions.find(({ error }) => error !== null)?.error ??
  generations.find(({ state, error }) => state === 'live' && error !== null)?.error ??
  null;

/** So much behind, ms, is work in hand; more needs a look. */
const BEHIND_MS = 10_000;

/** How a read model stands, in a word. */
export function standingOf(one: Projection): { readonly mood: Mood; readonly text: string } {
  if (errorOf(one) !== null) return { mood: 'bad', text: 'stands still' };
  if (one.filling !== null) return { mood: 'warn', text: 'being filled' };
  if (one.paused !== null) return { mood: 'warn', text: 'paused' };
  const lag = lagOf(one);
  if (lag === 0) return { mood: 'good', text: 'live' };
  const ms = staleMsOf(one);
  return { mood: ms !== null && ms < BEHIND_MS ? 'good' : 'warn', text: 'behind' };
}

const ENDED = ['done', 'different', 'cancelled', 'failed'];
export const isEnded = ({ state }: Pick<Operation, 'state'>): boolean => ENDED.includes(state);

const moods: Readonly<Record<string, Mood>> = { done: 'good', different: 'warn', cancelled: 'none', failed: 'bad' };
export const moodOf = (state: string): Mood => moods[state] ?? 'none';

/** What the operation is, in words. */
export function kindText({
  kind,
  options,
}: Pick<Operation, 'kind'> & { readonly options?: Operation['options'] }): string {
  if (kind === 'heal') return `rows of ${options?.key ?? 'a key'} made anew`;
  return { rebuild: 'rebuild', verify: 'verification', swap: 'switch', rollback: 'rollback' }[kind];
}
