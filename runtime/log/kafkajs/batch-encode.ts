import type { OutgoingRecord } from '../port.ts';
import { crc32c } from './crc32c.ts';

/** Bytes of a record batch (magic 2) before its records. Source: Kafka's "Record Batch" message format, KIP-98. */
const HEADER_BYTES = 61;
/** The checksum covers everything from the attributes on. */
const CRC_COVERS_FROM = 21;
const TRANSACTIONAL = 0x10;

/** Who writes a batch. `sequence` is the number of the first record for this producer and partition (KIP-98). */
export type BatchProducer = {
  readonly id: bigint;
  readonly epoch: number;
  readonly sequence: number;
  readonly transactional: boolean;
};

type Sized = { readonly name: Buffer; readonly value: Buffer | null };
type Plan = { readonly record: OutgoingRecord; readonly headers: readonly Sized[]; readonly body: number };

/** Encodes records as one uncompressed batch (magic 2). Records without a timestamp get `now`, ms since the epoch. */
export function encodeRecordBatch(records: readonly OutgoingRecord[], producer: BatchProducer, now: number): Buffer {
  const first = records[0]?.timestamp ?? now;
  let max = first;
  let size = HEADER_BYTES;
  const plans: Plan[] = [];
  for (let delta = 0; delta < records.length; delta++) {
    const record = records[delta] as OutgoingRecord;
    const timestamp = record.timestamp ?? now;
    if (timestamp > max) max = timestamp;
    const plan = planRecord(record, delta, timestamp - first);
    plans.push(plan);
    size += varintSize(plan.body) + plan.body;
  }

  const out = Buffer.allocUnsafe(size);
  out.writeBigInt64BE(0n, 0); // base offset: the broker assigns it
  out.writeInt32BE(size - 12, 8);
  out.writeInt32BE(-1, 12); // partition leader epoch: the broker's
  out.writeInt8(2, 16); // magic
  out.writeInt16BE(producer.transactional ? TRANSACTIONAL : 0, 21);
  out.writeInt32BE(records.length - 1, 23);
  out.writeBigInt64BE(BigInt(first), 27);
  out.writeBigInt64BE(BigInt(max), 35);
  out.writeBigInt64BE(producer.id, 43);
  out.writeInt16BE(producer.epoch, 51);
  out.writeInt32BE(producer.sequence, 53);
  out.writeInt32BE(records.length, 57);
  let at = HEADER_BYTES;
  for (let delta = 0; delta < plans.length; delta++) {
    const plan = plans[delta] as Plan;
    at = writeRecord(out, at, plan, delta, (plan.record.timestamp ?? now) - first);
  }
  out.writeUInt32BE(crc32c(out, CRC_COVERS_FROM, size), 17);
  return out;
}

/** Upper bound of the bytes that a record takes up in a batch: to cut batches before they are too large. */
export function recordBytesBound(record: OutgoingRecord): number {
  let bound = 40 + (record.key?.length ?? 0) + (record.value?.length ?? 0);
  for (const [name, value] of record.headers ?? []) bound += 10 + name.length * 3 + (value?.length ?? 0);
  return bound;
}

/** Few names come with every record; a map that grows beyond reason is begun anew. */
const MOST_NAMES = 1_000;
const names = new Map<string, Buffer>();

function nameBytes(name: string): Buffer {
  let bytes = names.get(name);
  if (bytes === undefined) {
    bytes = Buffer.from(name, 'utf8');
    if (names.size >= MOST_NAMES) names.clear();
    names.set(name, bytes);
  }
  return bytes;
}

function planRecord(record: OutgoingRecord, delta: number, timestampDelta: number): Plan {
  const headers = (record.headers ?? []).map(([name, value]) => ({ name: nameBytes(name), value }));
  let body = 1 + varintSize(timestampDelta) + varintSize(delta);
  body += bytesSize(record.key) + bytesSize(record.value) + varintSize(headers.length);
  for (const { name, value } of headers) body += varintSize(name.length) + name.length + bytesSize(value);
  return { record, headers, body };
}

function writeRecord(out: Buffer, start: number, plan: Plan, delta: number, timestampDelta: number): number {
  let at = writeVarint(out, start, plan.body);
  out[at++] = 0; // record attributes: unused
  at = writeVarint(out, at, timestampDelta);
  at = writeVarint(out, at, delta);
  at = writeBytes(out, at, plan.record.key);
  at = writeBytes(out, at, plan.record.value);
  at = writeVarint(out, at, plan.headers.length);
  for (const { name, value } of plan.headers) {
    at = writeVarint(out, at, name.length);
    at += name.copy(out, at);
    at = writeBytes(out, at, value);
  }
  return at;
}

const bytesSize = (bytes: Buffer | null): number =>
  bytes === null ? varintSize(-1) : varintSize(bytes.length) + bytes.length;

function writeBytes(out: Buffer, start: number, bytes: Buffer | null): number {
  if (bytes === null) return writeVarint(out, start, -1);
  const at = writeVarint(out, start, bytes.length);
  return at + bytes.copy(out, at);
}

/** Zigzag by multiplication, since timestamp differences may leave 32 bits. Exact for |value| < 2^52. */
const zigzag = (value: number): number => (value >= 0 ? value * 2 : -value * 2 - 1);

function varintSize(value: number): number {
  let rest = zigzag(value);
  let size = 1;
  while (rest >= 128) {
    rest = Math.floor(rest / 128);
    size++;
  }
  return size;
}

function writeVarint(out: Buffer, start: number, value: number): number {
  let rest = zigzag(value);
  let at = start;
  while (rest >= 128) {
    out[at++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  out[at++] = rest;
  return at;
}
