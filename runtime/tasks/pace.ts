/**
 * When a task may begin its next transaction. What limits a broker is transactions a second, not records: under load a
 * task that waits a little commits more in each, and the same work costs a fraction (docs/decisions/0042).
 */
export type Pace = {
  /** A transaction of some task of this process begins. */
  began(now: number): void;
  /** How long to wait, ms, where the task's last transaction began at `last`, and its processor lingers so long, ms. */
  wait(last: number, now: number, linger: number): number;
};

/** Every task at once, always: for tests whose time stands still. */
export const noPace: Pace = { began: () => undefined, wait: () => 0 };

const WINDOW_MS = 500;

/**
 * Waits for nothing while the process is at ease, and up to `longest` ms between two transactions of one task when it is
 * busy. A processor that lingers waits so long at least, at ease, too.
 *
 * @param ease Transactions a second, of all tasks of this process, up to which nothing waits.
 * @param busy From here on the longest pause holds; between the two it grows evenly.
 */
export function adaptivePace({ ease = 250, busy = 500, longest = 30 } = {}): Pace {
  let windowBegan = 0;
  let counted = 0;
  let rate = 0;

  const turn = (now: number): void => {
    const passed = now - windowBegan;
    if (passed < WINDOW_MS) return;
    rate = passed > 2 * WINDOW_MS ? 0 : (counted * 1_000) / passed; // after a silence, what was before says nothing
    counted = 0;
    windowBegan = now;
  };

  return {
    began: now => {
      turn(now);
      counted++;
    },
    wait: (last, now, linger) => {
      turn(now);
      const load = Math.min(1, Math.max(0, (rate - ease) / (busy - ease)));
      return Math.max(0, last + Math.max(linger, Math.round(longest * load)) - now);
    },
  };
}
