/** A named type of a schema, with what a person asks of it. */
export type ShownType = {
  /** Without its namespace: readers match by this. */
  readonly name: string;
  readonly fullName: string;
  readonly kind: 'record' | 'enum' | 'fixed';
  readonly doc: string | null;
  /** Of a record. */
  readonly fields: readonly ShownField[];
  /** Of an enum. */
  readonly symbols: readonly string[];
  /** What else is said of it: default, aliases, size, whose personal data it holds. */
  readonly marks: readonly Mark[];
};

export type ShownField = {
  readonly name: string;
  readonly type: readonly TypePart[];
  /** As JSON; null: it has none. */
  readonly default: string | null;
  readonly doc: string | null;
  /** Personal, bounds, aliases, and whatever else stands there. */
  readonly marks: readonly Mark[];
};

/** A word of a type; `of`: it names one that is defined in the schema. */
export type TypePart = { readonly text: string; readonly of: string | null };
export type Mark = { readonly name: string; readonly value: string };

type Node = Readonly<Record<string, unknown>>;

const FIELD = new Set(['name', 'type', 'default', 'doc']);
const TYPE = new Set(['name', 'namespace', 'type', 'doc', 'fields', 'symbols']);

/** The named types of a schema, in the order in which they are defined: its root first. */
export function typesIn(schema: unknown): ShownType[] {
  const types: ShownType[] = [];

  const visit = (node: unknown, namespace: string): void => {
    if (Array.isArray(node)) for (const one of node) visit(one, namespace);
    if (!isNode(node)) return;
    const { type } = node;
    if (type === 'record' || type === 'enum' || type === 'fixed' || type === 'error') define(node, namespace);
    else for (const part of [type, node.items, node.values]) visit(part, namespace);
  };

  const define = (node: Node, around: string): void => {
    const { inner, fullName } = nameOf(node, around);
    const fields = listOf(node.fields).filter(isNode);
    types.push({
      name: short(fullName),
      fullName,
      kind: node.type === 'enum' ? 'enum' : node.type === 'fixed' ? 'fixed' : 'record',
      doc: textOrNull(node.doc),
      fields: fields.map(fieldOf),
      symbols: listOf(node.symbols).map(String),
      marks: marksOf(node, TYPE),
    });
    for (const field of fields) visit(field.type, inner);
  };

  visit(schema, '');
  return types;
}

const fieldOf = (field: Node): ShownField => ({
  name: String(field.name),
  type: typeParts(field.type),
  default: 'default' in field ? JSON.stringify(field.default) : null,
  doc: textOrNull(field.doc),
  marks: marksOf(field, FIELD),
});

const marksOf = (node: Node, known: ReadonlySet<string>): Mark[] =>
  Object.entries(node)
    .filter(([name]) => !known.has(name))
    .map(([name, value]) => ({ name, value: typeof value === 'string' ? value : JSON.stringify(value) }));

const PRIMITIVE = new Set(['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string']);

/** A type in words, with the names of others in it. */
export function typeParts(type: unknown): TypePart[] {
  if (typeof type === 'string') return [{ text: short(type), of: PRIMITIVE.has(type) ? null : short(type) }];
  if (Array.isArray(type)) {
    if (type.length === 0) return [word('nothing')];
    return type.flatMap((one, n) => (n === 0 ? typeParts(one) : [word(' or '), ...typeParts(one)]));
  }
  if (!isNode(type)) return [word('unknown')];
  if (type.type === 'array') return [word('array of '), ...typeParts(type.items)];
  if (type.type === 'map') return [word('map of '), ...typeParts(type.values)];
  if (typeof type.name === 'string') return [{ text: short(type.name), of: short(type.name) }];
  if (typeof type.logicalType === 'string') return [...typeParts(type.type), word(` (${type.logicalType})`)];
  return typeParts(type.type);
}

export const typeText = (parts: readonly TypePart[]): string => parts.map(({ text }) => text).join('');

function nameOf(node: Node, around: string): { readonly inner: string; readonly fullName: string } {
  const name = String(node.name);
  if (name.includes('.')) return { inner: name.slice(0, name.lastIndexOf('.')), fullName: name };
  const inner = textOrNull(node.namespace) ?? around;
  return { inner, fullName: inner === '' ? name : `${inner}.${name}` };
}

const word = (text: string): TypePart => ({ text, of: null });
const short = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
const isNode = (node: unknown): node is Node => typeof node === 'object' && node !== null && !Array.isArray(node);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
