import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findIncompatibilities, type Incompatibility } from '../../schemas/check/incompatibilities.ts';
import { schemaPairs } from '../../schemas/check/testing/pairs.ts';
import { type AvroCase, compatCases } from '../../test/setup/compat-cases.ts';
import { createCodec } from './codec.ts';
import { UndecodableError } from './undecodable.ts';

/** Whether the codec refuses the pair as such; the value, which is empty, is no matter here. */
async function codecReads(reader: unknown, writer: unknown): Promise<boolean> {
  const codec = createCodec({ schemas: { schemaById: async () => JSON.stringify(writer) } });
  const value = Buffer.from([0, 0, 0, 0, 1]);
  const decoder = codec.reader(JSON.stringify(reader));
  await decoder.prepare([value]);
  try {
    decoder.decode(value);
    return true;
  } catch (error) {
    if (error instanceof UndecodableError) return error.reason !== 'incompatible-schema';
    throw error;
  }
}

/** A schema that is ambiguous in itself is read by the codec where both sides have it: nothing has to be resolved. */
function refused(found: readonly Incompatibility[]): boolean | 'ambiguous' {
  const kinds = found.flatMap(({ causes }) => causes.map(cause => cause.kind));
  return kinds.length > 0 && kinds.every(kind => kind === 'field-ambiguous') ? 'ambiguous' : kinds.length > 0;
}

describe('given the check’s verdict on a pair of schemas', () => {
  it('then the codec reads what it lets pass, and refuses what it refuses', { timeout: 120_000 }, async () => {
    const property = fc.asyncProperty(schemaPairs({ references: false }), async ({ reader, writer }) => {
      const verdict = refused(findIncompatibilities({ reader, writer }));
      if (verdict !== 'ambiguous') expect(await codecReads(reader, writer)).toBe(!verdict);
    });
    await fc.assert(property, { numRuns: 1_000 });
  });
});

const { cases, note } = compatCases<AvroCase>('avro-compat-cases.json');

describe.skipIf(note !== '')(`given the pairs of other implementations’ tests${note}`, () => {
  const apart = new Set([
    // Its writer's record holds itself without a way out: no value of it can be written.
    'hamba/ref-to-another-record',
    // A union without branches is no type for the codec (docs/reference/avro-differences.md).
    'avro-java/compatible/empty-union-reads-empty-union',
  ]);

  it('then the codec agrees with each verdict', { timeout: 60_000 }, async () => {
    const different: string[] = [];
    for (const { id, reader, writer, compatible } of cases) {
      if (apart.has(id)) continue;
      if ((await codecReads(reader, writer).catch(() => null)) !== compatible) different.push(id);
    }
    expect(different).toEqual([]);
  });
});
