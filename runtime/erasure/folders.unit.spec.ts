import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { FORMAT, FORMAT_VERSION, writeManifest } from '../backup/manifest.ts';
import { createSegment } from '../backup/segment-writer.ts';
import { encodeBatch } from '../tasks/store/batch-format.ts';
import { createTally } from './findings.ts';
import { scanFolders } from './folders.ts';
import { searchFor } from './search.ts';
import { look, parcelOf, personSchema, plain, valuesWithin } from './testing/people.ts';

const WHO = 'customer-1';
const TEXT = 'Ünal "Özgür" 東京';
const made: string[] = [];
function folderWith(files: Readonly<Record<string, Buffer | string>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'longplay-erasure-'));
  made.push(path);
  for (const [file, content] of Object.entries(files)) put(join(path, file), content);
  return path;
}
function put(path: string, content: Buffer | string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true });
});

/** `meanwhile`: what happens when the first file has been read. */
async function searchIn(folder: string, meanwhile: () => void = () => {}) {
  const tally = createTally();
  let once: (() => void) | null = meanwhile;
  const onRead = () => {
    once?.();
    once = null;
  };
  const context = { search: searchFor(WHO, [TEXT]), tally, signal: new AbortController().signal, onRead };
  const [scan] = await scanFolders({ folders: [folder], look, valuesWithin }, context);
  return { scan, findings: tally.findings, unread: tally.unread };
}

const unreadAt = (why: string, file: string, at = 0) => ({ why, place: { file, at } });

const checkpoint = { clusterId: 'c', topicId: 't', position: 9n, at: 1 };
const batchOf = (value: Buffer, at: number) =>
  encodeBatch([{ key: WHO, value, offset: 1n, open: false }], checkpoint, at, null).bytes;

/** An export of one topic with a segment for each of these values. */
async function exportTo(folder: string, values: readonly Buffer[]): Promise<void> {
  const segments = [];
  for (const [n, value] of values.entries()) {
    const writer = await createSegment(folder, `topics/people/0-${n}.seg`);
    await writer.add({ offset: BigInt(n), timestamp: 1, key: Buffer.from(WHO), value, headers: [] });
    const segment = await writer.finish();
    if (segment !== null) segments.push(segment);
  }
  const records = values.length;
  await writeManifest(folder, {
    format: FORMAT,
    version: FORMAT_VERSION,
    state: 'complete',
    id: 'one',
    madeBy: 'spec',
    prefix: 'p',
    clusterId: 'c',
    begunAt: '2027-01-01T00:00:00.000Z',
    finishedAt: '2027-01-01T00:00:01.000Z',
    topics: [
      {
        name: 'people',
        topicId: 't',
        partitionedBy: 'key',
        records,
        strays: 0,
        waiting: 0,
        schemaIds: [1],
        versions: [],
        partitions: [{ partition: 0, position: String(records), records, segments }],
      },
    ],
    schemas: [{ id: 1, text: personSchema }],
  });
}

describe('what bytes do not tell', () => {
  it('given an export anywhere below the folder, then its records are read, once', async () => {
    const folder = folderWith();
    const monday = join(folder, 'backups', 'monday');
    await exportTo(monday, [plain(WHO, 'Anna'), plain('customer-2', 'Bo', TEXT)]);
    const { scan, findings, unread } = await searchIn(folder);
    const at = (offset: number) => ({ topic: `${monday}: people`, partition: 0, offset });
    // A short text may stand in a compressed block as it is, and is found there as well.
    expect(findings.filter(({ place }) => 'topic' in place)).toEqual([
      { what: 'plain-text', place: at(0) },
      { what: 'text', place: at(1) },
    ]);
    expect([unread, scan?.records, scan?.files]).toEqual([[], 2, 3]);
  });

  it('given segments that are damaged, missing, or that no manifest names, then they are named, and the others are read', async () => {
    const folder = folderWith({
      'b/manifest.json': '{"format":"longplay-log-',
      'c/manifest.json': '{"name":"a page"}',
    });
    await exportTo(join(folder, 'a'), [plain(WHO, null), plain(WHO, null), plain(WHO, 'Anna')]);
    const segment = (n: number) => join(folder, `a/topics/people/0-${n}.seg`);
    const bytes = readFileSync(segment(0));
    put(join(folder, 'b/0-0.seg'), bytes);
    writeFileSync(segment(0), Buffer.concat([bytes.subarray(0, -4), Buffer.alloc(4)]));
    rmSync(segment(1));
    const { findings, unread } = await searchIn(folder);
    expect(findings).toMatchObject([{ what: 'plain-text', place: { offset: 2 } }]);
    expect(unread).toEqual([
      unreadAt('damaged', 'a/topics/people/0-0.seg'),
      unreadAt('no-manifest', 'b/0-0.seg'),
      unreadAt('damaged', 'b/manifest.json'),
      unreadAt('missing', 'a/topics/people/0-1.seg'),
    ]);
  });

  it('given files that are compressed, by whatever name, then they are named', async () => {
    const folder = folderWith({
      'a.log.gz': gzipSync('a'),
      b: zstdCompressSync('b'),
      'c.dump': 'PGDMP\u0001\u000e',
      'd.log': `[1f 8b] ${TEXT}`,
      empty: '',
    });
    const { scan, findings, unread } = await searchIn(folder);
    expect(unread).toEqual(['a.log.gz', 'b', 'c.dump'].map(file => unreadAt('compressed', file)));
    expect(findings).toEqual([{ what: 'text', place: { file: 'd.log', at: 0 } }]);
    expect(scan?.files).toBe(5);
  });

  it('given states that are damaged, then the rest is searched as bytes, and named from where it begins', async () => {
    const first = batchOf(plain(WHO, 'Anna'), 0);
    const second = batchOf(plain('customer-2', `${TEXT}.`), first.length);
    second[second.length - 1] = 255;
    const file = 'orders-0/0000000001.states';
    const folder = folderWith({ [file]: Buffer.concat([first, second, batchOf(parcelOf(1), 0)]) });
    const { scan, findings, unread } = await searchIn(folder);
    expect(findings.map(({ what }) => what)).toEqual(['text', 'plain-text']);
    expect(unread).toEqual([unreadAt('damaged', file, first.length)]);
    expect(scan?.records).toBe(1);
  });
});

describe('what changes while it is searched', () => {
  it('given what grows and what is new, then it is read too, once, across the border', async () => {
    const bytes = Buffer.from(TEXT);
    const folder = folderWith({ 'a.log': Buffer.concat([Buffer.from('line\n'), bytes.subarray(0, 9)]), 'b.log': TEXT });
    const { scan, findings } = await searchIn(folder, () => {
      appendFileSync(join(folder, 'a.log'), bytes.subarray(9));
      put(join(folder, 'late/c.log'), TEXT);
    });
    expect(findings.map(({ place }) => (place as { file: string }).file).sort()).toEqual([
      'a.log',
      'b.log',
      'late/c.log',
    ]);
    expect(scan).toMatchObject({ files: 3, bytes: 5 + 3 * bytes.length });
  });

  it('given a file that is written anew under its name, then it is read anew', async () => {
    const folder = folderWith({ a: 'x'.repeat(200) });
    const { scan, findings } = await searchIn(folder, () => writeFileSync(join(folder, 'a'), TEXT.padEnd(300, 'y')));
    expect(findings).toMatchObject([{ what: 'text', place: { file: 'a' } }]);
    expect(scan).toMatchObject({ files: 1, bytes: Buffer.byteLength(TEXT.padEnd(300, 'y')) });
  });

  it('given states of which one was written half, then it is read when it is whole, and nothing is named', async () => {
    const first = batchOf(parcelOf(1), 0);
    const second = batchOf(plain(WHO, 'Anna'), first.length);
    const folder = folderWith({ '0000000001.states': Buffer.concat([first, second.subarray(0, 20)]) });
    const path = join(folder, '0000000001.states');
    const { scan, findings, unread } = await searchIn(folder, () => appendFileSync(path, second.subarray(20)));
    expect([findings.length, unread, scan?.records]).toEqual([1, [], 2]);
  });

  it('given a file that is gone at the end, then it is not named as unread', async () => {
    const folder = folderWith({ 'a.gz': gzipSync('a'), b: 'b' });
    const { unread } = await searchIn(folder, () => rmSync(join(folder, 'a.gz')));
    expect(unread).toEqual([]);
  });
});
