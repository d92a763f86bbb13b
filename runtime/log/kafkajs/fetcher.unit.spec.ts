import { describe, expect, it } from 'vitest';
import { encodeRecordBatch } from './batch-encode.ts';
import { toBatch } from './fetcher.ts';

const at = { topic: 't', partition: 2 };
const key = Buffer.from('k');

/** An answer with one batch of records from offset 0 on, or without any. */
const answered = (records: number, endOffset: bigint) => ({
  ...at,
  errorCode: 0,
  endOffset,
  logStart: 0n,
  aborted: [],
  bytes:
    records === 0
      ? Buffer.alloc(0)
      : encodeRecordBatch(
          Array.from({ length: records }, () => ({ ...at, key, value: key })),
          { id: -1n, epoch: -1, sequence: -1, transactional: false },
          5,
        ),
});

const seen = (records: number, endOffset: bigint, from: bigint, isEmpty: boolean) => {
  const batch = toBatch(answered(records, endOffset), from, isEmpty, null);
  return [batch.records.length, batch.nextOffset, batch.endOffset];
};

describe('what one fetch brought', () => {
  it('given records up to the end, then the position is the end', () => {
    expect(seen(3, 3n, 0n, false)).toEqual([3, 3n, 3n]);
  });

  it('given less than there is, then the end lies further on', () => {
    expect(seen(3, 8n, 0n, false)).toEqual([3, 3n, 8n]);
  });

  it('given a record that was written after the broker had looked where the end is, then the end is behind it', () => {
    expect(seen(3, 2n, 0n, false)).toEqual([3, 3n, 3n]);
  });

  it('given no bytes at all although the end lies further on, then nothing is left up to it', () => {
    expect(seen(0, 8n, 5n, true)).toEqual([0, 8n, 8n]);
  });

  it('given no bytes for it beside bytes for others, then it has not moved', () => {
    expect(seen(0, 8n, 5n, false)).toEqual([0, 5n, 8n]);
  });
});
