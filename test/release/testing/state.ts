import type { RecordField, RecordSchema } from '../../../schemas/avro.ts';
import { fingerprint, json, type Manifest, schemaFingerprint } from '../manifest.ts';
import type { ApiDocument } from '../operations.ts';
import type { ReleaseState } from '../state.ts';

const id: RecordField = { name: 'id', doc: 'The key.', type: 'string' };

export function thing(...fields: readonly RecordField[]): RecordSchema {
  return { type: 'record', name: 'Thing', namespace: 'longplay.things', doc: 'A thing.', fields: [id, ...fields] };
}

export const note: RecordField = { name: 'note', doc: 'A note.', type: ['null', 'string'], default: null };

export const document: ApiDocument = {
  info: { title: 'Things', version: '0.0.0' },
  paths: { '/things/{id}': { get: {}, delete: {}, parameters: [] }, '/things': { post: {} } },
};

export const asyncApi = {
  info: { title: 'Things', version: '0.0.0' },
  channels: { things: { address: '{prefix}.things' } },
  operations: {},
};

/** One schema, one release of it with this document. */
export function releasedOnce(schema: RecordSchema = thing()): ReleaseState {
  const baseline = json(document);
  const asyncBaseline = json(asyncApi);
  const manifest: Manifest = {
    version: '0.1.0',
    date: '2026-11-21',
    schemas: { things: { version: 1, fingerprint: schemaFingerprint(schema) } },
    openApi: fingerprint(baseline),
    asyncApi: fingerprint(asyncBaseline),
  };
  return {
    manifests: [manifest],
    schemas: [{ folder: 'things', current: schema, released: [{ version: '1', schema }] }],
    unreleased: [],
    document,
    asyncApi,
    baselines: new Map([['0.1.0', baseline]]),
    asyncBaselines: new Map([['0.1.0', asyncBaseline]]),
    accepted: [],
  };
}
