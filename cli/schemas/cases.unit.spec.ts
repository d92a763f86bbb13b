import { describe, expect, it } from 'vitest';
import { createCodec } from '../../runtime/codec/codec.ts';
import { createMemoryBroker } from '../../runtime/log/memory/log.ts';
import { schemaText } from '../../schemas/load.ts';
import { scanCases } from './cases.ts';
import { caseOf, valueWith } from './testing/cases.ts';

const CASES = 1;
const text = schemaText({ schema: 'hospital' });
const codec = createCodec({ schemas: { schemaById: async () => text } });
const hospital = 'p.catalogue.hospital';

async function found(...records: readonly (readonly [caseId: string, value: Buffer | null])[]) {
  const log = createMemoryBroker().log('cases');
  await log.admin.createTopics([{ name: hospital, partitions: 1, replication: 1, config: {} }]);
  const writer = await log.writer();
  await writer.append(records.map(([key, value]) => ({ topic: hospital, partition: 0, key: Buffer.from(key), value })));
  const answer = await scanCases({ log, codec, prefix: 'p' }, hospital);
  await log.close();
  return answer;
}

const writer = codec.writer(text, CASES);
const open = (caseId: string, topic: string, offset: number, id: number, originalValue: Buffer | null = null) =>
  [caseId, writer.encode({ ...caseOf(caseId, { topic, offset, value: valueWith(id) }), originalValue })] as const;
const closed = (caseId: string, topic: string, offset: number) =>
  [caseId, writer.encode({ ...caseOf(caseId, { topic, offset, value: null }), status: 'HEALED' })] as const;

describe('the schemas that open cases need', () => {
  it('given cases of two topics, then each counts for the topic that its record came from, the first by its place there', async () => {
    const { uses, records, unreadable } = await found(
      open('c-2', 'product-requests', 9, 4),
      open('c-1', 'product-requests', 7, 4),
      open('c-3', 'orders', 1, 5),
    );
    const use = { hospital, needed: 1, sampleKey: 'k' };
    expect(uses).toEqual([
      { ...use, id: 4, topic: 'p.product-requests', records: 2, needed: 2, oldest: { partition: 0, offset: 7n } },
      { ...use, id: 5, topic: 'p.orders', records: 1, oldest: { partition: 0, offset: 1n } },
    ]);
    expect([records, unreadable]).toEqual([3, null]);
  });

  it('given a case that was closed, or is gone, then it needs nothing any more', async () => {
    const { uses } = await found(open('c-1', 'orders', 1, 4), open('c-2', 'orders', 2, 4), closed('c-1', 'orders', 1), [
      'c-2',
      null,
    ]);
    expect(uses).toEqual([]);
  });

  it('given an edited record, then what it was is needed too, since it is shown', async () => {
    const { uses } = await found(open('c-1', 'orders', 1, 6, valueWith(5)));
    expect(uses.map(({ id }) => id)).toEqual([6, 5]);
  });

  it('given a case of an effect, then no record is in it; given one that cannot be read, then it is told', async () => {
    const effect = writer.encode({ ...caseOf('c-1', { topic: 'orders', offset: 1, value: null }), record: null });
    const { uses, unreadable } = await found(
      ['c-1', effect],
      ['c-2', Buffer.from('text')],
      ['c-3', Buffer.from('text')],
    );
    expect(uses).toEqual([]);
    expect(unreadable).toMatchObject({ count: 2, at: { partition: 0, offset: 1n } });
  });
});
