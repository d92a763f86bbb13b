import { createRequire } from 'node:module';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRecord, OutgoingRecord } from '../port.ts';
import { abortedFilter, decodeFetched, readBatches } from './batch-decode.ts';
import { type BatchProducer, encodeRecordBatch, recordBytesBound } from './batch-encode.ts';
import { crc32c } from './crc32c.ts';

const at = { topic: 't', partition: 2 };
const plain = (record: LogRecord): LogRecord => ({ ...record, headers: record.headers });
const nobody: BatchProducer = { id: -1n, epoch: -1, sequence: -1, transactional: false };

/** What the broker does with a batch that it takes: it gives it its place in the log. */
function placed(batch: Buffer, baseOffset: bigint): Buffer {
  const copy = Buffer.from(batch);
  copy.writeBigInt64BE(baseOffset, 0);
  return copy;
}

/** What the cleaner leaves of a batch: its offset range, and only the records in `kept`. */
function cleaned(
  records: readonly OutgoingRecord[],
  producer: BatchProducer,
  baseOffset: bigint,
  rangeOf: number,
): Buffer {
  const batch = placed(encodeRecordBatch(records, producer, 5), baseOffset);
  batch.writeInt32BE(rangeOf - 1, 23);
  return batch;
}

function marker(producerId: bigint, offset: bigint, type: 0 | 1): Buffer {
  const key = Buffer.from([0, 0, 0, type]);
  const record = { topic: 't', key, value: Buffer.alloc(6) };
  const batch = placed(
    encodeRecordBatch([record], { id: producerId, epoch: 0, sequence: -1, transactional: true }, 5),
    offset,
  );
  batch.writeInt16BE(0x30, 21);
  return batch;
}

const transactional = (producerId: bigint, baseOffset: bigint, ...values: string[]): Buffer => {
  const records = values.map(value => ({ topic: 't', key: Buffer.from(value), value: Buffer.from(value) }));
  return placed(
    encodeRecordBatch(records, { id: producerId, epoch: 0, sequence: 0, transactional: true }, 5),
    baseOffset,
  );
};

const values = (bytes: Buffer[], aborted: { producerId: bigint; firstOffset: bigint }[], from = 0n): string[] =>
  decodeFetched(at, Buffer.concat(bytes), aborted, from).records.map(record => String(record.value));

const bytesOrNull = fc.option(fc.uint8Array({ maxLength: 300 }).map(bytes => Buffer.from(bytes)));
const anyRecord = fc.record({
  topic: fc.constant('t'),
  key: bytesOrNull,
  value: bytesOrNull,
  headers: fc.array(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 12 }), bytesOrNull), { maxLength: 4 }),
  timestamp: fc.integer({ min: 0, max: 4_102_444_800_000 }),
});

describe('a record batch', () => {
  it('comes back as it was written, whatever keys, values, headers and times it holds', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 40 }), fc.bigInt(0n, 2n ** 60n), (records, base) => {
        const bytes = placed(encodeRecordBatch(records, nobody, 5), base);
        const { records: read, nextOffset } = decodeFetched(at, bytes, [], base);
        expect(nextOffset).toBe(base + BigInt(records.length));
        expect(read.map(plain)).toEqual(records.map((record, n) => ({ ...record, ...at, offset: base + BigInt(n) })));
      }),
      { numRuns: 300 },
    );
  });

  it('is read by kafkajs as we read it', async () => {
    const require = createRequire(import.meta.url);
    const Decoder = require('kafkajs/src/protocol/decoder');
    const decodeBatch = require('kafkajs/src/protocol/recordBatch/v0/decoder');
    await fc.assert(
      fc.asyncProperty(fc.array(anyRecord, { minLength: 1, maxLength: 20 }), async records => {
        const theirs = await decodeBatch(new Decoder(placed(encodeRecordBatch(records, nobody, 5), 7n)));
        expect(theirs.records).toHaveLength(records.length);
        for (const [n, record] of records.entries()) {
          const read = theirs.records[n];
          expect(read.offset).toBe(String(7 + n));
          expect(read.timestamp).toBe(String(record.timestamp));
          expect(read.key).toEqual(record.key);
          expect(read.value).toEqual(record.value);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('carries a checksum over everything from the attributes on', () => {
    const batch = encodeRecordBatch([{ topic: 't', key: null, value: Buffer.from('v') }], nobody, 5);
    expect(batch.readUInt32BE(17)).toBe(crc32c(batch, 21));
  });

  it('stays within the bound that batches are cut by', () => {
    fc.assert(
      fc.property(anyRecord, record => {
        expect(encodeRecordBatch([record], nobody, 5).length - 61).toBeLessThanOrEqual(recordBytesBound(record));
      }),
    );
  });

  it.each([
    ['gzip', 1, gzipSync],
    ['zstd', 4, zstdCompressSync],
  ])('compressed with %s is read', (_, codec, compress) => {
    const plain = placed(encodeRecordBatch([{ topic: 't', key: null, value: Buffer.from('v') }], nobody, 5), 3n);
    const packed = compress(plain.subarray(61));
    const batch = Buffer.concat([plain.subarray(0, 61), packed]);
    batch.writeInt32BE(batch.length - 12, 8);
    batch.writeInt16BE(codec, 21);
    expect(values([batch], [])).toEqual(['v']);
  });

  it('compressed with a codec that is missing names it and the remedy', () => {
    const batch = encodeRecordBatch([{ topic: 't', key: null, value: null }], nobody, 5);
    batch.writeInt16BE(2, 21);
    expect(() => decodeFetched(at, batch, [], 0n)).toThrow(/snappy/);
  });
});

describe('what a fetch brought', () => {
  it('given a batch that the cleaner emptied, then the position moves past it', () => {
    const empty = cleaned([], { id: 9n, epoch: 0, sequence: 0, transactional: false }, 40n, 5);
    expect(decodeFetched(at, empty, [], 40n)).toEqual({ records: [], nextOffset: 45n });
  });

  it('given a batch with a hole at its end, then the position lies behind the hole', () => {
    const holed = cleaned([{ topic: 't', key: null, value: Buffer.from('v') }], nobody, 10n, 8);
    expect(decodeFetched(at, holed, [], 10n).nextOffset).toBe(18n);
  });

  it('given a tail that was cut off, then only whole batches count', () => {
    const first = transactional(1n, 0n, 'a', 'b');
    const cut = transactional(1n, 2n, 'c').subarray(0, -1);
    expect(decodeFetched(at, Buffer.concat([first, cut]), [], 0n)).toMatchObject({ nextOffset: 2n });
  });

  it('given a position within a batch, then the records before it are left out', () => {
    expect(values([transactional(1n, 0n, 'a', 'b', 'c')], [], 2n)).toEqual(['c']);
  });

  it('given two overlapping aborted transactions, listed by their end, then neither is seen', () => {
    const log = [
      transactional(1n, 0n, 'A1'),
      transactional(2n, 1n, 'B1'),
      marker(2n, 2n, 0),
      transactional(1n, 3n, 'A2'),
      marker(1n, 4n, 0),
      transactional(3n, 5n, 'C'),
      marker(3n, 6n, 1),
    ];
    const byEnd = [
      { producerId: 2n, firstOffset: 1n },
      { producerId: 1n, firstOffset: 0n },
    ];
    expect(values(log, byEnd)).toEqual(['C']);
  });

  it('given a producer that commits after it aborted, then its later transaction is seen', () => {
    const log = [transactional(1n, 0n, 'no'), marker(1n, 1n, 0), transactional(1n, 2n, 'yes'), marker(1n, 3n, 1)];
    expect(values(log, [{ producerId: 1n, firstOffset: 0n }])).toEqual(['yes']);
  });

  it('given a key of four zero bytes in an aborted transaction, then it is not taken for its end', () => {
    const zero = { topic: 't', key: Buffer.alloc(4), value: Buffer.from('zero') };
    const batch = placed(encodeRecordBatch([zero], { id: 1n, epoch: 0, sequence: 0, transactional: true }, 5), 0n);
    const log = [batch, transactional(1n, 1n, 'after'), marker(1n, 2n, 0)];
    expect(values(log, [{ producerId: 1n, firstOffset: 0n }])).toEqual([]);
  });

  it('given a fetch that starts inside an aborted transaction, then its rest stays hidden', () => {
    const log = [transactional(1n, 5n, 'rest'), marker(1n, 6n, 0)];
    expect(values(log, [{ producerId: 1n, firstOffset: 2n }], 5n)).toEqual([]);
  });

  it('given a record outside any transaction amid an aborted one, then it is seen', () => {
    const plain = placed(
      encodeRecordBatch([{ topic: 't', key: null, value: Buffer.from('p') }], { ...nobody, id: 1n }, 5),
      1n,
    );
    expect(
      values([transactional(1n, 0n, 'no'), plain, marker(1n, 2n, 0)], [{ producerId: 1n, firstOffset: 0n }]),
    ).toEqual(['p']);
  });

  it('given a batch in another format, then it is refused, not misread', () => {
    const batch = encodeRecordBatch([{ topic: 't', key: null, value: null }], nobody, 5);
    batch.writeInt8(1, 16);
    expect(() => [...readBatches(batch)]).toThrow(/format 1/);
  });

  it('given no aborted transaction, then the filter lets everything pass', () => {
    const [batch] = [...readBatches(transactional(1n, 0n, 'a'))];
    expect(batch && abortedFilter([])(batch)).toBe(false);
  });
});
