import type { Clock } from '../../../runtime/tasks/engine.ts';

/** Whose timers they are: of a process that is stopped they wait, of one that is gone they are forgotten. */
export type Owner = { readonly awake: boolean; readonly gone: boolean };

/** The one clock of the shop. It moves only when it is told to. */
export type Time = {
  now(): number;
  clockOf(owner: Owner): Clock;
  /** Goes on by so much, ms, and calls back whom that wakes, each once. */
  leap(by: number): void;
  /** Goes on to the next timer, and no further. Answers whether there was one. */
  tick(): boolean;
};

type Timer = { readonly at: number; readonly owner: Owner; readonly callback: () => void };

export function createTime(start: number): Time {
  let now = start;
  let timers: Timer[] = [];

  const fire = (): void => {
    timers = timers.filter(({ owner }) => !owner.gone);
    const due = timers.filter(({ at, owner }) => at <= now && owner.awake);
    timers = timers.filter(one => !due.includes(one));
    for (const { callback } of due) callback();
  };

  return {
    now: () => now,
    clockOf: owner => ({
      now: () => now,
      after: (ms, callback) => {
        const timer = { at: now + ms, owner, callback };
        timers.push(timer);
        return () => {
          timers = timers.filter(one => one !== timer);
        };
      },
    }),
    leap: by => {
      now += by;
      fire();
    },
    tick: () => {
      const next = timers.filter(({ owner }) => owner.awake && !owner.gone).map(({ at }) => at);
      if (next.length === 0) return false;
      now = Math.max(now, Math.min(...next));
      fire();
      return true;
    },
  };
}
