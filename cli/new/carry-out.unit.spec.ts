import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { changesOf, takeOver } from './carry-out.ts';
import type { Plan } from './plan.ts';

const base = mkdtempSync(join(tmpdir(), 'longplay-new-spec-'));
const text = (path: string): string => readFileSync(join(base, path), 'utf8');
const fresh = (): void => {
  rmSync(base, { recursive: true, force: true });
  mkdirSync(join(base, 'streams'), { recursive: true });
  writeFileSync(join(base, 'streams/list.ts'), 'one\n');
};
fresh();
afterEach(fresh);

const plan: Plan = {
  files: [
    { path: 'streams/tickets/decide.ts', text: 'decide\n' },
    { path: 'streams/tickets/deep/more.ts', text: 'more\n' },
  ],
  edits: [
    { path: 'streams/list.ts', change: now => `${now}two\n` },
    { path: 'streams/list.ts', change: now => `${now}three\n` },
  ],
  next: [],
};
const all = () => readdirSync(base, { recursive: true }).sort();
const before = all();

describe('given a plan', () => {
  it('then looking at what it comes to writes nothing, and edits of one file follow one another', () => {
    const changes = changesOf(base, plan);
    expect(changes.map(change => [change.path, change.before?.toString(), change.after.toString()])).toEqual([
      ['streams/tickets/decide.ts', undefined, 'decide\n'],
      ['streams/tickets/deep/more.ts', undefined, 'more\n'],
      ['streams/list.ts', 'one\n', 'one\ntwo\nthree\n'],
    ]);
    expect(all()).toEqual(before);
  });

  it('then taking it over writes all of it', () => {
    takeOver(base, changesOf(base, plan));
    expect([text('streams/list.ts'), text('streams/tickets/deep/more.ts')]).toEqual(['one\ntwo\nthree\n', 'more\n']);
  });

  it('when a file of it is there, then it is refused, and names it', () => {
    mkdirSync(join(base, 'streams/tickets'));
    writeFileSync(join(base, 'streams/tickets/decide.ts'), 'mine\n');
    expect(() => changesOf(base, plan)).toThrow(
      expect.objectContaining({ code: 'LP_NEW_FILE_EXISTS', message: expect.stringContaining('tickets/decide.ts') }),
    );
  });
});

describe('given what was planned', () => {
  const refused = expect.objectContaining({ code: 'LP_NEW_CHANGED_MEANWHILE' });

  it('when an edited file is another meanwhile, then nothing of it is written', () => {
    const changes = changesOf(base, plan);
    writeFileSync(join(base, 'streams/list.ts'), 'one and a half\n');
    expect(() => takeOver(base, changes)).toThrow(refused);
    expect([all(), text('streams/list.ts')]).toEqual([before, 'one and a half\n']);
  });

  it('when somebody else writes the last file first, then his stays, and the others are put back', () => {
    const [first, second, edited] = changesOf(base, plan);
    mkdirSync(join(base, 'streams/tickets/deep'), { recursive: true });
    writeFileSync(join(base, 'streams/tickets/deep/more.ts'), 'his\n');
    const theirs = all();
    if (!first || !second || !edited) throw new Error('three changes were planned');
    expect(() => takeOver(base, [edited, first, second])).toThrow(refused);
    expect([all(), text('streams/list.ts'), text('streams/tickets/deep/more.ts')]).toEqual([theirs, 'one\n', 'his\n']);
  });
});
