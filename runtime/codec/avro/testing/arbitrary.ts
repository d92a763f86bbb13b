import fc from 'fast-check';

/** For specs: a random schema and a value of it, in the form that the codec takes and gives. */
export type Sample = { readonly schema: unknown; readonly value: fc.Arbitrary<unknown> };

const primitives: readonly Sample[] = [
  { schema: 'null', value: fc.constant(null) },
  { schema: 'boolean', value: fc.boolean() },
  { schema: 'int', value: fc.integer() },
  // Within the range where avsc by itself is right.
  { schema: 'long', value: fc.integer({ min: -(2 ** 51), max: 2 ** 51 }) },
  { schema: { type: 'long', logicalType: 'timestamp-millis' }, value: fc.integer({ min: 0, max: 2 ** 42 }) },
  { schema: 'float', value: fc.float({ noNaN: true }) },
  { schema: 'double', value: fc.double({ noNaN: true }) },
  { schema: 'bytes', value: fc.uint8Array({ maxLength: 8 }).map(bytes => Buffer.from(bytes)) },
  { schema: 'string', value: fc.string({ unit: 'grapheme', maxLength: 12 }) },
];

/** `names` gives type names; the same counter for a whole schema makes them unique in it. */
export function sampleArbitrary(names: () => string, depth = 3): fc.Arbitrary<Sample> {
  const primitive = fc.constantFrom(...primitives);
  if (depth === 0) return primitive;
  const inner = fc.constant(undefined).chain(() => sampleArbitrary(names, depth - 1));
  return fc.oneof(
    { weight: 3, arbitrary: primitive },
    { weight: 1, arbitrary: enumArbitrary(names) },
    { weight: 1, arbitrary: fixedArbitrary(names) },
    { weight: 1, arbitrary: inner.map(arrayOf) },
    { weight: 1, arbitrary: inner.map(mapOf) },
    { weight: 2, arbitrary: inner.filter(({ schema }) => !isUnion(schema) && schema !== 'null').map(nullable) },
    { weight: 1, arbitrary: unionArbitrary() },
    { weight: 4, arbitrary: recordArbitrary(names, inner) },
  );
}

export function recordArbitrary(names: () => string, inner: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> {
  const field = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), inner);
  return fc.uniqueArray(field, { selector: ([name]) => name, maxLength: 4 }).map(fields => ({
    schema: {
      type: 'record',
      name: names(),
      fields: fields.map(([name, { schema }]) => ({ name, type: schema })),
    },
    value: fc.record(Object.fromEntries(fields.map(([name, { value }]) => [name, value]))),
  }));
}

function enumArbitrary(names: () => string): fc.Arbitrary<Sample> {
  return fc.subarray(['A', 'B', 'C'], { minLength: 1 }).map(symbols => ({
    schema: { type: 'enum', name: names(), symbols },
    value: fc.constantFrom(...symbols),
  }));
}

function fixedArbitrary(names: () => string): fc.Arbitrary<Sample> {
  return fc.integer({ min: 0, max: 4 }).map(size => ({
    schema: { type: 'fixed', name: names(), size },
    value: fc.uint8Array({ minLength: size, maxLength: size }).map(bytes => Buffer.from(bytes)),
  }));
}

function arrayOf({ schema, value }: Sample): Sample {
  return { schema: { type: 'array', items: schema }, value: fc.array(value, { maxLength: 4 }) };
}

function mapOf({ schema, value }: Sample): Sample {
  const key = fc.string({ maxLength: 4 }).filter(text => text !== '__proto__');
  return {
    schema: { type: 'map', values: schema },
    value: fc.dictionary(key, value, { maxKeys: 3, noNullPrototype: true }),
  };
}

function nullable({ schema, value }: Sample): Sample {
  return { schema: ['null', schema], value: fc.option(value) };
}

/** Several branches, so each value names its own. */
function unionArbitrary(): fc.Arbitrary<Sample> {
  const branches = primitives.filter(({ schema }) => typeof schema === 'string' && schema !== 'null');
  return fc.subarray([...branches], { minLength: 2, maxLength: 4 }).map(chosen => ({
    schema: chosen.map(({ schema }) => schema),
    value: fc.oneof(...chosen.map(({ schema, value }) => value.map(inside => ({ [schema as string]: inside })))),
  }));
}

function isUnion(schema: unknown): boolean {
  return Array.isArray(schema);
}

/** A fresh source of unique names. */
export function nameSource(prefix: string): () => string {
  let count = 0;
  return () => `${prefix}${count++}`;
}
