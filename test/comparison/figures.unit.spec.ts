import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { choreographed } from './choreographed/way.ts';
import { orchestrated } from './orchestrated/way.ts';
import { stories } from './stories.ts';
import { tellStory } from './world.ts';

const ways = { choreographed, orchestrated };
const page = readFileSync(join(import.meta.dirname, '../../docs/guide/choreography-and-orchestration.md'), 'utf8');
const rowOf = (name: string): string[] =>
  page
    .split('\n')
    .find(line => line.startsWith(`| ${name} |`))
    ?.split('|')
    .slice(2, -1)
    .map(cell => cell.trim()) ?? [];

/** Without what tells a spec how to look at it. */
const linesOf = (folder: string): number =>
  readdirSync(join(import.meta.dirname, folder))
    .filter(file => file !== 'way.ts')
    .map(
      file =>
        readFileSync(join(import.meta.dirname, folder, file), 'utf8')
          .trimEnd()
          .split('\n').length,
    )
    .reduce((sum, lines) => sum + lines, 0);

test('the guide says how many lines and topics each way takes', () => {
  expect(rowOf('lines of code')).toEqual(Object.keys(ways).map(way => `${linesOf(way)}`));
  expect(rowOf('topics of facts')).toEqual(Object.values(ways).map(({ processors }) => `${processors.length}`));
});

test.each(stories)('the guide says what it takes where $name', async ({ name, script, killedAt }) => {
  const counted: string[] = [];
  for (const way of Object.values(ways)) {
    const { facts, transactions } = await tellStory(way, script, killedAt);
    counted.push(`${facts}, ${transactions}`);
  }
  expect(rowOf(`${name}: facts, transactions`)).toEqual(counted);
});
