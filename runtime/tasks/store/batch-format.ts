import { crc32 } from 'node:zlib';
import type { Change, Checkpoint } from './port.ts';

/**
 * One batch of changes as it lies in a segment: length and CRC-32 of what follows, CRC-32 of those two, the checkpoint as
 * JSON, then a record for each change: flags, length of key, offset, length of value, key, value. Little-endian.
 */
export const FRAME_BYTES = 12;
const RECORD_BYTES = 15;
const OPEN = 1;
const GONE = 2;

/** Where a record lies in its segment. */
export type Place = {
  readonly key: string;
  readonly offset: bigint;
  readonly open: boolean;
  /** A tombstone: the key has no value. */
  readonly gone: boolean;
  readonly at: number;
  readonly length: number;
  readonly valueLength: number;
};

export type ReadBatch = { readonly checkpoint: Checkpoint; readonly places: readonly Place[] };

/** Encodes a batch that will lie at `at`. `room` is used where it is large enough. */
export function encodeBatch(
  changes: readonly Change[],
  checkpoint: Checkpoint,
  at: number,
  room: Buffer | null,
): { bytes: Buffer; places: Place[]; room: Buffer } {
  const head = Buffer.from(JSON.stringify({ ...checkpoint, position: String(checkpoint.position) }));
  let most = FRAME_BYTES + 4 + head.length;
  for (const { key, value } of changes) most += RECORD_BYTES + 3 * key.length + (value?.length ?? 0);
  const target = room !== null && room.length >= most ? room : Buffer.allocUnsafeSlow(2 * most);
  const places: Place[] = [];
  target.writeUInt32LE(head.length, FRAME_BYTES);
  head.copy(target, FRAME_BYTES + 4);
  let end = FRAME_BYTES + 4 + head.length;
  for (const { key, value, offset, open } of changes) {
    const start = end;
    const keyLength = target.write(key, start + RECORD_BYTES, 'utf8');
    const valueLength = value?.length ?? 0;
    target[start] = (open ? OPEN : 0) | (value === null ? GONE : 0);
    target.writeUInt16LE(keyLength, start + 1);
    target.writeBigInt64LE(offset, start + 3);
    target.writeUInt32LE(valueLength, start + 11);
    end = start + RECORD_BYTES + keyLength;
    value?.copy(target, end);
    end += valueLength;
    places.push({ key, offset, open, gone: value === null, at: at + start, length: end - start, valueLength });
  }
  target.writeUInt32LE(end - FRAME_BYTES, 0);
  target.writeUInt32LE(crc32(target.subarray(FRAME_BYTES, end)), 4);
  target.writeUInt32LE(crc32(target.subarray(0, 8)), 8);
  return { bytes: target.subarray(0, end), places, room: target };
}

/** How many bytes the batch takes that begins with this frame; null where the frame is damaged. */
export const batchLength = (frame: Buffer): number | null =>
  crc32(frame.subarray(0, 8)) === frame.readUInt32LE(8) ? FRAME_BYTES + frame.readUInt32LE(0) : null;

/** The batch that these bytes are, which lie at `at`; null where it is damaged. */
export function decodeBatch(bytes: Buffer, at: number): ReadBatch | null {
  if (crc32(bytes.subarray(FRAME_BYTES)) !== bytes.readUInt32LE(4)) return null;
  const headEnd = FRAME_BYTES + 4 + bytes.readUInt32LE(FRAME_BYTES);
  const head = JSON.parse(bytes.toString('utf8', FRAME_BYTES + 4, headEnd)) as Checkpoint & { position: string };
  const places: Place[] = [];
  for (let start = headEnd; start < bytes.length; ) {
    const flags = bytes[start] as number;
    const keyEnd = start + RECORD_BYTES + bytes.readUInt16LE(start + 1);
    const valueLength = bytes.readUInt32LE(start + 11);
    const end = keyEnd + valueLength;
    places.push({
      key: bytes.toString('utf8', start + RECORD_BYTES, keyEnd),
      offset: bytes.readBigInt64LE(start + 3),
      open: (flags & OPEN) !== 0,
      gone: (flags & GONE) !== 0,
      at: at + start,
      length: end - start,
      valueLength,
    });
    start = end;
  }
  return { checkpoint: { ...head, position: BigInt(head.position) }, places };
}
