import avsc, { type Type } from 'avsc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AvroType } from './avsc.ts';
import { createResolver } from './resolver.ts';
import { parseSchema } from './schema.ts';
import { nameSource, sampleArbitrary } from './testing/arbitrary.ts';
import { evolve } from './testing/evolve.ts';

/** avsc as it comes, but for the union's form, which is a matter of taste. */
function bare(schema: unknown): AvroType {
  const typeHook = (inner: unknown, options: unknown) => {
    if (!Array.isArray(inner)) return undefined;
    const Union =
      inner.filter(branch => branch !== 'null').length <= 1
        ? avsc.types.UnwrappedUnionType
        : avsc.types.WrappedUnionType;
    return new (Union as unknown as new (schema: unknown, options: unknown) => Type)(inner, options);
  };
  return avsc.Type.forSchema(schema as string, { typeHook }) as unknown as AvroType;
}

function ours(schema: unknown): AvroType {
  return parseSchema(JSON.stringify(schema));
}

function write(type: AvroType, value: unknown): Buffer {
  const bytes = Buffer.alloc(64 * 1024);
  return bytes.subarray(0, type.encode(value, bytes, 0));
}

/** Plain objects, since each library has its own classes of records and branches. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, inner) => (Object.is(inner, -0) ? 0 : inner)));
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/**
 * avsc doesn't round what it reads as a float; and it reads ["bytes", "string"] even as itself wrongly, since it takes the
 * first branch that can be read (resolver.unit.spec.ts).
 */
const differs = /float|\["(?!null|[A-D]")/;

describe('given random schemas and values', () => {
  it('then the bytes are those of avsc, and read back as the value', () => {
    const samples = fc
      .constant(undefined)
      .chain(() => sampleArbitrary(nameSource('T')))
      .chain(({ schema, value }) => fc.tuple(fc.constant(schema), value));
    fc.assert(
      fc.property(samples, ([schema, value]) => {
        const type = ours(schema);
        const bytes = write(type, value);
        expect(bytes).toEqual(write(bare(schema), value));
        const read = type.decode(bytes, 0, createResolver(type, ours(schema)));
        expect(read.offset).toBe(bytes.length);
        expect(plain(read.value)).toEqual(plain(value));
      }),
      { numRuns: 500 },
    );
  });

  it('then two of them fit each other exactly where avsc with fresh options says so', () => {
    const pairs = fc
      .constant(undefined)
      .chain(() => sampleArbitrary(nameSource('T')))
      .chain(({ schema }) => fc.tuple(fc.constant(schema), evolve(schema)));
    const seen = { fitting: 0, unfitting: 0 };
    fc.assert(
      fc.property(pairs, ([writer, reader]) => {
        const expected =
          attempt(() => bare(reader).createResolver(bare(writer), { ignoreNamespaces: true })) !== undefined;
        seen[expected ? 'fitting' : 'unfitting']++;
        expect(attempt(() => createResolver(ours(reader), ours(writer))) !== undefined).toBe(expected);
      }),
      { numRuns: 1_500 },
    );
    expect(seen.fitting).toBeGreaterThan(300);
    expect(seen.unfitting).toBeGreaterThan(300);
  });

  it('then the evolved one reads the same as avsc, wherever avsc is right', () => {
    const cases = fc
      .constant(undefined)
      .chain(() => sampleArbitrary(nameSource('T')))
      .chain(({ schema, value }) => fc.tuple(fc.constant(schema), evolve(schema), value));
    fc.assert(
      fc.property(cases, ([writer, reader, value]) => {
        const peer = bare(reader);
        const resolver = attempt(() => peer.createResolver(bare(writer), { ignoreNamespaces: true }));
        fc.pre(resolver !== undefined && !differs.test(JSON.stringify(reader)));
        const bytes = write(ours(writer), value);
        const type = ours(reader);
        const read = type.decode(bytes, 0, createResolver(type, ours(writer)));
        expect(read.offset).toBe(bytes.length);
        expect(plain(read.value)).toEqual(plain(peer.decode(bytes, 0, resolver).value));
      }),
      { numRuns: 500 },
    );
  });
});
