import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fill, type Names } from './names.ts';
import type { NewFile } from './plan.ts';

const ENDING = '.txt';

/** The files of a kind: what lies in its folder here lies so in the checkout, under the new names. */
export function filesOf(kind: string, names: Names): NewFile[] {
  const folder = join(import.meta.dirname, 'templates', kind);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith(ENDING))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map(file => ({
      path: fill(relative(folder, file).slice(0, -ENDING.length), names),
      text: fill(readFileSync(file, 'utf8'), names),
    }));
}
