import { describe, expect, test } from 'vitest';
import { choreographed } from './choreographed/way.ts';
import { orchestrated } from './orchestrated/way.ts';
import { stories } from './stories.ts';
import { tellStory } from './world.ts';

const ways = { choreographed, orchestrated };

describe.each(Object.entries(ways))('a ticket, %s', (_, way) => {
  test.each(stories)('$name: $end', async ({ script, killedAt, end, standing, asked, failures }) => {
    const told = await tellStory(way, script, killedAt);
    expect(told).toMatchObject({ end, standing, asked, failures });
  });
});
