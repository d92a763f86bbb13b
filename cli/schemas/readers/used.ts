import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../../../', import.meta.url));
/** What every fact is made of, which the runtime reads for each of its owners. */
const always = 'runtime/tasks/fat-event.ts';

const seen = new Map<string, ReadonlySet<string>>();

/**
 * Names that stand in a reader's code: a field of another name cannot be used by it. Derived from the files themselves,
 * so that nobody has to keep a list; it errs on the side of too many, since a name may stand for something else.
 */
export function namesIn(entry: string): ReadonlySet<string> {
  const known = seen.get(entry);
  if (known !== undefined) return known;
  const files = new Set<string>();
  follow(join(top, entry), files);
  files.add(join(top, always));
  const names = new Set([...files].flatMap(file => wordsOf(readFileSync(file, 'utf8'))));
  seen.set(entry, names);
  return names;
}

/** The code of processors and projections; types of schemas name every field, and use none. */
const followed = /^(streams|projections)\//;

function follow(file: string, files: Set<string>): void {
  if (files.has(file)) return;
  files.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/from '(\.{1,2}\/[^']+\.ts)'/g)) {
    const imported = join(dirname(file), path as string);
    if (followed.test(relative(top, imported))) follow(imported, files);
  }
}

function wordsOf(text: string): string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/\/\/.*$/gm, '');
  return code.match(/[A-Za-z_]\w*/g) ?? [];
}
