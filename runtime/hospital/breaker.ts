/** When so much fails that the program is to blame rather than the records. */
export type BreakerLimits = {
  /** How many of the inputs decided last are looked at. Default 200. Fewer: a few bad records stop the task. */
  readonly window: number;
  /** Percentage of them above which it trips. Default 50. Higher: the hospital fills before anybody notices. */
  readonly percent: number;
  /** Failures below which it does not trip, whatever their share. Default 20. */
  readonly atLeast: number;
  /** Different keys that fail one after another, above which it trips. Default 20. */
  readonly inARow: number;
};

export const defaultLimits: BreakerLimits = { window: 200, percent: 50, atLeast: 20, inARow: 20 };

/** One decided input. What queues behind a case was not decided, and says nothing. */
export type Decided = { readonly key: string; readonly failed: boolean };

/** What was counted. */
export type Counted = {
  /** Whether each of the last inputs failed, oldest first. */
  readonly last: readonly boolean[];
  /** Different keys that failed since the last success. */
  readonly row: readonly string[];
};

export const nothingCounted: Counted = { last: [], row: [] };

export type Counts = { readonly failures: number; readonly decided: number; readonly inARow: number };

/** Counts on, and tells whether that is too much. Pure. */
export function count(
  counted: Counted,
  decided: readonly Decided[],
  limits: BreakerLimits,
): { readonly counted: Counted; readonly trips: Counts | null } {
  let last = [...counted.last];
  let row = [...counted.row];
  let trips: Counts | null = null;
  for (const { key, failed } of decided) {
    last.push(failed);
    if (!failed) row = [];
    else if (!row.includes(key)) row.push(key);
    if (failed) trips ??= tooMuch(last.slice(-limits.window), row.length, limits);
  }
  if (last.length > limits.window) last = last.slice(-limits.window);
  return { counted: { last, row: row.slice(-limits.inARow - 1) }, trips };
}

function tooMuch(last: readonly boolean[], inARow: number, limits: BreakerLimits): Counts | null {
  const failures = last.filter(Boolean).length;
  const share = failures >= limits.atLeast && failures * 100 > limits.percent * last.length;
  return share || inARow > limits.inARow ? { failures, decided: last.length, inARow } : null;
}
