import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../../../', import.meta.url));
/**
 * Records as the engine sees them by itself, for every processor. Its types are all that it knows of them, so that it can
 * use no field that is not named there.
 */
const engine = ['fat-event', 'owed', 'definition'].map(one => `runtime/tasks/${one}.ts`);
const hospital = ['case', 'operation'].map(one => `runtime/hospital/${one}.ts`);

const seen = new Map<string, ReadonlySet<string>>();

/**
 * Names that stand in a reader's code, and in the engine's: a field of another name cannot be used. Derived from the files
 * themselves, so that nobody has to keep a list; it errs on the side of too many, since a name may stand for something
 * else, and since only comments that begin a line are taken out. `treatment`: of cases and operations, which the engine
 * reads whole.
 */
export function namesIn(entry: string, of: 'facts' | 'treatment'): ReadonlySet<string> {
  const id = `${of} ${entry}`;
  const known = seen.get(id);
  if (known !== undefined) return known;
  const files = new Set<string>();
  follow(join(top, entry), files);
  for (const file of [...engine, ...(of === 'treatment' ? hospital : [])]) files.add(join(top, file));
  const names = new Set([...files].flatMap(file => wordsOf(readFileSync(file, 'utf8'))));
  seen.set(id, names);
  return names;
}

/** The code of processors and projections; types of schemas name every field, and use none. */
const followed = /^(streams|projections)\//;

function follow(file: string, files: Set<string>): void {
  if (files.has(file)) return;
  files.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*['"](\.{1,2}\/[^'"]+\.ts)['"]/g)) {
    const imported = join(dirname(file), path as string);
    if (followed.test(relative(top, imported))) follow(imported, files);
  }
}

/** A comment behind code stays: where it begins cannot be told from a text with slashes in it without parsing. */
export function wordsOf(text: string): string[] {
  const code = text.replaceAll(/^\s*\/\*[\s\S]*?\*\/$/gm, '').replaceAll(/^\s*\/\/.*$/gm, '');
  return code.match(/[A-Za-z_]\w*/g) ?? [];
}
