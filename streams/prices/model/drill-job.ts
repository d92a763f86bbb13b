import { type PricingJob, simulatedPrice } from './simulate.ts';

/**
 * The planted bug of a drill (PRICING_DRILL): positions of one kind abort the worker. No other program runs this module.
 */
export function job(input: unknown): number {
  const { kind } = input as PricingJob;
  if (process.env.PRICING_DRILL === `abort:${kind.toLowerCase()}`) process.abort();
  return simulatedPrice(input as PricingJob);
}
