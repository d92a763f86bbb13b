import { describe, expect, it } from 'vitest';
import { LongplayError } from '../errors.ts';
import { SchemasUnavailableError } from './schema-source.ts';
import { createWriterSchemas } from './writer-schemas.ts';

/** A source that counts, and that answers when it is told to. */
function source(answer: (id: number) => Promise<string> | string) {
  const asked: number[] = [];
  let open = 0;
  let mostOpen = 0;
  return {
    asked,
    mostOpen: () => mostOpen,
    async schemaById(id: number) {
      asked.push(id);
      mostOpen = Math.max(mostOpen, ++open);
      try {
        return await answer(id);
      } finally {
        open--;
      }
    },
  };
}

const unknown = (id: number): never => {
  throw new LongplayError('LP_REGISTRY_SCHEMA_UNKNOWN', `There is no schema ${id}.`);
};

describe('given an id that the registry knows', () => {
  it('then it is asked for once, however many ask, and never again', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const registry = source(() => promise);
    const schemas = createWriterSchemas(registry);
    const all = [schemas.load([1]), schemas.load([1, 1]), schemas.load([1])];
    resolve('"string"');
    await Promise.all(all);
    await schemas.load([1]);
    expect(registry.asked).toEqual([1]);
    expect(schemas.get(1)?.state).toBe('usable');
  });

  it('then a schema that cannot be used is kept as such', async () => {
    const registry = source(() => '{"type":"nothing"}');
    const schemas = createWriterSchemas(registry);
    await schemas.load([1]);
    await schemas.load([1]);
    expect(registry.asked).toEqual([1]);
    expect(schemas.get(1)?.state).toBe('unusable');
  });
});

describe('given an id that the registry does not know', () => {
  it('then it is believed only after it has said so for a while: one that starts has not loaded its schemas yet', async () => {
    let now = 0;
    let known = false;
    const registry = source(id => (known ? '"int"' : unknown(id)));
    const schemas = createWriterSchemas(registry, { believedAfter: 1_000, now: () => now });
    await expect(schemas.load([5])).rejects.toThrow(SchemasUnavailableError);
    now = 999;
    await expect(schemas.load([5])).rejects.toThrow('does not know the schema 5 yet');
    expect(schemas.get(5)).toBeUndefined();
    now = 1_000;
    await schemas.load([5]);
    expect(schemas.get(5)?.state).toBe('unknown');
    // Once believed, it is asked for again without a new doubt.
    now = 31_000;
    await schemas.load([5]);
    expect(schemas.get(5)?.state).toBe('unknown');
    now = 61_000;
    known = true;
    await schemas.load([5]);
    expect(schemas.get(5)?.state).toBe('usable');
  });

  it('then the doubt about one holds up no other', async () => {
    let now = 0;
    const registry = source(id => (id === 5 ? unknown(id) : '"int"'));
    const schemas = createWriterSchemas(registry, { believedAfter: 1_000, now: () => now });
    await expect(schemas.load([1, 2, 5])).rejects.toThrow('does not know the schema 5 yet');
    expect([schemas.get(1)?.state, schemas.get(2)?.state]).toEqual(['usable', 'usable']);
    now = 1_000;
    await schemas.load([1, 2, 5]);
    expect(schemas.get(5)?.state).toBe('unknown');
  });

  it('then what it said long ago is no proof', async () => {
    let now = 0;
    const schemas = createWriterSchemas(source(unknown), { believedAfter: 1_000, now: () => now });
    await expect(schemas.load([5])).rejects.toThrow(SchemasUnavailableError);
    now = 3_600_000;
    await expect(schemas.load([5])).rejects.toThrow(SchemasUnavailableError);
  });

  it('then it is remembered for a while, and asked for again after it', async () => {
    let now = 0;
    let known = false;
    const registry = source(id => (known ? '"int"' : unknown(id)));
    const schemas = createWriterSchemas(registry, { unknownFor: 1_000, believedAfter: 0, now: () => now });
    await schemas.load([5]);
    now = 999;
    await schemas.load([5]);
    expect(registry.asked).toEqual([5]);
    expect(schemas.get(5)?.state).toBe('unknown');
    now = 1_000;
    known = true;
    expect(schemas.isMissing(5)).toBe(true);
    await schemas.load([5]);
    expect(registry.asked).toEqual([5, 5]);
    expect(schemas.get(5)?.state).toBe('usable');
  });

  it('then no more than so many are remembered', async () => {
    const schemas = createWriterSchemas(source(unknown), { mostUnknown: 3, believedAfter: 0 });
    await schemas.load([1, 2, 3, 4, 5]);
    const remembered = [1, 2, 3, 4, 5].filter(id => schemas.get(id) !== undefined);
    expect(remembered).toHaveLength(3);
  });

  it('then ids that no registry gives are not even asked for', async () => {
    const registry = source(unknown);
    const schemas = createWriterSchemas(registry);
    await schemas.load([0, -1]);
    expect(registry.asked).toEqual([]);
    expect(schemas.get(-1)?.state).toBe('unknown');
  });

  it('then thousands of them at once do not flood the registry', async () => {
    const registry = source(async id => {
      await new Promise(resolve => setImmediate(resolve));
      return unknown(id);
    });
    await createWriterSchemas(registry, { believedAfter: 0 }).load(
      Array(500)
        .keys()
        .map(id => id + 1),
    );
    expect(registry.asked).toHaveLength(500);
    expect(registry.mostOpen()).toBe(8);
  });
});

describe('given a registry that cannot be asked', () => {
  it.each([
    ['is away', new LongplayError('LP_REGISTRY_UNAVAILABLE', 'ECONNREFUSED')],
    ['refuses', new LongplayError('LP_REGISTRY_REFUSED', '401')],
    ['breaks', new TypeError('fetch failed')],
  ])('then, where it %s, nothing is remembered and the caller tries again', async (_, failure) => {
    let away = true;
    const registry = source(() => {
      if (away) throw failure;
      return '"int"';
    });
    const schemas = createWriterSchemas(registry);
    await expect(schemas.load([1])).rejects.toMatchObject({
      code: 'LP_CODEC_SCHEMAS_UNAVAILABLE',
      kind: 'retriable',
      cause: failure,
    });
    expect(schemas.get(1)).toBeUndefined();
    away = false;
    await schemas.load([1]);
    expect(schemas.get(1)?.state).toBe('usable');
  });
});
