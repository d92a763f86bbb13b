import { spawnSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { LongplayError } from '../../runtime/errors.ts';
import { held } from './held.ts';
import type { Plan } from './plan.ts';

/** One file of the checkout and what becomes of it; `before` null: it is not there yet. */
export type Change = { readonly path: string; readonly before: Buffer | null; readonly after: Buffer };

const notOurs = new Set(['node_modules', '.git', '.longplay', 'coverage']);

/** The changes that a plan comes to by itself, without what is generated of them. Writes nothing. */
export function changesOf(base: string, { files, edits }: Plan): Change[] {
  const there = files.filter(({ path }) => lstatSync(join(base, path), { throwIfNoEntry: false }) !== undefined);
  if (there.length > 0) {
    const message = `There is already:\n${there.map(({ path }) => `  ${path}`).join('\n')}`;
    throw new LongplayError('LP_NEW_FILE_EXISTS', message);
  }
  const linked = [...files, ...edits].find(({ path }) => isLinked(base, path));
  if (linked !== undefined) {
    const remedy = 'Put the file itself, and its folders, where the link is.';
    throw new LongplayError('LP_NEW_PLACE_MISSING', `${linked.path} is a link, or below one.`, { remedy });
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
  return held(() => inCopy(base, changes));
}

function inCopy(base: string, changes: readonly Change[]): Change[] {
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

/**
 * Writes all of them, or, where one cannot be written, none.
 *
 * @throws LP_NEW_CHANGED_MEANWHILE, which names what could not be put back
 */
export function takeOver(base: string, changes: readonly Change[]): void {
  const done: { readonly path: string; undo(): void }[] = [];
  const will = (path: string, undo: () => void): void => void done.push({ path, undo });
  try {
    for (const { path, before, after } of changes) {
      const file = join(base, path);
      if (isLinked(base, path)) throw new Error(`${path} is a link, or below one`);
      if (before === null) {
        const folder = mkdirSync(dirname(file), { recursive: true });
        if (folder !== undefined) will(dirname(path), () => removeEmpty(dirname(file), folder));
        // Not even what somebody else has written meanwhile is written over.
        const opened = openSync(file, 'wx');
        will(path, () => rmSync(file, { force: true }));
        try {
          writeFileSync(opened, after);
        } finally {
          closeSync(opened);
        }
      } else {
        if (!contentOf(file)?.equals(before)) throw new Error(`${path} is not as it was when the command began`);
        will(path, () => {
          if (!contentOf(file)?.equals(before)) writeFileSync(file, before);
        });
        writeFileSync(file, after);
      }
    }
  } catch (cause) {
    const left = done.reverse().flatMap(one => undone(one));
    const what = left.length === 0 ? 'Nothing was changed' : 'Not all that was changed could be put back';
    const message = [`${what}: ${(cause as Error).message}.`, ...left].join('\n  ');
    throw new LongplayError('LP_NEW_CHANGED_MEANWHILE', message, { cause });
  }
}

/** What could not be undone, and why: what was done before it is undone all the same. */
function undone({ path, undo }: { readonly path: string; undo(): void }): string[] {
  try {
    undo();
    return [];
  } catch (error) {
    return [`${path}: ${(error as Error).message}`];
  }
}

/** Folders that were made, from this one up to the topmost; those stay in which somebody else has put something. */
function removeEmpty(from: string, topmost: string): void {
  for (let folder = from; folder.startsWith(topmost); folder = dirname(folder)) {
    if (readdirSync(folder).length > 0) return;
    rmdirSync(folder);
  }
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

/** Whether writing it would write elsewhere. */
function isLinked(base: string, path: string): boolean {
  const parts = path.split(sep);
  return parts.some((_part, n) => {
    const file = join(base, ...parts.slice(0, n + 1));
    return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  });
}

/** Files only: nothing that is generated is made of what a link leads to, and a socket or a pipe has no content. */
export function filesBelow(base: string, folder = base): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (notOurs.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(base, path);
    return entry.isFile() ? [relative(base, path)] : [];
  });
}
