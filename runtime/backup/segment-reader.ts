import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { LongplayError } from '../errors.ts';
import { readFully } from '../read-fully.ts';
import { BLOCK_HEADER_BYTES, decodeBlock, type KeptRecord, MAGIC, readBlockHeader } from './format.ts';
import type { Segment } from './manifest.ts';

/**
 * The records of a segment, block by block. Each block is checked before it is given; the file as a whole at the end.
 *
 * @throws LP_BACKUP_DAMAGED with the file and the byte.
 */
export async function* readSegment(folder: string, segment: Segment): AsyncGenerator<KeptRecord[]> {
  const path = join(folder, segment.file);
  const damaged = (at: number, why: string, cause?: unknown): LongplayError =>
    new LongplayError('LP_BACKUP_DAMAGED', `${path} is damaged at byte ${at}: ${why}.`, { cause });
  const handle = await open(path, 'r').catch(cause => {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new LongplayError(
      missing ? 'LP_BACKUP_DAMAGED' : 'LP_BACKUP_FOLDER_UNUSABLE',
      missing ? `${path} is missing.` : `${path} cannot be read: ${cause.message}`,
      { cause },
    );
  });
  try {
    const hash = createHash('sha256');
    const take = async (length: number, at: number, what: string): Promise<Buffer> => {
      const bytes = await readFully(handle, length, at);
      if (bytes.length < length) throw damaged(at + bytes.length, `it ends within ${what}`);
      hash.update(bytes);
      return bytes;
    };
    if (!(await take(MAGIC.length, 0, 'its first bytes')).equals(MAGIC)) throw damaged(0, 'it is no segment');
    let records = 0;
    let last = BigInt(segment.from) - 1n;
    let at = MAGIC.length;
    while (at < segment.bytes) {
      const header = readBlockHeader(await take(BLOCK_HEADER_BYTES, at, 'the head of a block'));
      if (header === null || at + BLOCK_HEADER_BYTES + header.payload > segment.bytes) {
        throw damaged(at, 'what stands there is no block');
      }
      const payload = await take(header.payload, at + BLOCK_HEADER_BYTES, 'a block');
      const block = await decodeBlock(header, payload).catch(cause => {
        throw damaged(at, `the block there cannot be read: ${(cause as Error).message}`, cause);
      });
      for (const { offset } of block) {
        if (offset <= last) throw damaged(at, `in the block there, offset ${offset} comes after ${last}`);
        last = offset;
      }
      records += block.length;
      at += BLOCK_HEADER_BYTES + header.payload;
      yield block;
    }
    if ((await handle.stat()).size !== segment.bytes) throw damaged(at, 'it goes on after its last block');
    if (records !== segment.records || last + 1n !== BigInt(segment.to)) {
      throw damaged(at, `it has ${records} records up to offset ${last}, not ${segment.records}`);
    }
    if (hash.digest('hex') !== segment.sha256) throw damaged(at, 'its SHA-256 is another than the manifest says');
  } finally {
    await handle.close();
  }
}
