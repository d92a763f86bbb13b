import { expect, it } from 'vitest';
import type { Values } from './definition.ts';
import { intake } from './intake.ts';
import type { KeyedCause } from './items.ts';

const cause = (key: string): KeyedCause<Values> => ({ key }) as KeyedCause<Values>;

it('given 200,000 deadlines at once, then they are taken in parts, in order, and none is lost', () => {
  const waiting = intake();
  const turns = Array.from({ length: 200_000 }, (_, n) => waiting.add(cause(`k${n}`))).filter(Boolean);
  expect(turns).toHaveLength(1); // one turn is asked for, not one for each
  const taken: string[] = [];
  for (let part = waiting.take(); part.length > 0; part = waiting.take()) {
    expect(part.length).toBeLessThanOrEqual(1_000);
    taken.push(...part.map(({ key }) => key));
  }
  expect(waiting.isEmpty()).toBe(true);
  expect(taken).toHaveLength(200_000);
  expect([taken[0], taken[1_000], taken.at(-1)]).toEqual(['k0', 'k1000', 'k199999']);
});

it('given that it is cleared while a turn was asked for, then the next one asks for a turn of its own', () => {
  const waiting = intake();
  expect([waiting.add(cause('a')), waiting.add(cause('b'))]).toEqual([true, false]);
  waiting.clear();
  expect(waiting.isEmpty()).toBe(true);
  expect(waiting.add(cause('c'))).toBe(true);
});
