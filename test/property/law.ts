/** A law of DESIGN §2 or §4 that does not hold. */
class LawBroken extends Error {}

export function law(holds: boolean, sentence: () => string): void {
  if (!holds) throw new LawBroken(sentence());
}

export const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** The law that does not hold, as a sentence; null: all do. */
export function brokenLaw(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof LawBroken) return error.message;
    throw error;
  }
}
