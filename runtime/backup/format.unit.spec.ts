import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { KeptRecord } from './format.ts';
import type { Segment } from './manifest.ts';
import { readSegment } from './segment-reader.ts';
import { createSegment } from './segment-writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'longplay-segments-'));
afterAll(() => rmSync(folder, { recursive: true }));

const record = (offset: number, over: Partial<KeptRecord> = {}): KeptRecord => ({
  offset: BigInt(offset),
  timestamp: 1_700_000_000_000 + offset,
  key: Buffer.from(`key ${offset}`),
  value: Buffer.from(`value ${offset}`),
  headers: [],
  ...over,
});

async function written(file: string, records: readonly KeptRecord[]): Promise<Segment> {
  const segment = await createSegment(folder, file);
  for (const one of records) await segment.add(one);
  return (await segment.finish()) as Segment;
}

async function read(segment: Segment): Promise<KeptRecord[]> {
  const all: KeptRecord[] = [];
  for await (const block of readSegment(folder, segment)) all.push(...block);
  return all;
}

const odd = [
  record(3),
  record(9, { key: null, value: null }),
  record(10, { key: Buffer.alloc(0), value: Buffer.alloc(0), timestamp: 0 }),
  record(11, {
    headers: [
      ['a', Buffer.from('1')],
      ['a', null],
      ['ü', Buffer.alloc(0)],
    ],
  }),
];

describe('a segment', () => {
  it('given tombstones, empty keys, repeated headers and gaps, when it is read, then all is as it was', async () => {
    const segment = await written('odd.seg', odd);
    expect(segment).toMatchObject({ from: '3', to: '12', records: 4 });
    expect(await read(segment)).toEqual(odd);
  });

  it('given more than a block, when it is read, then it comes block by block, in order', async () => {
    const large = Array.from({ length: 40 }, (_, n) => record(n, { value: Buffer.alloc(100_000, n) }));
    const segment = await written('large.seg', large);
    let blocks = 0;
    for await (const block of readSegment(folder, segment)) blocks += block.length > 0 ? 1 : 0;
    expect(blocks).toBeGreaterThan(3);
    expect(await read(segment)).toEqual(large);
  });

  it('given nothing, then there is no segment', async () => {
    expect(await (await createSegment(folder, 'none.seg')).finish()).toBeNull();
  });

  it('given any byte that is another, when it is read, then it is refused', async () => {
    const segment = await written('changed.seg', odd);
    const path = join(folder, 'changed.seg');
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8((changed[at] as number) ^ 0x40, at);
      writeFileSync(path, changed);
      await expect(read(segment), `byte ${at}`).rejects.toMatchObject({ code: 'LP_BACKUP_DAMAGED' });
    }
  });

  it('given any length that is shorter, when it is read, then the message says where it ends', async () => {
    const segment = await written('cut.seg', odd);
    const path = join(folder, 'cut.seg');
    for (let length = segment.bytes - 1; length >= 0; length--) {
      truncateSync(path, length);
      await expect(read(segment)).rejects.toThrow(`${path} is damaged at byte ${length}: it ends within`);
    }
  });

  it('given bytes after the end, another count, or no file, when it is read, then it is refused', async () => {
    const segment = await written('more.seg', odd);
    await expect(read({ ...segment, records: 5 })).rejects.toThrow('it has 4 records up to offset 11, not 5');
    await expect(read({ ...segment, sha256: '0'.repeat(64) })).rejects.toThrow('its SHA-256 is another');
    writeFileSync(join(folder, 'more.seg'), 'x', { flag: 'a' });
    await expect(read(segment)).rejects.toThrow('it goes on after its last block');
    await expect(read({ ...segment, file: 'absent.seg' })).rejects.toThrow('absent.seg is missing');
  });
});
