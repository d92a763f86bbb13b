import avsc, { type Schema } from 'avsc';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findIncompatibilities } from './incompatibilities.ts';
import { type SchemaPair, schemaPairs } from './testing/pairs.ts';

/**
 * avsc as a second opinion. Three of its ways are kept out of the pairs, since they are avsc's alone:
 * - options that are used twice keep resolvers from the first time: each call gets its own;
 * - a pair of types that failed once counts as resolved the next time, so no type is used twice;
 * - without namespaces it compares aliases without them too, so aliases name both namespaces.
 */
function avscReads({ reader, writer }: SchemaPair): boolean {
  const type = (schema: unknown) => avsc.Type.forSchema(schema as Schema, { wrapUnions: true });
  const [read, written] = [type(reader), type(writer)];
  try {
    // The published types lack ignoreNamespaces, which is documented.
    const options = { ignoreNamespaces: true };
    read.createResolver(written, options as object);
    return true;
  } catch {
    return false;
  }
}

describe('given 5,000 random pairs of schemas', () => {
  it('then avsc’s resolver agrees on each, and both answers are common', { timeout: 120_000 }, () => {
    const answers = { true: 0, false: 0 };
    fc.assert(
      fc.property(schemaPairs({ references: false }), pair => {
        const fits = findIncompatibilities(pair).length === 0;
        answers[`${fits}`] += 1;
        expect(avscReads(pair)).toBe(fits);
      }),
      { numRuns: 5_000 },
    );
    expect(Math.min(answers.true, answers.false)).toBeGreaterThan(500);
  });
});

describe('given random pairs in which types are used often, also inside themselves', () => {
  it('then every incompatibility has a leaf, and what is the same fits', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(schemaPairs({ references: true }), ({ reader, writer }) => {
        for (const { causes } of findIncompatibilities({ reader, writer })) expect(causes).not.toEqual([]);
        expect(findIncompatibilities({ reader: writer, writer })).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});
