import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from './files.ts';

/** One concept a file (DESIGN §13): more than `most` lines fail, more than `many` are worth a look. */
const most = 400;
const many = 300;

const generated = /^(schemas\/types\/|api\/client\/paths\.ts$)/;

export function longFiles(base: string): { tooLong: string[]; long: string[] } {
  const counted = filesBelow(base)
    .filter(path => /\.(ts|js|mjs)$/.test(path) && !generated.test(path))
    .map(path => ({ path, lines: readFileSync(join(base, path), 'utf8').split('\n').length - 1 }));
  const between = (low: number, high: number) =>
    counted.filter(({ lines }) => lines > low && lines <= high).map(({ path, lines }) => `${path}: ${lines} lines`);
  return { tooLong: between(most, Number.POSITIVE_INFINITY), long: between(many, most) };
}
