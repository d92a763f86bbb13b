import { describe, expect, it } from 'vitest';
import { parseManifest } from './manifest.ts';

const whole = {
  format: 'longplay-log-export',
  version: 1,
  state: 'complete',
  id: 'one',
  madeBy: '0.1.0',
  prefix: 'shop',
  clusterId: 'c',
  begunAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2026-01-01T00:00:01.000Z',
  topics: [
    {
      name: 'orders',
      topicId: 't',
      partitionedBy: 'key',
      waiting: 0,
      records: 1,
      strays: 0,
      schemaIds: [3],
      versions: [{ version: 1, id: 3 }],
      partitions: [
        {
          partition: 0,
          position: '9007199254740993',
          records: 1,
          segments: [
            { file: 'topics/orders/0-0.seg', from: '0', to: '1', records: 1, bytes: 99, sha256: 'a'.repeat(64) },
          ],
        },
      ],
    },
  ],
  schemas: [
    { id: 3, text: '"string"' },
    { id: 4, text: null },
  ],
};
const parse = (content: unknown) => parseManifest(JSON.stringify(content), '/x/manifest.json');
const withFile = (file: string) => {
  const copy = structuredClone(whole);
  (copy.topics[0]?.partitions[0]?.segments[0] as { file: string }).file = file;
  return copy;
};

describe('a manifest', () => {
  it('given all of it, then it is what it was', () => {
    expect(parse(whole)).toEqual(whole);
  });

  it.each([
    [{ ...whole, format: 'something' }, 'LP_BACKUP_FORMAT_UNKNOWN', 'is not the manifest of an exported log'],
    [[], 'LP_BACKUP_FORMAT_UNKNOWN', 'is not the manifest'],
    [null, 'LP_BACKUP_FORMAT_UNKNOWN', 'is not the manifest'],
    [{ ...whole, version: 2 }, 'LP_BACKUP_FORMAT_UNKNOWN', 'has format version 2; this is for version 1'],
    [{ ...whole, topics: [{}] }, 'LP_BACKUP_DAMAGED', '/x/manifest.json: topics.0.name'],
    [withFile('../../etc/passwd'), 'LP_BACKUP_DAMAGED', 'segments.0.file'],
    [withFile('/etc/passwd'), 'LP_BACKUP_DAMAGED', 'segments.0.file'],
  ])('given %#, then it is refused, with the place', (content, code, said) => {
    expect(() => parse(content)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(said) }));
  });

  it('given half of it, then it is damaged', () => {
    expect(() => parseManifest('{"format": "longp', '/x')).toThrow(
      expect.objectContaining({ code: 'LP_BACKUP_DAMAGED' }),
    );
  });
});
