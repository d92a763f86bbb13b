import fc from 'fast-check';

const seed = process.env.PROPERTY_SEED;

/**
 * How many stories are told of a property, and from which seed: PROPERTY_RUNS and PROPERTY_SEED; by default a new seed each
 * time, which a failure names.
 */
export const stories = (count: number): { readonly numRuns: number; readonly seed?: number } => ({
  numRuns: Number(process.env.PROPERTY_RUNS ?? count),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
});

/** What happens in which order: each number is one step. Without bias, which would repeat a few small numbers. */
export const script = (length: fc.ArrayConstraints): fc.Arbitrary<number[]> =>
  fc.noBias(fc.array(fc.integer({ min: 0, max: 0xffff_ffff }), length));
