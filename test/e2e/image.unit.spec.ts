import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** The folders at the top that product code imports from, found by following relative imports upwards. */
function importedFolders(): string[] {
  const product = ['cli', 'api', 'runtime', 'schemas', 'streams', 'projections'];
  const found = new Set<string>();
  for (const folder of product) {
    for (const file of globSync(`${folder}/**/*.ts`)) {
      if (/\.spec\.ts$|\/testing\//.test(file)) continue;
      for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)'/g)) {
        const path = new URL(from, new URL(file, 'file:///')).pathname.slice(1);
        if (path.includes('/')) found.add(path.split('/')[0] as string);
      }
    }
  }
  return [...found].sort();
}

it('the image holds every folder that the program imports, and its context lets each in', () => {
  const copied = [...readFileSync('Dockerfile', 'utf8').matchAll(/^COPY (\w+) \1$/gm)].map(([, name]) => name);
  const letIn = [...readFileSync('.dockerignore', 'utf8').matchAll(/^!(\w+)$/gm)].map(([, name]) => name);
  const needed = importedFolders();
  expect(needed).toContain('streams');
  expect(copied.filter(name => name !== 'node_modules').sort()).toEqual(needed);
  expect(letIn).toEqual(expect.arrayContaining(needed));
});
