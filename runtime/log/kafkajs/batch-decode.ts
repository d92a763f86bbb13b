import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { LogError } from '../errors.ts';
import type { HiddenOffsets, LogRecord, TopicPartition } from '../port.ts';

const HEADER_BYTES = 61;
const COMPRESSION = 0x07;
const LOG_APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;
const ABORT_MARKER = 0;

/** An aborted transaction in a fetched range, as the broker lists it: ordered by its *end*, not by `firstOffset`. */
export type AbortedTransaction = { readonly producerId: bigint; readonly firstOffset: bigint };

/** The header of one record batch (magic 2, KIP-98) and where its bytes lie. */
export type BatchHeader = {
  readonly baseOffset: bigint;
  readonly lastOffset: bigint;
  readonly attributes: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  readonly producerId: bigint;
  readonly count: number;
  /** The records, decompressed. */
  readonly payload: Buffer;
};

type Cursor = { readonly bytes: Buffer; at: number };

/**
 * Decodes what one fetch brought of a partition into the committed records from `from` on, and the position after
 * it. The position comes from the last *batch*, not the last record, because the cleaner keeps a producer's last
 * batch without its records, and leaves gaps at batch ends (kafkajs defect A, docs/decisions/0010). What is not shown
 * is told to `hidden`.
 */
export function decodeFetched(
  at: TopicPartition,
  bytes: Buffer,
  aborted: readonly AbortedTransaction[],
  from: bigint,
  hidden: HiddenOffsets[] | null = null,
): { records: LogRecord[]; nextOffset: bigint } {
  const records: LogRecord[] = [];
  let nextOffset = from;
  const isAborted = abortedFilter(aborted);
  for (const batch of readBatches(bytes)) {
    const shown = !isAborted(batch) && !(batch.attributes & CONTROL);
    if (shown) decodeRecords(at, batch, from, records);
    else if (hidden !== null) tellHidden(batch, from, hidden);
    if (batch.lastOffset >= nextOffset) nextOffset = batch.lastOffset + 1n;
  }
  return { records, nextOffset };
}

function tellHidden(batch: BatchHeader, from: bigint, into: HiddenOffsets[]): void {
  const { baseOffset, lastOffset, attributes } = batch;
  // The cleaner keeps the numbering of a producer in a batch that it has emptied: nothing is left in it.
  if (batch.count === 0 || lastOffset < from) return;
  const what = attributes & CONTROL ? (controlType(batch) === ABORT_MARKER ? 'abort' : 'commit') : 'aborted';
  into.push({ from: baseOffset < from ? from : baseOffset, to: lastOffset + 1n, what });
}

/** Every complete batch in the bytes. A fetch may end in the middle of a batch (KIP-74): that tail is left for the next. */
export function* readBatches(bytes: Buffer): Generator<BatchHeader> {
  let at = 0;
  while (at + HEADER_BYTES <= bytes.length) {
    const length = bytes.readInt32BE(at + 8);
    const end = at + 12 + length;
    if (length < HEADER_BYTES - 12 || end > bytes.length) return;
    const magic = bytes.readInt8(at + 16);
    if (magic !== 2) throw new LogError('fatal', `A record batch has format ${magic}; only format 2 is known.`);
    const attributes = bytes.readInt16BE(at + 21);
    const baseOffset = bytes.readBigInt64BE(at);
    yield {
      baseOffset,
      lastOffset: baseOffset + BigInt(bytes.readInt32BE(at + 23)),
      attributes,
      baseTimestamp: Number(bytes.readBigInt64BE(at + 27)),
      maxTimestamp: Number(bytes.readBigInt64BE(at + 35)),
      producerId: bytes.readBigInt64BE(at + 43),
      count: bytes.readInt32BE(at + 57),
      payload: decompress(bytes.subarray(at + HEADER_BYTES, end), attributes & COMPRESSION),
    };
    at = end;
  }
}

/**
 * Tells whether a batch belongs to an aborted transaction; to be asked batch by batch, in offset order. Sorting by
 * first offset matters: the broker lists transactions by their end (kafkajs defect B, docs/decisions/0010).
 */
export function abortedFilter(aborted: readonly AbortedTransaction[]): (batch: BatchHeader) => boolean {
  if (aborted.length === 0) return () => false;
  const waiting = [...aborted].sort((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1));
  const open = new Set<bigint>();
  return batch => {
    while (waiting[0] !== undefined && waiting[0].firstOffset <= batch.lastOffset) {
      open.add((waiting.shift() as AbortedTransaction).producerId);
    }
    if (batch.attributes & CONTROL) {
      if (controlType(batch) === ABORT_MARKER) open.delete(batch.producerId);
      return false;
    }
    return (batch.attributes & TRANSACTIONAL) !== 0 && open.has(batch.producerId);
  };
}

/** A control record's key is version int16, type int16 (0 abort, 1 commit); an emptied control batch has none. */
function controlType(batch: BatchHeader): number | null {
  if (batch.count === 0) return null;
  const cursor: Cursor = { bytes: batch.payload, at: 0 };
  readVarint(cursor);
  cursor.at++;
  readVarint(cursor);
  readVarint(cursor);
  const key = readBytes(cursor);
  return key === null || key.length < 4 ? null : key.readInt16BE(2);
}

function decodeRecords(where: TopicPartition, batch: BatchHeader, from: bigint, into: LogRecord[]): void {
  const cursor: Cursor = { bytes: batch.payload, at: 0 };
  const appendTime = (batch.attributes & LOG_APPEND_TIME) !== 0;
  for (let n = 0; n < batch.count; n++) {
    const length = readVarint(cursor);
    const end = cursor.at + length;
    cursor.at++; // attributes: unused
    const timestampDelta = readVarint(cursor);
    const offset = batch.baseOffset + BigInt(readVarint(cursor));
    if (offset >= from) {
      const timestamp = appendTime ? batch.maxTimestamp : batch.baseTimestamp + timestampDelta;
      into.push(new FetchedRecord(where, offset, timestamp, cursor));
    }
    cursor.at = end;
  }
}

/**
 * Headers are read when they are asked for, since most readers never do: twenty small buffers a record, kept while its
 * batch waits, cost a third of a busy process' time (docs/decisions/0043).
 */
class FetchedRecord implements LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly #payload: Buffer;
  readonly #headersAt: number;

  /** `cursor` stands at the key. */
  constructor(at: TopicPartition, offset: bigint, timestamp: number, cursor: Cursor) {
    this.topic = at.topic;
    this.partition = at.partition;
    this.offset = offset;
    this.timestamp = timestamp;
    this.key = readBytes(cursor);
    this.value = readBytes(cursor);
    this.#payload = cursor.bytes;
    this.#headersAt = cursor.at;
  }

  get headers(): LogRecord['headers'] {
    return readHeaders({ bytes: this.#payload, at: this.#headersAt });
  }
}

const NO_HEADERS: LogRecord['headers'] = [];

function readHeaders(cursor: Cursor): LogRecord['headers'] {
  const count = readVarint(cursor);
  if (count === 0) return NO_HEADERS;
  const headers: [string, Buffer | null][] = [];
  for (let n = 0; n < count; n++) {
    const name = readBytes(cursor);
    headers.push([name === null ? '' : name.toString('utf8'), readBytes(cursor)]);
  }
  return headers;
}

function readBytes(cursor: Cursor): Buffer | null {
  const length = readVarint(cursor);
  if (length < 0) return null;
  const start = cursor.at;
  cursor.at = start + length;
  return cursor.bytes.subarray(start, cursor.at);
}

/** A zigzag varint or varlong. Exact up to 2^52, which a timestamp difference in ms never reaches. */
function readVarint(cursor: Cursor): number {
  const bytes = cursor.bytes;
  let byte = bytes[cursor.at++] as number;
  if (byte < 128) return byte & 1 ? -((byte + 1) >>> 1) : byte >>> 1;
  let value = byte & 0x7f;
  let scale = 128;
  do {
    byte = bytes[cursor.at++] as number;
    value += (byte & 0x7f) * scale;
    scale *= 128;
  } while (byte >= 128);
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
}

function decompress(bytes: Buffer, codec: number): Buffer {
  if (codec === 0) return bytes;
  if (codec === 1) return gunzipSync(bytes);
  if (codec === 4) return zstdDecompressSync(bytes);
  const name = codec === 2 ? 'snappy' : codec === 3 ? 'lz4' : `unknown (${codec})`;
  throw new LogError('fatal', `A record batch is compressed with ${name}, which cannot be read here.`, {
    remedy:
      'Have its writer use gzip, zstd or no compression, or set compression.type=zstd on the topic and rewrite it.',
  });
}
