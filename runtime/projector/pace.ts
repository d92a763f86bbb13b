import { type EventLoopUtilization, performance } from 'node:perf_hooks';

const WINDOW_MS = 500;

export type LingerOptions = {
  /** Share of the time, from 0 to 1, that the event loop may be busy before anything waits. Default 0.5. */
  readonly ease?: number;
  /** From here on the longest pause holds; between the two it grows evenly. Default 0.8. */
  readonly busy?: number;
  /** ms. Default 250. */
  readonly longest?: number;
  /** Share of the time since the last call that the event loop was busy. Default: of this process. */
  readonly utilization?: () => number;
  /** Milliseconds. */
  readonly now?: () => number;
};

/**
 * How long a projection lingers before it fetches again, ms: not at all while the process has time to spare. A busy one
 * fetches less often and writes more at once, and of a key that has changed several times only the last row is written.
 */
export function lingerWhenBusy(options: LingerOptions = {}): () => number {
  const { ease = 0.5, busy = 0.8, longest = 250, utilization = eventLoop(), now = Date.now } = options;
  let load = 0;
  let sampled = Number.NEGATIVE_INFINITY;
  return () => {
    if (now() - sampled >= WINDOW_MS) {
      load = Math.min(1, Math.max(0, (utilization() - ease) / (busy - ease)));
      sampled = now();
    }
    return longest * load;
  };
}

function eventLoop(): () => number {
  let before: EventLoopUtilization = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  };
}
