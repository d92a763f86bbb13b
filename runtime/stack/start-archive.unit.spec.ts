import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startArchive } from './start-archive.ts';

const java = { home: '/java', binary: '/java/bin/java', version: 17, id: 'abc' };
const stopped = { code: 143, text: 'ended by signal 15' };
const killed = { code: 137, text: 'ended by signal 9' };

let folder: string;
let archive: string;
let written: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'longplay-archive-'));
  mkdirSync(join(folder, 'tmp'));
  archive = join(folder, 'kafka-abc.jsa');
  written = join(folder, 'tmp', 'kafka.jsa');
});
afterEach(() => rmSync(folder, { recursive: true }));

const start = () => startArchive({ name: 'kafka', downloads: folder, data: folder, java });

describe('startArchive', () => {
  it('given no archive, has Java write one, and keeps it after a stop for the next launch', () => {
    const first = start();
    expect(first.flags()).toEqual([`-XX:ArchiveClassesAtExit=${written}`]);
    expect(first.stopping()).toContain('this once');
    writeFileSync(written, 'classes');
    first.keep(stopped);
    expect(readFileSync(archive, 'utf8')).toBe('classes');
    expect(existsSync(written)).toBe(false);

    expect(first.flags()).toEqual([`-XX:SharedArchiveFile=${archive}`]);
    expect(first.stopping()).toBeNull();
  });

  it('given a server that had to be killed, keeps nothing half-written and does not try again', () => {
    const slow = start();
    slow.flags();
    writeFileSync(written, 'half');
    slow.keep(killed);
    expect(existsSync(archive)).toBe(false);
    expect(start().flags()).toEqual([]);
    expect(start().stopping()).toBeNull();
  });

  it('given an archive of another virtual machine, has its own written', () => {
    writeFileSync(join(folder, 'kafka-other.jsa'), 'classes');
    expect(start().flags()).toEqual([`-XX:ArchiveClassesAtExit=${written}`]);
  });

  it('given an archive that another program has written meanwhile, leaves that in place', () => {
    const late = start();
    late.flags();
    writeFileSync(archive, 'theirs');
    writeFileSync(written, 'ours');
    late.keep(stopped);
    expect(readFileSync(archive, 'utf8')).toBe('theirs');
  });
});
