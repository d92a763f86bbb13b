import { describe, expect, it } from 'vitest';
import type { errorCatalogue } from '../../runtime/errors.ts';
import type { RecordSchema } from '../../schemas/avro.ts';
import { lineOf } from '../breaking/break.ts';
import { breaksOf, brokenPromises, lostOperations, requireCheckout, requireKept, unsettled } from './refusals.ts';
import { wronglyListed } from './schemas.ts';
import { asyncApi, document, note, releasedOnce, thing } from './testing/state.ts';

const refused = (code: keyof typeof errorCatalogue, message: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });

describe('given a checkout', () => {
  const clean = { branch: 'main', changes: [], tags: ['v0.1.0'] };

  it('when it is clean, on its branch, and the tag is free, then it may be released', () => {
    expect(() => requireCheckout('0.2.0', 'main', clean)).not.toThrow();
    expect(() => requireCheckout('0.1.1', '0.1.x', { ...clean, branch: '0.1.x' })).not.toThrow();
  });

  it.each([
    ['0.1.0', clean, 'There is a tag v0.1.0 already.'],
    ['0.2.0', { ...clean, branch: 'HEAD' }, 'This is not main but HEAD.'],
    ['0.2.0', { ...clean, changes: ['?? new.ts'] }, 'There is something uncommitted: ?? new.ts'],
    ['0.2.0', { ...clean, changes: [' M a.ts', ' M b.ts'] }, '2 in all:\n  M a.ts\n  M b.ts'],
  ])('when %s is not possible in it, then it is refused', (version, checkout, message) => {
    expect(() => requireCheckout(version, 'main', checkout)).toThrow(refused('LP_RELEASE_CHECKOUT', message));
  });
});

describe('given what was released', () => {
  const state = releasedOnce();
  const changedTo = (current: RecordSchema) => ({
    ...state,
    schemas: state.schemas.map(schema => ({ ...schema, current })),
  });

  it('when nothing changed, or something was added, then nothing is said', () => {
    for (const each of [state, changedTo(thing(note))]) {
      expect(brokenPromises(each)).toEqual([]);
      expect(() => requireKept('0.1.1', each)).not.toThrow();
    }
  });

  it('when a frozen schema was changed in place, removed or added by hand, then each file is named', () => {
    const released = (...frozen: { version: string; schema: RecordSchema }[]) =>
      brokenPromises({ ...state, schemas: state.schemas.map(schema => ({ ...schema, released: frozen })) });
    expect(released({ version: '1', schema: thing(note) })).toEqual([
      'schemas/things/released/1.avsc is not what was released.',
    ]);
    expect(released({ version: '1', schema: thing() }, { version: '2', schema: thing() })).toEqual([
      'schemas/things/released/2.avsc is in no release’s manifest.',
    ]);
    expect(released()).toContain('schemas/things/released/1.avsc was released, and is gone.');
  });

  it('when the baseline of the API was changed or removed, then it is named', () => {
    const baselines = (text: string | null) => brokenPromises({ ...state, baselines: new Map([['0.1.0', text]]) });
    expect(baselines('{}')).toEqual(['api/released/openapi-0.1.0.json is not what was released.']);
    expect(baselines(null)).toEqual(['api/released/openapi-0.1.0.json was released, and is gone.']);
  });

  it('when a new schema is not listed, or a released one still is, then it is named', () => {
    const fresh = { folder: 'parcels', current: thing(), released: [] };
    const sentences = (unreleased: string[]) => wronglyListed([...state.schemas, fresh], unreleased);
    expect(sentences([])).toEqual(['parcels was never released: list it as unreleased.']);
    expect(sentences(['parcels'])).toEqual([]);
    expect(sentences(['parcels', 'things'])).toEqual(['things was released: it is not unreleased.']);
  });

  it('when a schema cannot read what was written, then the release is refused', () => {
    const retyped = changedTo(thing({ name: 'note', doc: 'A note.', type: 'string' }));
    expect(() => requireKept('9.0.0', retyped)).toThrow(refused('LP_RELEASE_INCOMPATIBLE', 'things: note: it cannot'));
  });

  describe('when the API lost an operation', () => {
    const lost = { ...state, document: { ...document, paths: { '/things/{thingId}': { get: {} } } } };

    it('then each is named, whatever parameters are called', () => {
      expect(lostOperations(lost)).toEqual([
        'DELETE /things/{id} is in release 0.1.0, and gone: that needs a new major version, before 1.0.0 a new minor one.',
        'POST /things is in release 0.1.0, and gone: that needs a new major version, before 1.0.0 a new minor one.',
      ]);
      expect(lostOperations(state)).toEqual([]);
    });

    it('then a version that may break takes it, another one does not', () => {
      expect(() => requireKept('0.1.1', lost)).toThrow(refused('LP_RELEASE_OPERATION_REMOVED', 'POST /things'));
      for (const version of ['0.2.0', '1.0.0']) expect(() => requireKept(version, lost)).not.toThrow();
    });
  });

  describe('when a topic is gone', () => {
    const { things, ...channels } = asyncApi.channels;
    const broken = { ...state, asyncApi: { ...asyncApi, channels } };
    const [line = ''] = breaksOf(broken).map(lineOf);
    const accept = (fingerprint: string) => ({
      ...broken,
      accepted: [{ fingerprint, owner: 'anna', reason: 'nobody reads it', file: null, line: 1 }],
    });

    it('then it is named, with its fingerprint, until somebody answers for it', () => {
      expect(unsettled(state)).toEqual([]);
      expect(unsettled(broken)).toEqual([
        expect.stringMatching(/^[0-9a-f]{16} things: it is gone\. \(channel-removed\)$/),
      ]);
      expect(unsettled(accept(line.slice(0, 16)))).toEqual([]);
      expect(unsettled(accept('0'.repeat(16)))).toHaveLength(2);
      expect(things.address).toBe('{prefix}.things');
    });

    it('then a version that may break takes it, another one does not, whoever answers for it', () => {
      for (const each of [broken, accept(line.slice(0, 16))]) {
        expect(() => requireKept('0.1.1', each)).toThrow(refused('LP_RELEASE_API_BREAKS', 'things: it is gone'));
        expect(() => requireKept('0.2.0', each)).not.toThrow();
      }
    });
  });

  it('when the description of the topics was changed, then it is named', () => {
    const other = { ...state, asyncBaselines: new Map([['0.1.0', '{}']]) };
    expect(brokenPromises(other)).toEqual(['api/released/asyncapi-0.1.0.json is not what was released.']);
  });
});
