import { type Mark, type ShownField, type ShownType, typesIn, typeText } from './shape.ts';

/** What changed from one version of a schema to another, thing by thing. */
export type Difference = {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly what: 'type' | 'field' | 'symbol';
  /** Type, and field or symbol: `Order.total`. */
  readonly path: string;
  /** Of what was changed: what exactly. Null: it was not there. Of what was added or removed: what it is, or was. */
  readonly details: readonly Detail[];
};

export type Detail = { readonly name: string; readonly before: string | null; readonly after: string | null };

/**
 * The differences between two versions, type by type as the newer one defines them, then what is gone. A type that was
 * renamed is one that was removed and one that was added; the order of fields means nothing, that of symbols does.
 */
export function differences(from: unknown, to: unknown): Difference[] {
  const [before, after] = [typesIn(from), typesIn(to)];
  const old = new Map(before.map(one => [one.name, one]));
  const names = new Set(after.map(({ name }) => name));
  return [
    ...after.flatMap(type => {
      const was = old.get(type.name);
      return was === undefined ? [whole('added', type)] : betweenTypes(was, type);
    }),
    ...before.filter(({ name }) => !names.has(name)).map(type => whole('removed', type)),
  ];
}

const whole = (kind: 'added' | 'removed', type: ShownType): Difference => {
  const parts = type.kind === 'enum' ? type.symbols : type.fields.map(({ name }) => name);
  return { kind, what: 'type', path: type.name, details: [given(kind, type.kind, parts.join(', '))] };
};

const given = (kind: 'added' | 'removed', name: string, value: string): Detail =>
  kind === 'added' ? { name, before: null, after: value } : { name, before: value, after: null };

function betweenTypes(was: ShownType, is: ShownType): Difference[] {
  const path = is.name;
  const own = [
    ...changed('name', was.fullName, is.fullName),
    ...changed('kind', was.kind, is.kind),
    ...changed('doc', was.doc, is.doc),
    ...betweenMarks(was.marks, is.marks),
    ...orderOf(was.symbols, is.symbols),
  ];
  const fields = new Map(was.fields.map(one => [one.name, one]));
  return [
    ...(own.length > 0 ? [{ kind: 'changed', what: 'type', path, details: own } as const] : []),
    ...is.fields.flatMap(field => {
      const old = fields.get(field.name);
      if (old === undefined) return [fieldGiven('added', path, field)];
      const details = betweenFields(old, field);
      return details.length === 0
        ? []
        : [{ kind: 'changed', what: 'field', path: `${path}.${field.name}`, details } as const];
    }),
    ...was.fields
      .filter(old => !is.fields.some(({ name }) => name === old.name))
      .map(old => fieldGiven('removed', path, old)),
    ...is.symbols.filter(one => !was.symbols.includes(one)).map(one => symbol('added', path, one)),
    ...was.symbols.filter(one => !is.symbols.includes(one)).map(one => symbol('removed', path, one)),
  ];
}

const symbol = (kind: 'added' | 'removed', path: string, name: string): Difference => ({
  kind,
  what: 'symbol',
  path: `${path}.${name}`,
  details: [],
});

function fieldGiven(kind: 'added' | 'removed', path: string, field: ShownField): Difference {
  const { name, type, doc, marks } = field;
  const all = [
    ['type', typeText(type)],
    ['default', field.default],
    ['doc', doc],
    ...marks.map(one => [one.name, one.value]),
  ];
  const details = all.flatMap(([label, value]) => (value == null ? [] : [given(kind, String(label), value)]));
  return { kind, what: 'field', path: `${path}.${name}`, details };
}

const betweenFields = (was: ShownField, is: ShownField): Detail[] => [
  ...changed('type', typeText(was.type), typeText(is.type)),
  ...changed('default', was.default, is.default),
  ...changed('doc', was.doc, is.doc),
  ...betweenMarks(was.marks, is.marks),
];

function betweenMarks(was: readonly Mark[], is: readonly Mark[]): Detail[] {
  const names = [...new Set([...was, ...is].map(({ name }) => name))];
  const of = (marks: readonly Mark[], name: string) => marks.find(one => one.name === name)?.value ?? null;
  return names.flatMap(name => changed(name, of(was, name), of(is, name)));
}

/** Sorting, and readers that keep numbers, go by the order of symbols. */
function orderOf(was: readonly string[], is: readonly string[]): Detail[] {
  const [before, after] = [was.filter(one => is.includes(one)), is.filter(one => was.includes(one))];
  return changed('order', before.join(', '), after.join(', '));
}

const changed = (name: string, before: string | null, after: string | null): Detail[] =>
  before === after ? [] : [{ name, before, after }];
