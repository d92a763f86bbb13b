import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configPage } from './page.ts';
import { settingsTable } from './table.ts';

it('the committed page of settings is what `npm run generate` writes', () => {
  expect(readFileSync('docs/reference/config.md', 'utf8')).toBe(configPage());
});

it('the page names every setting', () => {
  for (const name of Object.keys(settingsTable)) expect(configPage()).toContain(`### ${name}\n`);
});
