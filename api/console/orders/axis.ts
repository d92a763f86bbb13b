export type Scale = 'short' | 'time';

/** A stretch in which nothing happened, drawn shorter than it was. */
export type Cut = { readonly from: number; readonly to: number; readonly ms: number };

export type Axis = {
  /** Where a time stands, from 0 to `width`. */
  x(at: number): number;
  /** None where all is to scale. */
  readonly cuts: readonly Cut[];
  /** What lasted longer than this is cut, ms. */
  readonly longest: number;
};

/** So wide is a stretch that is cut: its length stands in it. */
const CUT = 66;
/** A stretch is long where it is so many times as long as half of them are. */
const TIMES_MEDIAN = 8;

/**
 * An axis of time on which short stretches are to scale, one with another, and long ones are cut, so that what happened
 * within a second can be told apart in a story of weeks. `time`: nothing is cut.
 */
export function axisOf(times: readonly number[], width: number, scale: Scale = 'short'): Axis {
  const marks = [...new Set(times)].sort((one, other) => one - other);
  const gaps = marks.slice(1).map((at, n) => at - (marks[n] ?? at));
  const longest = scale === 'time' ? Number.POSITIVE_INFINITY : TIMES_MEDIAN * median(gaps);
  const cut = gaps.filter(gap => gap > longest);
  const told = gaps.reduce((sum, gap) => sum + (gap > longest ? 0 : gap), 0);
  // A story with more cuts than there is room for has narrow ones.
  const wide = cut.length === 0 ? 0 : Math.min(CUT, (width * 0.6) / cut.length);
  const unit = told === 0 ? 0 : (width - cut.length * wide) / told;
  const places: number[] = [0];
  const cuts: Cut[] = [];
  gaps.forEach((gap, n) => {
    const from = places[n] ?? 0;
    const to = from + (gap > longest ? wide : gap * unit);
    places.push(to);
    if (gap > longest) cuts.push({ from, to, ms: gap });
  });
  const known = new Map(marks.map((at, n) => [at, places[n] ?? 0]));
  return { x: at => known.get(at) ?? 0, cuts, longest };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
