/** A law of DESIGN §2 or §4 that does not hold. */
class LawBroken extends Error {}

export function law(holds: boolean, sentence: () => string): void {
  if (!holds) throw new LawBroken(sentence());
}

export const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
