import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { LongplayError } from '../../runtime/errors.ts';
import type { Plan } from './plan.ts';

/** One file of the checkout and what becomes of it; `before` null: it is not there yet. */
export type Change = { readonly path: string; readonly before: Buffer | null; readonly after: Buffer };

const notOurs = new Set(['node_modules', '.git', '.longplay', 'coverage']);

/** The changes that a plan comes to by itself, without what is generated of them. Writes nothing. */
export function changesOf(base: string, { files, edits }: Plan): Change[] {
  const there = files.filter(({ path }) => existsSync(join(base, path)));
  if (there.length > 0) {
    const message = `There is already:\n${there.map(({ path }) => `  ${path}`).join('\n')}`;
    throw new LongplayError('LP_NEW_FILE_EXISTS', message);
  }
  const created = files.map(({ path, text }) => ({ path, before: null, after: Buffer.from(text) }));
  const edited = [...Map.groupBy(edits, ({ path }) => path)].map(([path, ofFile]) => {
    const before = contentOf(join(base, path));
    const text = ofFile.reduce((now, { change }) => change(now), before?.toString() ?? '');
    return { path, before, after: Buffer.from(text) };
  });
  return [...created, ...edited];
}

/**
 * Makes the changes in a copy of the checkout, has them formatted, and what follows from them generated. Only what came
 * out right there is taken over: until then, whatever fails or is broken off leaves the checkout as it is.
 *
 * @throws LP_NEW_NOT_RIGHT, LP_NEW_CHANGED_MEANWHILE
 */
export function carriedOut(base: string, changes: readonly Change[]): Change[] {
  const copy = mkdtempSync(join(tmpdir(), 'longplay-new-'));
  try {
    const before = filesBelow(base);
    for (const path of before) cpSync(join(base, path), join(copy, path));
    symlinkSync(join(base, 'node_modules'), join(copy, 'node_modules'));
    for (const { path, after } of changes) write(join(copy, path), after);
    tool(copy, 'npm', ['run', '--silent', 'generate']);
    const formatted = changes.map(({ path }) => path).filter(path => /\.(ts|json)$/.test(path));
    tool(copy, join(base, 'node_modules/.bin/biome'), ['check', '--write', ...formatted]);
    const all = filesBelow(copy).map(path => ({
      path,
      before: contentOf(join(base, path)),
      after: readFileSync(join(copy, path)),
    }));
    const changed = all.filter(({ before, after }) => before === null || !before.equals(after));
    takeOver(base, changed);
    return changed;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Writes all of them, or, where one cannot be written, none. */
export function takeOver(base: string, changes: readonly Change[]): void {
  const done: (() => void)[] = [];
  try {
    for (const { path, before, after } of changes) {
      const file = join(base, path);
      if (before === null) {
        const folder = mkdirSync(dirname(file), { recursive: true });
        if (folder !== undefined) done.push(() => removeEmpty(dirname(file), folder));
        // Not even what somebody else has written meanwhile is written over.
        writeFileSync(file, after, { flag: 'wx' });
        done.push(() => rmSync(file));
      } else {
        if (!contentOf(file)?.equals(before)) throw new Error(`${path} is not as it was when the command began`);
        done.push(() => writeFileSync(file, before));
        writeFileSync(file, after);
      }
    }
  } catch (cause) {
    for (const undo of done.reverse()) undo();
    const message = `Nothing was changed: ${(cause as Error).message}.`;
    throw new LongplayError('LP_NEW_CHANGED_MEANWHILE', message, { cause });
  }
}

/** Folders that were made, from this one up to the topmost. */
function removeEmpty(from: string, topmost: string): void {
  for (let folder = from; folder.startsWith(topmost); folder = dirname(folder)) rmdirSync(folder);
}

function tool(cwd: string, command: string, parameters: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, { cwd, encoding: 'utf8' });
  if (status === 0) return;
  const told = [error?.message ?? '', stdout ?? '', stderr ?? '']
    .filter(text => text.trim() !== '')
    .join('\n')
    .trim();
  const called = `${relative(cwd, command).startsWith('..') ? 'biome' : command} ${parameters.slice(0, 3).join(' ')}`;
  throw new LongplayError('LP_NEW_NOT_RIGHT', `\`${called}\` failed, and nothing was changed:\n${told}`);
}

function write(file: string, content: Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function contentOf(file: string): Buffer | null {
  return existsSync(file) ? readFileSync(file) : null;
}

function filesBelow(base: string, folder = base): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (notOurs.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(base, path) : [relative(base, path)];
  });
}
