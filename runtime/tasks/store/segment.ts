import { closeSync, fstatSync, ftruncateSync, openSync, readSync, rmSync, write, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { batchLength, decodeBatch, FRAME_BYTES, type ReadBatch } from './batch-format.ts';

const writeAt = promisify(write);

/** What lies at a place of a segment. `cut`: a batch whose end is missing, as a kill leaves it. */
export type Found = (ReadBatch & { readonly end: number }) | 'end' | 'cut' | 'damaged';

/** One file of batches, written only at its end. */
export type Segment = {
  readonly number: number;
  /** Bytes that are in use, from the start. */
  end: number;
  /** Bytes of records that are the newest of their key. */
  live: number;
  read(at: number, length: number): Buffer;
  batchAt(at: number): Found;
  append(bytes: Buffer): void;
  appendLater(bytes: Buffer): Promise<void>;
  cutTo(end: number): void;
  close(): void;
  remove(): void;
};

export function openSegment(path: string, number: number): Segment {
  const file = openSync(path, 'a+');

  /** Fewer bytes only where the file ends. */
  const readUpTo = (at: number, length: number): Buffer => {
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    for (let more = 1; filled < length && more > 0; filled += more) {
      more = readSync(file, bytes, filled, length - filled, at + filled);
    }
    return bytes.subarray(0, filled);
  };

  const segment: Segment = {
    number,
    end: 0,
    live: 0,
    read: (at, length) => {
      const bytes = readUpTo(at, length);
      if (bytes.length < length) throw new Error(`${path} ends before ${at + length}.`);
      return bytes;
    },
    batchAt: at => {
      const frame = readUpTo(at, FRAME_BYTES);
      if (frame.length === 0) return 'end';
      if (frame.length < FRAME_BYTES) return 'cut';
      const length = batchLength(frame);
      if (length === null) return 'damaged';
      if (at + length > fstatSync(file).size) return 'cut';
      const batch = decodeBatch(readUpTo(at, length), at);
      return batch === null ? 'damaged' : { ...batch, end: at + length };
    },
    append: bytes => {
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      segment.end += bytes.length;
    },
    appendLater: async bytes => {
      for (let done = 0; done < bytes.length; ) {
        done += (await writeAt(file, bytes, done, bytes.length - done, null)).bytesWritten;
      }
      segment.end += bytes.length;
    },
    cutTo: end => {
      ftruncateSync(file, end);
      segment.end = end;
    },
    close: () => closeSync(file),
    remove: () => {
      closeSync(file);
      rmSync(path, { force: true });
    },
  };
  return segment;
}
