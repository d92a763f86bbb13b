/** The ids of one seed: nobody else's, and the same again with the same seed. */
export function namesOf(seed: number) {
  const prefix = `load-${seed}-`;
  return {
    seed,
    prefix,
    order: (index: number) => `${prefix}o-${index}`,
    /** Which order of this seed, or null. */
    indexOf: (orderId: string): number | null => {
      if (!orderId.startsWith(`${prefix}o-`)) return null;
      const index = Number(orderId.slice(prefix.length + 2));
      return Number.isSafeInteger(index) ? index : null;
    },
    title: (rank: number) => `${prefix}t-${rank}`,
    edition: (release: number, n: number) => `${prefix}e-${release}-${n}`,
    customer: (generation: number, n: number) => `${prefix}c-${generation}-${n}`,
    /** The payment stand-in turns down who is called like this, unless its knobs say something else. */
    declined: (generation: number, n: number) => `declined-${prefix}c-${generation}-${n}`,
    poison: (n: number) => `${prefix}poison-${n}`,
  };
}

export type Names = ReturnType<typeof namesOf>;
