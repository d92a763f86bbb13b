import { describe, expect, it } from 'vitest';
import { createCodec } from '../../runtime/codec/codec.ts';
import { type HospitalCase, isOpenCase } from '../../runtime/hospital/case.ts';
import { failure } from '../../runtime/hospital/testing/case.ts';
import { releasedSchemas, schemaText } from '../../schemas/load.ts';
import { topics } from '../../schemas/topics.ts';

const today = schemaText(topics.find(({ schema }) => schema === 'hospital') as { schema: string });

/** Only what the first release has had; what came later has defaults. */
const kept = {
  event: {
    id: 'p.hospital/x/1',
    type: 'longplay.case.admitted',
    time: 1,
    causes: ['e'],
    correlationId: 's',
    actor: null,
  },
  caseId: 'p/in/0/7',
  version: 1,
  status: 'WAITING',
  processor: 'p',
  source: 'RECORD',
  record: { topic: 'in', partition: 0, offset: 7, key: Buffer.from('a'), value: Buffer.from([0, 1, 2]), schemaId: 3 },
  blockedKey: 'a',
  admission: 1,
  error: failure(),
  group: 'g',
  attempts: 1,
  admittedAt: 1,
};

describe.each(releasedSchemas('hospital'))('a case as version $version wrote it', ({ schema }) => {
  it('is read by this one with its bytes, and blocks its key', async () => {
    const text = JSON.stringify(schema);
    const codec = createCodec({ schemas: { schemaById: async () => text } });
    const bytes = codec.writer(text, 1).encode(kept);
    const reader = codec.reader<HospitalCase>(today);
    await reader.prepare([bytes]);
    const one = reader.decode(bytes);
    expect(one).toMatchObject({ ...kept, standing: null, treatments: [] });
    expect(isOpenCase(one)).toBe(true);
  });
});
