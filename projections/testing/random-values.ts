import { START } from '../../runtime/tasks/testing/given.ts';
import type { Deadline, Money, Transition } from '../../schemas/types/shared.ts';
import type { Random } from '../../test/property/random.ts';

/** What random facts are made of. */

const DAY = 86_400_000;
export const CURRENCIES = ['USD', 'EUR'];

export const oneOf = <T>(random: Random, list: readonly T[]): T => random.pick(list) as T;
export const timeOf = (random: Random): number => START + random.below(40 * DAY);
export const moneyOf = (random: Random): Money => ({
  amount: random.below(5_000),
  currency: oneOf(random, CURRENCIES),
});
export const some = <T>(random: Random, most: number, each: (n: number) => T): T[] =>
  Array.from({ length: random.below(most + 1) }, (_, n) => each(n));
export const maybe = <T>(random: Random, make: () => T): T | null => (random.chance(0.7) ? make() : null);

export const historyOf = (random: Random): Transition[] =>
  some(random, 3, n => ({
    what: `STEP_${n}`,
    at: timeOf(random),
    cause: `c-${n}`,
    version: n + 1,
    reason: null,
    actor: null,
  }));

export const deadlineOf = (random: Random, names: readonly string[]): Deadline[] =>
  some(random, 1, () => {
    const since = timeOf(random);
    return { name: oneOf(random, names), owedBy: 'warehouse', since, due: since + DAY, passes: random.below(3) };
  });
