import fc from 'fast-check';
import { describe, test } from 'vitest';
import { endStates } from './end-states.ts';
import { orStory, tellStory } from './run.ts';
import { peaceful, stormy } from './scenario.ts';
import { script, stories } from './stories.ts';

const settings = stories(160);
const timeout = 60_000 + settings.numRuns * 120;

describe('the order flow, whatever happens in whatever order', () => {
  test('every order ends, and the laws hold', { timeout }, () => {
    fc.assert(
      fc.property(stormy, script({ maxLength: 400, size: 'max' }), (scenario, steps) => {
        const told = { scenario, script: steps };
        orStory(told, story => tellStory(told, story));
      }),
      settings,
    );
  });

  test('where nothing competes, every story ends alike', { timeout }, () => {
    fc.assert(
      fc.property(peaceful, script({ maxLength: 400, size: 'max' }), (scenario, steps) => {
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
