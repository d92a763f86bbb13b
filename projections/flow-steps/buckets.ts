/** How long a step took, roughly: the longest time in each bucket, ms, the shortest bucket first. */
export const BUCKETS = [
  { took: '100ms', upTo: 100 },
  { took: '1s', upTo: 1_000 },
  { took: '10s', upTo: 10_000 },
  { took: '1m', upTo: 60_000 },
  { took: '10m', upTo: 600_000 },
  { took: '1h', upTo: 3_600_000 },
  { took: '1d', upTo: 86_400_000 },
  { took: 'longer', upTo: Number.POSITIVE_INFINITY },
] as const;

export type Took = (typeof BUCKETS)[number]['took'];

export const tookOf = (ms: number): Took => BUCKETS.find(({ upTo }) => ms <= upTo)?.took ?? 'longer';
