import fc from 'fast-check';
import { describe, test } from 'vitest';
import { endStates } from '../../property/end-states.ts';
import { tellStory } from '../../property/run.ts';
import { stories } from '../../property/stories.ts';
import { peacefulWhole, stormyWhole } from './scenario.ts';
import { orStory, tellWhole } from './tell.ts';

const settings = stories(60);
const timeout = 60_000 + settings.numRuns * 400;

describe('the whole shop on the memory log, whatever happens in whatever order', () => {
  test('every order ends, and the laws hold', { timeout }, async () => {
    const property = fc.asyncProperty(stormyWhole, async told => {
      await orStory(told, async story => void (await tellWhole(told, story)));
    });
    await fc.assert(property, settings);
  });

  test('where nothing competes, it ends as a calm day does', { timeout }, async () => {
    const property = fc.asyncProperty(peacefulWhole, async told => {
      await orStory(told, async story => {
        const calm = endStates(tellStory({ scenario: told.scenario, script: [] }));
        const stormed = endStates(await tellWhole(told, story));
        if (stormed !== calm) throw new Error(`ended otherwise:\n${stormed}\nand calmly:\n${calm}`);
      });
    });
    await fc.assert(property, settings);
  });
});
