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

const SAME_SEED = 1;

/**
 * Tells so many stories of a storm: half of them the same each time, after which `wasStorm` says whether they held all that
 * may happen, and half of them new. Of new ones alone that would be false now and then. With PROPERTY_SEED all are of that.
 */
export function tellStorm<T>(count: number, property: fc.IProperty<T>, wasStorm: () => void): void {
  const { numRuns, ...own } = stories(count);
  const same = own.seed === undefined ? Math.ceil(numRuns / 2) : 0;
  if (same > 0) fc.assert(property, { numRuns: same, seed: SAME_SEED });
  if (same > 0 && numRuns >= count) wasStorm();
  fc.assert(property, { numRuns: numRuns - same, ...own });
}

/** What happens in which order: each number is one step. Without bias, which would repeat a few small numbers. */
export const script = (length: fc.ArrayConstraints): fc.Arbitrary<number[]> =>
  fc.noBias(fc.array(fc.integer({ min: 0, max: 0xffff_ffff }), length));
