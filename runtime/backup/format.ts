import { promisify } from 'node:util';
import { crc32, zstdCompress, zstdDecompress } from 'node:zlib';
import type { RecordHeaders } from '../log/port.ts';

/**
 * The files that records of a log are exported to (docs/reference/log-export.md). A segment is its magic, then blocks; a
 * block stands by itself, so that what is damaged can be named by its place.
 */
export const MAGIC = Buffer.from('LPSEG001');
/** Length of the payload, records in it, CRC-32 of the payload, length of what it unpacks to: four unsigned 32 bit integers. */
export const BLOCK_HEADER_BYTES = 16;
/** No block that was written comes near it; what claims more is damaged. */
const MOST_BYTES = 256 * 1_048_576;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** A record as it is kept in a file: all of it but its topic and partition. */
export type KeptRecord = {
  readonly offset: bigint;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: RecordHeaders;
};

export type BlockHeader = {
  readonly payload: number;
  readonly records: number;
  readonly crc: number;
  readonly unpacked: number;
};

const bytesOf = (bytes: Buffer | null): number => 4 + (bytes?.length ?? 0);

/** Bytes that a record takes before compression. */
export function sizeOf({ key, value, headers }: KeptRecord): number {
  const inHeaders = headers.reduce((sum, [name, of]) => sum + 4 + Buffer.byteLength(name) + bytesOf(of), 0);
  return 16 + bytesOf(key) + bytesOf(value) + 4 + inHeaders;
}

export async function encodeBlock(records: readonly KeptRecord[]): Promise<Buffer> {
  const raw = Buffer.allocUnsafe(records.reduce((sum, record) => sum + sizeOf(record), 0));
  let at = 0;
  const put = (bytes: Buffer | null): void => {
    at = raw.writeInt32BE(bytes?.length ?? -1, at);
    if (bytes !== null) at += bytes.copy(raw, at);
  };
  for (const { offset, timestamp, key, value, headers } of records) {
    at = raw.writeBigInt64BE(offset, at);
    at = raw.writeBigInt64BE(BigInt(timestamp), at);
    put(key);
    put(value);
    at = raw.writeInt32BE(headers.length, at);
    for (const [name, of] of headers) {
      put(Buffer.from(name, 'utf8'));
      put(of);
    }
  }
  const payload = await compress(raw);
  const block = Buffer.allocUnsafe(BLOCK_HEADER_BYTES + payload.length);
  block.writeUInt32BE(payload.length, 0);
  block.writeUInt32BE(records.length, 4);
  block.writeUInt32BE(crc32(payload), 8);
  block.writeUInt32BE(raw.length, 12);
  payload.copy(block, BLOCK_HEADER_BYTES);
  return block;
}

/** Null where it cannot be the header of a block. */
export function readBlockHeader(bytes: Buffer): BlockHeader | null {
  const header = {
    payload: bytes.readUInt32BE(0),
    records: bytes.readUInt32BE(4),
    crc: bytes.readUInt32BE(8),
    unpacked: bytes.readUInt32BE(12),
  };
  return header.payload > MOST_BYTES || header.unpacked > MOST_BYTES ? null : header;
}

/** @throws where the payload is not what the header says. */
export async function decodeBlock(header: BlockHeader, payload: Buffer): Promise<KeptRecord[]> {
  if (crc32(payload) !== header.crc) throw new Error('its checksum is another');
  const raw = await decompress(payload, { maxOutputLength: header.unpacked });
  let at = 0;
  const take = (): Buffer | null => {
    const length = raw.readInt32BE(at);
    at += 4;
    if (length < 0) return null;
    if (at + length > raw.length) throw new Error('a record in it reaches beyond its end');
    at += length;
    return raw.subarray(at - length, at);
  };
  const records: KeptRecord[] = [];
  for (let n = 0; n < header.records; n++) {
    const offset = raw.readBigInt64BE(at);
    const timestamp = Number(raw.readBigInt64BE(at + 8));
    at += 16;
    const key = take();
    const value = take();
    const count = raw.readInt32BE(at);
    at += 4;
    const headers: [string, Buffer | null][] = [];
    for (let m = 0; m < count; m++) headers.push([take()?.toString('utf8') ?? '', take()]);
    records.push({ offset, timestamp, key, value, headers });
  }
  if (at !== raw.length) throw new Error('it holds more than its records');
  return records;
}
