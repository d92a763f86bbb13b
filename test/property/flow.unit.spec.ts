import fc from 'fast-check';
import { describe, test } from 'vitest';
import { endStates } from './end-states.ts';
import { orStory, tellStory } from './run.ts';
import { peaceful, script, stormy } from './scenario.ts';

/** How many stories are told of each property, and from which seed; by default a new one each time, which a failure names. */
const numRuns = Number(process.env.PROPERTY_RUNS ?? 160);
const seed = process.env.PROPERTY_SEED;
const settings = { numRuns, ...(seed === undefined ? {} : { seed: Number(seed) }) };
const timeout = 60_000 + numRuns * 120;

describe('the order flow, whatever happens in whatever order', () => {
  test('every order ends, and the laws hold', { timeout }, () => {
    fc.assert(
      fc.property(stormy, script(400), (scenario, steps) => {
        const told = { scenario, script: steps };
        orStory(told, story => tellStory(told, story));
      }),
      settings,
    );
  });

  test('where nothing competes, every story ends alike', { timeout }, () => {
    fc.assert(
      fc.property(peaceful, script(400), (scenario, steps) => {
        const told = { scenario, script: steps };
        orStory(told, story => {
          const calm = endStates(tellStory({ scenario, script: [] }));
          const stormed = endStates(tellStory(told, story));
          if (stormed !== calm) throw new Error(`ended otherwise:\n${stormed}\nand calmly:\n${calm}`);
        });
      }),
      settings,
    );
  });
});
