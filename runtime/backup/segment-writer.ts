import { createHash } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { encodeBlock, type KeptRecord, MAGIC, sizeOf } from './format.ts';
import { type Segment, syncFolder } from './manifest.ts';

/** Bytes of records that make a block. Larger ones compress a little better, and all of one is in memory. */
const BLOCK_BYTES = 1_048_576;

export type SegmentWriter = {
  /** Bytes of records, before compression. */
  readonly taken: number;
  add(record: KeptRecord): Promise<void>;
  /** The file under its own name, durably; null where nothing was added. */
  finish(): Promise<Segment | null>;
  /** What was written stays under a name that nobody reads. */
  abandon(): Promise<void>;
};

/** Writes one segment; until it is finished it has another name, so that half of one is never taken for a whole. */
export async function createSegment(folder: string, file: string): Promise<SegmentWriter> {
  const path = join(folder, file);
  const draft = `${path}.part`;
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(draft, 'w');
  const hash = createHash('sha256');
  let block: KeptRecord[] = [];
  let blockBytes = 0;
  let taken = 0;
  let records = 0;
  let bytes = 0;
  let from: bigint | null = null;
  let last = -1n;

  const write = async (data: Buffer): Promise<void> => {
    await handle.writeFile(data);
    hash.update(data);
    bytes += data.length;
  };
  const flush = async (): Promise<void> => {
    if (block.length === 0) return;
    const full = block;
    block = [];
    blockBytes = 0;
    await write(await encodeBlock(full));
  };

  await write(MAGIC);
  return {
    get taken() {
      return taken;
    },
    add: async record => {
      const size = sizeOf(record);
      block.push(record);
      blockBytes += size;
      taken += size;
      records += 1;
      from ??= record.offset;
      last = record.offset;
      if (blockBytes >= BLOCK_BYTES) await flush();
    },
    finish: async () => {
      await flush();
      await handle.sync();
      await handle.close();
      if (from === null) return null;
      await rename(draft, path);
      await syncFolder(dirname(path));
      return { file, from: String(from), to: String(last + 1n), records, bytes, sha256: hash.digest('hex') };
    },
    abandon: () => handle.close(),
  };
}
