import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

const notOurs = new Set(['node_modules', '.git', '.longplay', 'coverage']);

/** Every file of the checkout, relative to `base`, without what was installed or made by running. */
export function filesBelow(base: string, folder = base): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (notOurs.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(base, path) : [relative(base, path)];
  });
}
