import { normalsOf } from './normals.ts';

/** Money in minor units, volatility in basis points a year. */
export type PricingJob = {
  readonly kind: 'CALL' | 'PUT' | 'BARRIER';
  readonly spot: number;
  readonly volatility: number;
  readonly strike: number;
  /** Of BARRIER: where the market falls below it, the right is lost. */
  readonly barrier: number | null;
  readonly expiryDays: number;
  /** Two runs with the same one come to the same price. */
  readonly seed: string;
};

/** Paths that are drawn, each with its mirror image; and the steps of each. More: slower, and closer. */
const PATHS = 1_000;
const STEPS = 64;
/** Of money that is lent without risk, a year. */
const RATE = 0.02;

/**
 * Price of one, in minor units: the mean of what the right is worth at its end over many courses that the market might
 * take (Monte Carlo on geometric Brownian motion, with antithetic paths), discounted. Some milliseconds of a core.
 */
export function simulatedPrice({ kind, spot, volatility, strike, barrier, expiryDays, seed }: PricingJob): number {
  const years = expiryDays / 365;
  const step = years / STEPS;
  const sigma = volatility / 10_000;
  const drift = (RATE - (sigma * sigma) / 2) * step;
  const spread = sigma * Math.sqrt(step);
  const floor = kind === 'BARRIER' ? Math.log((barrier ?? 0) / spot) : Number.NEGATIVE_INFINITY;
  const normal = normalsOf(seed);
  const payoff = (log: number, isLost: boolean): number => {
    if (isLost) return 0;
    const end = spot * Math.exp(log);
    return Math.max(0, kind === 'PUT' ? strike - end : end - strike);
  };
  let sum = 0;
  for (let path = 0; path < PATHS; path++) {
    let up = 0;
    let down = 0;
    let upLost = floor > 0;
    let downLost = floor > 0;
    for (let at = 0; at < STEPS; at++) {
      const move = spread * normal();
      up += drift + move;
      down += drift - move;
      upLost ||= up < floor;
      downLost ||= down < floor;
    }
    sum += payoff(up, upLost) + payoff(down, downLost);
  }
  return Math.round((Math.exp(-RATE * years) * sum) / (2 * PATHS));
}
