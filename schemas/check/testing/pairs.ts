import * as fc from 'fast-check';

type Json = string | Json[] | { [key: string]: unknown };

/** A schema before its types have got names: what stands twice under a name becomes a reference. */
type Plan =
  | { readonly kind: 'primitive'; readonly type: string }
  | { readonly kind: 'array' | 'map'; readonly inner: Plan }
  | { readonly kind: 'union'; readonly branches: readonly Plan[] }
  | { readonly kind: 'enum'; readonly name: string; readonly symbols: readonly string[]; readonly fallback: boolean }
  | { readonly kind: 'fixed'; readonly name: string; readonly size: number }
  | { readonly kind: 'record'; readonly name: string; readonly fields: readonly PlannedField[] };

type PlannedField = { readonly name: string; readonly type: Plan; readonly fallback: boolean };

export type SchemaPair = { readonly reader: Json; readonly writer: Json };

const primitives = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
const symbols = ['A', 'B', 'C', 'D'];

/**
 * Pairs of schemas of which about half fit: a schema and what a few random edits make of it, or two that have nothing to
 * do with each other.
 *
 * `references`: whether a type may be used more than once, also inside itself.
 */
export function schemaPairs({ references }: { references: boolean }): fc.Arbitrary<SchemaPair> {
  const { plan } = fc.letrec<{ plan: Plan }>(tie => ({
    plan: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'plan' },
      { weight: 4, arbitrary: fc.constantFrom(...primitives).map((type): Plan => ({ kind: 'primitive', type })) },
      {
        weight: 1,
        arbitrary: named(fc.integer({ min: 1, max: 3 }), 'F', (name, size): Plan => ({ kind: 'fixed', name, size })),
      },
      {
        weight: 2,
        arbitrary: named(
          fc.tuple(fc.subarray(symbols, { minLength: 1 }), fc.boolean()),
          'E',
          (name, [list, fallback]): Plan => ({ kind: 'enum', name, symbols: list, fallback }),
        ),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom('array' as const, 'map' as const), tie('plan'))
          .map(([kind, inner]): Plan => ({ kind, inner })),
      },
      {
        weight: 3,
        arbitrary: fc
          .array(tie('plan'), { minLength: 1, maxLength: 4 })
          .map((branches): Plan => ({ kind: 'union', branches })),
      },
      {
        weight: 4,
        arbitrary: named(
          fc.uniqueArray(
            fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd', 'e'), type: tie('plan'), fallback: fc.boolean() }),
            { selector: field => field.name, maxLength: 4 },
          ),
          'R',
          (name, fields): Plan => ({ kind: 'record', name, fields }),
        ),
      },
    ),
  }));
  const edited = fc.tuple(plan, fc.array(fc.nat(999), { minLength: 60, maxLength: 60 })).map(([writer, dice]) => {
    let at = 0;
    const roll = () => dice[at++ % dice.length] as number;
    return [writer, edit(writer, roll)] as const;
  });
  const pair = fc.oneof({ weight: 5, arbitrary: edited }, { weight: 1, arbitrary: fc.tuple(plan, plan) });
  return fc
    .tuple(pair, fc.constantFrom('x', 'y'), fc.constantFrom('x', 'y'), fc.boolean())
    .map(([[writer, reader], one, other, aliased]) => ({
      writer: built(writer, one, references, false),
      reader: built(reader, other, references, aliased),
    }));
}

function named<T>(inner: fc.Arbitrary<T>, letter: string, make: (name: string, value: T) => Plan): fc.Arbitrary<Plan> {
  return fc.tuple(fc.integer({ min: 1, max: 4 }), inner).map(([number, value]) => make(`${letter}${number}`, value));
}

/** One edit in six nodes or so; each of the kinds that people make. */
function edit(plan: Plan, roll: () => number): Plan {
  const choice = roll() % 24;
  if (choice === 0) return { kind: 'union', branches: [{ kind: 'primitive', type: 'null' }, edit(plan, roll)] };
  switch (plan.kind) {
    case 'primitive': {
      const next: Record<string, string> = {
        int: 'long',
        long: 'double',
        float: 'double',
        string: 'bytes',
        bytes: 'string',
      };
      if (choice < 4) return { kind: 'primitive', type: next[plan.type] ?? plan.type };
      return choice === 4 ? { kind: 'primitive', type: primitives[roll() % primitives.length] as string } : plan;
    }
    case 'array':
    case 'map':
      return { ...plan, inner: edit(plan.inner, roll) };
    case 'union': {
      const branches = plan.branches.map(branch => edit(branch, roll));
      if (choice === 1 && branches.length > 1) return { kind: 'union', branches: branches.slice(1) };
      if (choice < 6)
        return {
          kind: 'union',
          branches: [...branches, { kind: 'primitive', type: primitives[roll() % 8] as string }],
        };
      return choice === 6 ? { kind: 'union', branches: branches.reverse() } : { kind: 'union', branches };
    }
    case 'enum':
      if (choice < 5) return { ...plan, symbols: [...new Set([...plan.symbols, symbols[roll() % 4] as string])] };
      if (choice === 5 && plan.symbols.length > 1) return { ...plan, symbols: plan.symbols.slice(1) };
      return choice === 6 ? { ...plan, name: 'E5' } : plan;
    case 'fixed':
      return choice === 1 ? { ...plan, size: plan.size + 1 } : plan;
    case 'record': {
      let fields = plan.fields.map(field => ({ ...field, type: edit(field.type, roll) }));
      if (choice < 4) fields = fields.slice(1);
      if (choice >= 4 && choice < 9 && fields.length < 4) {
        const name = ['a', 'b', 'c', 'd', 'e'].find(free => !fields.some(field => field.name === free)) as string;
        fields = [...fields, { name, type: { kind: 'primitive', type: 'int' }, fallback: roll() % 4 > 0 }];
      }
      if (choice === 9 && fields[0] !== undefined && !fields.some(field => field.name === 'e'))
        fields = [{ ...fields[0], name: 'e' }, ...fields.slice(1)];
      return choice === 10 ? { ...plan, name: 'R5', fields } : { ...plan, fields };
    }
  }
}

/** `aliased`: every type and field is also known by the names that edits give away. */
function built(plan: Plan, namespace: string, references: boolean, aliased: boolean): Json {
  const used = new Set<string>();

  function name(wanted: string): { reference: string } | { definition: Record<string, unknown> } {
    let short = wanted;
    if (used.has(short)) {
      if (references) return { reference: `${namespace}.${short}` };
      // By its place: both sides give the same one to what stands at the same place.
      while (used.has(short)) short += 'x';
    }
    used.add(short);
    const aliases = [1, 2, 3, 4].flatMap(number => ['x', 'y'].map(space => `${space}.${short[0]}${number}`));
    return { definition: { name: short, namespace, ...(aliased && short.endsWith('5') && { aliases }) } };
  }

  function make(one: Plan): Json {
    switch (one.kind) {
      case 'primitive':
        return one.type;
      case 'array':
        return { type: 'array', items: make(one.inner) };
      case 'map':
        return { type: 'map', values: make(one.inner) };
      case 'union':
        return union(one.branches);
      case 'fixed':
      case 'enum':
      case 'record': {
        const naming = name(one.name);
        if ('reference' in naming) return naming.reference;
        if (one.kind === 'fixed') return { type: 'fixed', ...naming.definition, size: one.size };
        if (one.kind === 'record') return { type: 'record', ...naming.definition, fields: one.fields.map(field) };
        const fallback = one.fallback ? { default: one.symbols[0] } : {};
        return { type: 'enum', ...naming.definition, symbols: one.symbols, ...fallback };
      }
    }
  }

  function union(branches: readonly Plan[]): Json {
    const kinds = new Set<string>();
    const flat = branches.flatMap(branch => (branch.kind === 'union' ? branch.branches : [branch]));
    const plain = flat.filter(branch => branch.kind !== 'union');
    const made = plain.flatMap(branch => {
      const key = 'name' in branch ? branch.name : branch.kind === 'primitive' ? branch.type : branch.kind;
      return kinds.size < kinds.add(key).size ? [make(branch)] : [];
    });
    return made.length === 0 ? ['null'] : made;
  }

  function field(one: PlannedField): Json {
    const type = make(one.type);
    const value = one.fallback ? emptyOf(type) : undefined;
    const aliases = aliased && one.name === 'e' ? { aliases: ['a', 'f'] } : {};
    return { name: one.name, type, ...aliases, ...(value !== undefined && { default: value }) };
  }

  return make(plan);
}

function emptyOf(type: Json): unknown {
  if (Array.isArray(type)) return emptyOf(type[0] as Json);
  if (typeof type === 'object') {
    if (type.type === 'enum') return (type.symbols as string[])[0];
    return type.type === 'array' ? [] : type.type === 'map' ? {} : undefined;
  }
  const values: Record<string, unknown> = {
    null: null,
    boolean: false,
    int: 0,
    long: 0,
    float: 0,
    double: 0,
    bytes: '',
    string: '',
  };
  return values[type];
}
