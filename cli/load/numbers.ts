/** Of a list of times, ms. */
export type Quantiles = { readonly count: number; readonly p50: number; readonly p95: number; readonly p99: number };

export function quantiles(numbers: readonly number[]): Quantiles {
  const sorted = Float64Array.from(numbers).sort();
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

type Sample = { readonly at: number; readonly counts: readonly number[] };

/** How much each of these counts grows in a second, over the last few seconds. */
export function createRates(windowMs = 5_000) {
  const samples: Sample[] = [];
  return (at: number, counts: readonly number[]): number[] => {
    samples.push({ at, counts });
    while (samples.length > 2 && at - (samples[1] as Sample).at >= windowMs) samples.shift();
    const first = samples[0] as Sample;
    const seconds = (at - first.at) / 1_000;
    return counts.map((count, n) => (seconds === 0 ? 0 : (count - (first.counts[n] ?? 0)) / seconds));
  };
}
