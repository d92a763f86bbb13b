import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Change, changesOf, filesBelow, takeOver } from './carry-out.ts';
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

  /** What is written last: it fails once its file is there. */
  const failing = (meanwhile: () => void = () => undefined): Change => {
    const after = Buffer.from('more');
    Object.defineProperty(after, 'byteLength', {
      get: () => {
        meanwhile();
        throw new Error('the disk is full');
      },
    });
    return { path: 'streams/tickets/more.ts', before: null, after };
  };

  it('when a file cannot be written to its end, then nothing of it is left', () => {
    expect(() => takeOver(base, [...changesOf(base, plan), failing()])).toThrow(refused);
    expect([all(), text('streams/list.ts')]).toEqual([before, 'one\n']);
  });

  it('when somebody else puts a file into a new folder, then his stays, and all else is put back', () => {
    const [first, , edited] = changesOf(base, plan);
    if (!first || !edited) throw new Error('three changes were planned');
    const his = () => writeFileSync(join(base, 'streams/tickets/his.ts'), 'his\n');
    expect(() => takeOver(base, [edited, first, failing(his)])).toThrow(refused);
    expect([all(), text('streams/list.ts')]).toEqual([
      [...before, 'streams/tickets', 'streams/tickets/his.ts'],
      'one\n',
    ]);
  });

  it('when something cannot be put back, then it is named, and all else is put back', () => {
    const [first, , edited] = changesOf(base, plan);
    if (!first || !edited) throw new Error('three changes were planned');
    const another = () => {
      rmSync(join(base, 'streams/list.ts'));
      mkdirSync(join(base, 'streams/list.ts'));
    };
    const named = {
      message: expect.stringMatching(/could be put back: the disk is full\.\n {2}streams\/list\.ts: EISDIR/),
    };
    expect(() => takeOver(base, [first, edited, failing(another)])).toThrow(expect.objectContaining(named));
    expect(all()).toEqual(before);
  });

  it('when an edited file is a link meanwhile, then what it leads to is not written', () => {
    const changes = changesOf(base, plan);
    rmSync(join(base, 'streams/list.ts'));
    writeFileSync(join(base, 'elsewhere.ts'), 'one\n');
    symlinkSync(join(base, 'elsewhere.ts'), join(base, 'streams/list.ts'));
    expect(() => takeOver(base, changes)).toThrow(refused);
    expect(text('elsewhere.ts')).toBe('one\n');
    expect(() => changesOf(base, plan)).toThrow(expect.objectContaining({ code: 'LP_NEW_PLACE_MISSING' }));
  });
});

describe('given a checkout with links and sockets', () => {
  it('then they are no files of it, and a link that leads nowhere is there all the same', async () => {
    symlinkSync(join(base, 'streams'), join(base, 'linked'));
    symlinkSync(join(base, 'nowhere'), join(base, 'dangling'));
    const server = createServer();
    await new Promise<void>(resolve => server.listen(join(base, 'socket'), resolve));
    expect(all()).toContain('socket');
    expect(filesBelow(base)).toEqual(['streams/list.ts']);
    const files = [{ path: 'dangling', text: 'one\n' }];
    const there = expect.objectContaining({ code: 'LP_NEW_FILE_EXISTS' });
    expect(() => changesOf(base, { files, edits: [], next: [] })).toThrow(there);
    await new Promise(resolve => server.close(resolve));
  });
});
