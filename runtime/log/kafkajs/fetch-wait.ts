/**
 * Longest wait of a fetch for something to come, ms. A fetch under way cannot be called back: a partition that is
 * delivered meanwhile waits for it, and so does whoever stops the reader.
 */
export const LONGEST_WAIT_MS = 1_000;

/** So many fetches in a row that brought nothing, and those that follow wait for the longest time. */
const QUIET_FETCHES = 10;

/** How long the next fetch of a reader waits. */
export type FetchWait = {
  /** Milliseconds. */
  next(): number;
  /** Told after each fetch: whether it brought anything. What else ends the quiet is told as well. */
  brought(something: boolean): void;
};

/**
 * As long as usual; and the longest time where nothing has come for a while, since the broker answers at once when
 * something does, and nearly all readers of a shop at rest wait.
 */
export function fetchWait(usual: number): FetchWait {
  let quiet = 0;
  return {
    next: () => (quiet < QUIET_FETCHES ? usual : LONGEST_WAIT_MS),
    brought: something => {
      quiet = something ? 0 : quiet + 1;
    },
  };
}
