import fc from 'fast-check';

type Record = { type: 'record'; name: string; fields: { name: string; type: unknown; default?: unknown }[] };

const wider: { readonly [kind: string]: readonly unknown[] } = {
  int: ['int', 'long', 'float', 'double'],
  long: ['long', 'float', 'double'],
  float: ['float', 'double'],
  string: ['string', 'bytes'],
  bytes: ['bytes', 'string'],
};

/** For specs: a schema that somebody could have made of this one, usually able to read it. */
export function evolve(schema: unknown): fc.Arbitrary<unknown> {
  if (Array.isArray(schema)) return fc.tuple(...schema.map(evolveBranch));
  if (typeof schema === 'string')
    return fc.constantFrom(...(wider[schema] ?? [schema]), ['null', schema]).filter(legal);
  const { type } = schema as { type: string };
  switch (type) {
    case 'array':
      return evolve((schema as { items: unknown }).items).map(items => ({ type, items }));
    case 'map':
      return evolve((schema as { values: unknown }).values).map(values => ({ type, values }));
    case 'enum':
      return fc.subarray(['A', 'B', 'C', 'D'], { minLength: 1 }).map(symbols => ({ ...(schema as object), symbols }));
    case 'record':
      return evolveRecord(schema as Record);
    default:
      return fc.constant(schema);
  }
}

/** Branches of a union keep their kinds, so that it stays one. */
function evolveBranch(branch: unknown): fc.Arbitrary<unknown> {
  return typeof branch === 'string' ? fc.constant(branch) : evolve(branch).filter(evolved => !Array.isArray(evolved));
}

function legal(schema: unknown): boolean {
  return JSON.stringify(schema) !== '["null","null"]';
}

function evolveRecord(record: Record): fc.Arbitrary<unknown> {
  const fields = record.fields.map(field => evolve(field.type).map(type => ({ name: field.name, type })));
  const added = fc.option(fc.boolean().map(safe => ({ name: 'z', type: 'int', ...(safe ? { default: 0 } : {}) })));
  return fc.tuple(fc.tuple(...fields), fc.nat(7), added).map(([evolved, dropped, extra]) => ({
    ...record,
    fields: [...evolved.filter((_, index) => index !== dropped), ...(extra === null ? [] : [extra])],
  }));
}
