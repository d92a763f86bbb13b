import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DataVersion, differenceOf, prepareData, requireOwnFolder } from './data-folder.ts';
import { type Layout, layoutOf } from './layout.ts';

let home: string;
let layout: Layout;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'longplay-data-'));
  layout = layoutOf({ home });
});
afterEach(() => rmSync(home, { recursive: true }));

const version: DataVersion = { layout: 1, kafka: '4.3.1', registry: '3.0.9', postgres: '18' };
const inData = (name: string) => join(layout.data, name);

describe('differenceOf', () => {
  it('given the same or older servers, finds none, except for an older Postgres', () => {
    expect(differenceOf(version, version)).toBeNull();
    expect(differenceOf({ ...version, kafka: '4.2.10', registry: '3.0.6' }, version)).toBeNull();
    expect(differenceOf({ ...version, postgres: '17' }, version)).toBe('Postgres 17, and Postgres 18 does not read it');
  });

  it.each([
    [{ kafka: '4.10.0' }, 'Kafka 4.10.0, which is newer'],
    [{ registry: '3.1.0' }, 'the registry in version 3.1.0, which is newer'],
    [{ postgres: '19' }, 'Postgres 19, and Postgres 18'],
    [{ layout: 2 }, 'a newer Longplay'],
    [{ layout: 0 }, 'an older Longplay'],
  ])('given %o, names it', (found, words) => {
    expect(differenceOf({ ...version, ...found }, version)).toContain(words);
  });
});

describe('the data folder', () => {
  it('given none, makes one that is its own from then on', () => {
    requireOwnFolder(layout);
    prepareData(layout, false);
    requireOwnFolder(layout);
    expect(JSON.parse(readFileSync(inData('stack.json'), 'utf8'))).toMatchObject({ layout: 1, postgres: '18' });
  });

  it('given things of others, refuses the folder', () => {
    mkdirSync(layout.data);
    writeFileSync(inData('thesis.txt'), 'years of work');
    expect(() => requireOwnFolder(layout)).toThrow(expect.objectContaining({ code: 'LP_STACK_DATA_FOREIGN' }));
  });

  it('given data, keeps it; given fresh, deletes it', () => {
    prepareData(layout, false);
    writeFileSync(inData('kept'), '');
    prepareData(layout, false);
    readFileSync(inData('kept'));
    prepareData(layout, true);
    expect(() => readFileSync(inData('kept'))).toThrow('ENOENT');
  });

  it('given what another Postgres wrote, believes its own mark, and refuses unless fresh', () => {
    prepareData(layout, false);
    mkdirSync(inData('postgres'));
    writeFileSync(inData('postgres/PG_VERSION'), '17\n');
    expect(() => prepareData(layout, false)).toThrow(expect.objectContaining({ code: 'LP_STACK_DATA_VERSION' }));
    prepareData(layout, true);
  });

  it('given a version file that was cut off, refuses it unless fresh', () => {
    prepareData(layout, false);
    writeFileSync(inData('stack.json'), '{"lay');
    expect(() => prepareData(layout, false)).toThrow(expect.objectContaining({ code: 'LP_STACK_DATA_VERSION' }));
    prepareData(layout, true);
  });
});
