import { type PricingJob, simulatedPrice } from './simulate.ts';

/** What a worker of the pricing farm runs. */
export const job = (input: unknown): number => simulatedPrice(input as PricingJob);
