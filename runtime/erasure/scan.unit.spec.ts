import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createMemoryBroker } from '../log/memory/log.ts';
import type { OutgoingRecord } from '../log/port.ts';
import { encodeBatch } from '../tasks/store/batch-format.ts';
import { createTally } from './findings.ts';
import { scanFolders } from './folders.ts';
import { searchFor } from './search.ts';
import { caseOf, look, parcelOf, plain, sealed, valuesWithin } from './testing/people.ts';
import { scanTopics } from './topics.ts';

const WHO = 'customer-1';
const TEXT = 'Ünal "Özgür" 東京';
const signal = new AbortController().signal;
const made: string[] = [];
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'longplay-erasure-'));
  made.push(path);
  return path;
};
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true });
});

async function logWith(records: readonly Omit<OutgoingRecord, 'topic'>[]) {
  const broker = createMemoryBroker();
  const log = broker.log('spec');
  await log.admin.createTopics([{ name: 't', partitions: 1, replication: 1, config: {} }]);
  const writer = await log.writer();
  for (const record of records) await writer.append([{ topic: 't', ...record }]);
  return { broker, log };
}

async function search(log: Awaited<ReturnType<typeof logWith>>['log'], texts: readonly string[] = []) {
  const tally = createTally();
  const context = { search: searchFor(WHO, texts), tally, signal, onRead: () => {} };
  const [scan] = await scanTopics({ log, topics: ['t'], look }, context);
  return { scan, findings: tally.findings, unread: tally.unread };
}

const key = Buffer.from(WHO);
const at = (offset: number) => ({ topic: 't', partition: 0, offset });

describe('a search of topics', () => {
  it('given what the codec wrote of her and others, then it counts what is sealed for her, and finds nothing', async () => {
    const values = [await sealed(WHO, 'Anna'), await sealed('customer-2', 'Bo'), parcelOf(1), plain(WHO, null)];
    const { log } = await logWith([...values, caseOf(await sealed(WHO, 'A')), null].map(value => ({ key, value })));
    const { scan, findings, unread } = await search(log, ['Anna']);
    expect([findings, unread]).toEqual([[], []]);
    expect(scan).toEqual({
      topic: 't',
      records: 6,
      sealed: 2,
      partitions: [{ partition: 0, from: 0, to: 6, records: 6 }],
    });
  });

  it('given a plain text in a field of hers, or one that another’s key has sealed, then it names the record', async () => {
    const others = (await sealed('customer-2', 'Anna')).toString('latin1').match(/lp1\.[\w-]+/)?.[0] as string;
    const values = [plain('customer-2', 'not hers'), plain(WHO, 'Anna'), plain(WHO, others), caseOf(plain(WHO, 'A'))];
    const { log } = await logWith(values.map(value => ({ key, value })));
    expect((await search(log)).findings).toEqual([
      { what: 'plain-text', place: at(1) },
      { what: 'other-key', place: at(2) },
      { what: 'plain-text', place: at(3) },
    ]);
  });

  it('given bytes that no schema reads, then they are named, and texts are found in them', async () => {
    const unknown = Buffer.from([0, 0, 0, 0, 99, 1]);
    const values = [Buffer.from(`name=${TEXT}`), unknown, caseOf(unknown), Buffer.alloc(2), plain(WHO, null)];
    const { log } = await logWith(
      [...values, Buffer.concat([parcelOf(1), Buffer.from('x')])].map(value => ({ key, value })),
    );
    const { findings, unread } = await search(log, [TEXT]);
    expect(unread.map(({ why }) => why)).toEqual([
      'bad-magic',
      'unknown-schema',
      'unknown-schema',
      'too-short',
      'malformed',
    ]);
    expect(findings).toEqual([{ what: 'text', place: at(0) }]);
  });

  it('given a text in a key, in the name or value of a header, or in base64 within a field, then it is found', async () => {
    const value = parcelOf(1);
    const base64 = Buffer.from(`<${TEXT}>`).toString('base64');
    const { log } = await logWith([
      { key: Buffer.from(TEXT), value },
      { key, value, headers: [[TEXT, null]] },
      { key, value, headers: [['from', Buffer.from(TEXT)]] },
      { key, value: plain('customer-2', null, base64) },
      { key, value },
    ]);
    expect((await search(log, [TEXT])).findings).toEqual([0, 1, 2, 3].map(n => ({ what: 'text', place: at(n) })));
  });

  it('given a transaction that was aborted, then what it left is searched; one that is open is waited for', async () => {
    const { broker, log } = await logWith([{ key, value: parcelOf(1) }]);
    const aborted = broker.transaction('aborted');
    await aborted.append([{ topic: 't', key, value: plain(WHO, 'Anna') }]);
    await aborted.abort();
    const open = broker.transaction('open');
    await open.append([{ topic: 't', key, value: plain(WHO, 'Anna') }]);
    const searched = search(log);
    await log.admin.offsets('t');
    await open.commit();
    const { scan, findings } = await searched;
    expect(scan?.partitions).toEqual([{ partition: 0, from: 0, to: 4, records: 3 }]);
    expect(findings.map(({ place }) => place)).toEqual([at(1), at(3)]);
  });

  it('given any records with any planted texts, then exactly the planted places are found', async () => {
    const kind = fc.constantFrom('sealed', 'null', 'other', 'plain', 'case', 'header', 'key', 'gone');
    await fc.assert(
      fc.asyncProperty(fc.array(kind, { maxLength: 40 }), async kinds => {
        const records = await Promise.all(kinds.map(recordOf));
        const { log } = await logWith(records);
        const { findings } = await search(log, [TEXT]);
        const places = new Set(findings.map(({ place }) => (place as { offset: number }).offset));
        const planted = kinds.flatMap((one, n) => (['plain', 'case', 'header', 'key'].includes(one) ? [n] : []));
        expect([...places].sort((a, b) => a - b)).toEqual(planted);
      }),
      { numRuns: 60, seed: 908 },
    );
  });
});

async function recordOf(kind: string): Promise<Omit<OutgoingRecord, 'topic'>> {
  switch (kind) {
    case 'sealed':
      return { key, value: caseOf(await sealed(WHO, TEXT)) };
    case 'null':
      return { key, value: plain(WHO, null) };
    case 'other':
      return { key, value: plain('customer-2', 'somebody else') };
    case 'plain':
      return { key, value: plain(WHO, TEXT) };
    case 'case':
      return { key, value: caseOf(plain(WHO, 'short')) };
    case 'header':
      return { key, value: parcelOf(1), headers: [['h', Buffer.from(JSON.stringify({ of: TEXT }))]] };
    case 'key':
      return { key: Buffer.from(`${TEXT}/1`), value: null };
    default:
      return { key, value: null };
  }
}

describe('a search of folders', () => {
  const searchIn = async (path: string, texts: readonly string[] = []) => {
    const tally = createTally();
    const context = { search: searchFor(WHO, texts), tally, signal, onRead: () => {} };
    const [scan] = await scanFolders({ folders: [path], look, valuesWithin }, context);
    return { scan, findings: tally.findings };
  };
  const checkpoint = { clusterId: 'c', topicId: 't', position: 9n, at: 1 };
  const changeOf = (value: Buffer) => ({ key: WHO, value, offset: 1n, open: false });

  it('given a plain text in a state, also a dead one, then it names the file and the byte', async () => {
    const path = folder();
    const first = encodeBatch([changeOf(plain(WHO, 'Anna')), changeOf(await sealed(WHO, 'A'))], checkpoint, 0, null);
    const second = encodeBatch([changeOf(plain(WHO, 'Anna'))], checkpoint, first.bytes.length, null);
    mkdirSync(join(path, 'orders-0'));
    const file = 'orders-0/0000000001.states';
    writeFileSync(join(path, file), Buffer.concat([first.bytes, second.bytes, Buffer.from('cut')]));
    const { scan, findings } = await searchIn(path);
    expect(scan).toMatchObject({ files: 1, records: 3, sealed: 1 });
    expect(findings).toEqual([
      { what: 'plain-text', place: { file, at: first.places[0]?.at } },
      { what: 'plain-text', place: { file, at: second.places[0]?.at } },
    ]);
  });

  it('given a file of any length with a text anywhere, then it is found, and what is sealed counts once', async () => {
    const path = folder();
    const start = (await sealed(WHO, 'A')).toString('latin1').match(/lp1\.[\w-]{12}/)?.[0] as string;
    // Two pieces are read; both lie across the border between them.
    const bytes = Buffer.alloc(2_200_000, 'x');
    bytes.write(start, 1_048_576 - 8);
    bytes.write(TEXT, 2 * 1_048_576 - 3);
    writeFileSync(join(path, 'some.log'), bytes);
    const { scan, findings } = await searchIn(path, [TEXT]);
    expect(scan).toMatchObject({ files: 1, bytes: 2_200_000, sealed: 1 });
    expect(findings).toMatchObject([{ what: 'text', place: { file: 'some.log' } }]);
  });

  it('given a folder that is not there, then it is refused: nothing can be said of it', async () => {
    await expect(searchIn('/nowhere/at/all')).rejects.toThrow(
      expect.objectContaining({ code: 'LP_ERASURE_FOLDER_UNUSABLE' }),
    );
  });
});
