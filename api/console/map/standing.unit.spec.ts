import { describe, expect, it } from 'vitest';
import type { InputLag } from '../../../runtime/tasks/lag.ts';
import { STILL_AFTER_MS, standsOf, stillOf } from '../../flow/stands.ts';
import { type Signs, standingOf } from './standing.ts';

const input = (position: bigint, end: bigint, partition = 0): InputLag => ({
  topic: 'orders',
  partition,
  position,
  start: 0n,
  end,
  lag: end - position,
  program: null,
});
const halt = { partition: 0, since: 50, by: 'ann', why: 'stocktaking' };
const signs = (inputs: readonly InputLag[], over: Partial<Signs> = {}): Signs => {
  const base = { at: 100_000, inputs, stands: new Map(), waitingSince: null, halts: [], nobodySince: null };
  return { ...base, ...over };
};
const told = (one: Signs) => {
  const { state, mood, says } = standingOf(one);
  return [state, mood, says];
};

describe('how a processor stands', () => {
  it('given little to read that moves on, then it is well', () => {
    expect(told(signs([input(5n, 5n)]))).toEqual(['well', 'good', 'caught up']);
    expect(told(signs([input(5n, 12n)]))).toEqual(['well', 'good', 'lag 7']);
    expect(told(signs([input(5n, 5_000n)]))).toEqual(['behind', 'warn', 'behind by 4,995']);
  });

  it('given a position that does not move while there is something to read, then it has stopped, from its oldest record on', () => {
    const at = 100_000;
    const inputs = [input(5n, 12n), input(3n, 3n, 1)];
    const first = standsOf(new Map(), inputs, at);
    expect(standingOf(signs(inputs, { at, stands: first })).state).toBe('well');
    const later = at + STILL_AFTER_MS;
    const stands = standsOf(first, inputs, later);
    expect(stillOf({ at: later, inputs, stands })).toEqual([input(5n, 12n)]);
    const stopped = standingOf(signs(inputs, { at: later, stands, waitingSince: at - 700 }));
    expect(stopped).toEqual({ state: 'stopped', mood: 'bad', says: 'stopped, 7 wait', since: at - 700 });
    // It moves on, if by one: all clear again.
    const moved = [input(6n, 12n), input(3n, 3n, 1)];
    expect(standingOf(signs(moved, { at: later, stands: standsOf(stands, moved, later) })).state).toBe('well');
    expect(standsOf(stands, [input(12n, 12n)], later).size).toBe(0);
  });

  it('given nobody who runs it for longer than a restart, then it has stopped', () => {
    expect(told(signs([input(5n, 5n)], { nobodySince: 99_000 }))).toEqual(['well', 'good', 'caught up']);
    expect(told(signs([input(5n, 6n)], { nobodySince: 80_000 }))).toEqual([
      'stopped',
      'bad',
      'no process runs it, 1 wait',
    ]);
  });

  it('given that somebody paused it, then nobody is called; its breaker calls somebody', () => {
    const paused = { ...halt, what: 'paused' } as const;
    const breaker = { ...halt, what: 'breaker', since: 40 } as const;
    expect(told(signs([input(5n, 9n)], { halts: [paused] }))).toEqual(['paused', 'warn', 'paused, 4 wait']);
    expect(standingOf(signs([input(5n, 9n)], { halts: [paused, breaker] }))).toEqual({
      state: 'stopped',
      mood: 'bad',
      says: 'stopped by its storm breaker',
      since: 40,
    });
    expect(told(signs([input(5n, 5n)], { halts: null }))).toEqual(['well', 'good', 'caught up']);
  });
});
