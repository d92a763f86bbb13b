import { isPrimitive } from '../avro.ts';
import { type JsonNode, JsonSyntaxError, jsonNode, member, parseJson, plainValue, textOf } from './json.ts';
import { type Places, type Position, placesIn } from './position.ts';
import type { FieldNode, Logical, NamedNode, ParsedSchema, Primitive, SchemaNode, Use } from './schema.ts';

/**
 * A schema: its text (positions are known then), the parsed JSON, the bare name of a primitive type, or what
 * `readSchema` made of one of these.
 */
export type SchemaInput = string | object | ParsedSchema;

/** A text that is not JSON, or JSON that is no Avro schema. */
export class InvalidSchemaError extends Error {
  /** What is wrong, without the place that the message starts with. */
  readonly reason: string;
  readonly position: Position | null;

  constructor(reason: string, position: Position | null, options?: ErrorOptions) {
    super(position === null ? reason : `${place(position)}: ${reason}`, options);
    this.name = 'InvalidSchemaError';
    this.reason = reason;
    this.position = position;
  }
}

/**
 * Reads a schema by the rules of Avro 1.12. Defaults are not looked at: those of a writer don't matter, and what is
 * wrong with those of a reader is a finding (`default-refused`), since registries differ in what they take.
 *
 * `file`: stands in positions; the path that a person would open, or any other name of where it came from.
 * @throws InvalidSchemaError
 */
export function readSchema(input: SchemaInput, { file = null }: { file?: string | null } = {}): ParsedSchema {
  if (isParsed(input)) return input;
  const text = typeof input === 'string' && /^[\s\ufeff]*["[{]/.test(input) ? input : null;
  const places = placesIn(text, file);
  const json = parsed(text ?? input, text !== null, places);
  const names = new Map<string, NamedNode>();
  const root = graphOf(json, places, names);
  return { root, names, text, file, places };
}

function isParsed(input: SchemaInput): input is ParsedSchema {
  return typeof input === 'object' && 'root' in input && 'places' in input;
}

function parsed(input: unknown, isText: boolean, places: Places): JsonNode {
  try {
    return isText ? parseJson(input as string) : jsonNode(input);
  } catch (cause) {
    if (!(cause instanceof JsonSyntaxError)) throw cause;
    throw new InvalidSchemaError(`not JSON: ${cause.message}.`, places.at(cause.offset), { cause });
  }
}

function place({ file, line, column }: Position): string {
  return file === null ? `line ${line}, column ${column}` : `${file}:${line}:${column}`;
}

const nameRule = 'names are of letters, digits and _, and begin with no digit.';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Settle = (node: NamedNode) => void;
type Waiting = { readonly name: string; readonly namespace: string; readonly json: JsonNode; readonly settle: Settle };

function graphOf(root: JsonNode, places: Places, names: Map<string, NamedNode>): Use {
  /** References that stand before what they name. Avro Java 1.12 takes them, and so do registries. */
  const waiting: Waiting[] = [];
  const unions: Use[][] = [];

  function fail(message: string, json: JsonNode): never {
    throw new InvalidSchemaError(message, places.at(json.start));
  }

  function required(json: JsonNode, key: string, what: string): JsonNode {
    return member(json, key) ?? fail(`${what} without "${key}".`, json);
  }

  function strings(json: JsonNode | null): string[] {
    if (json === null) return [];
    const values = json.kind === 'array' ? json.items.map(textOf) : [null];
    return values.includes(null) ? fail('A list of texts expected.', json) : (values as string[]);
  }

  function use(json: JsonNode, namespace: string): Use {
    const made: Mutable<Use> = { node: undefined as unknown as SchemaNode, json };
    const node = nodeOf(json, namespace, later => {
      made.node = later;
    });
    if (node !== null) made.node = node;
    return made;
  }

  /** Null for a name that is not defined yet. */
  function nodeOf(json: JsonNode, namespace: string, settle: Settle): SchemaNode | null {
    const name = textOf(json);
    if (name !== null) return named(name, namespace, json, settle);
    if (json.kind === 'array') return { type: 'union', json, branches: branches(json.items, namespace) };
    if (json.kind !== 'object') return fail('A type is a name, an object or a list.', json);
    const inner = required(json, 'type', 'A type');
    const type = textOf(inner);
    if (type === null) return nodeOf(inner, namespace, settle);
    if (type === 'record' || type === 'error') return record(json, namespace);
    if (type === 'enum') return enumeration(json, namespace);
    if (type === 'fixed') return fixed(json, namespace);
    if (type === 'array') return { type, json, items: use(required(json, 'items', 'An array'), namespace) };
    if (type === 'map') return { type, json, values: use(required(json, 'values', 'A map'), namespace) };
    if (isPrimitive(type)) return { type: type as Primitive, json, logical: logicalOf(json) };
    return named(type, namespace, inner, settle);
  }

  function named(name: string, namespace: string, json: JsonNode, settle: Settle): SchemaNode | null {
    if (isPrimitive(name)) return { type: name as Primitive, json, logical: null };
    const found = find(name, namespace);
    if (found === null) waiting.push({ name, namespace, json, settle });
    return found;
  }

  /** A name without a namespace is looked for in the one around it, then without any, as Java does. */
  function find(name: string, namespace: string): NamedNode | null {
    return names.get(qualified(name, namespace)) ?? names.get(name) ?? null;
  }

  function branches(items: readonly JsonNode[], namespace: string): Use[] {
    const made = items.map(item => use(item, namespace));
    unions.push(made);
    return made;
  }

  /** Once every reference is known: some stand before what they name. */
  function checkBranches(made: readonly Use[]): void {
    const seen = new Set<string>();
    for (const { node, json } of made) {
      if (node.type === 'union') fail('A union directly inside a union.', json);
      const name = 'name' in node ? node.name : node.type;
      if (seen.has(name)) fail(`A union with two branches of ${name}.`, json);
      seen.add(name);
    }
  }

  function checkName(name: string, what: string, json: JsonNode): void {
    if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(name)) fail(`${what} ${JSON.stringify(name)}: ${nameRule}`, json);
  }

  function checkSimpleName(name: string, what: string, json: JsonNode): void {
    if (name.includes('.')) fail(`${what} ${JSON.stringify(name)}: ${nameRule}`, json);
    checkName(name, what, json);
  }

  function record(json: JsonNode, around: string): SchemaNode {
    const fields: FieldNode[] = [];
    const { node, namespace } = define(json, around, naming => ({ type: 'record', fields, json, ...naming }));
    const list = required(json, 'fields', 'A record');
    if (list.kind !== 'array') return fail('The fields of a record are a list.', list);
    const seen = new Set<string>();
    for (const field of list.items) {
      const name = textOf(member(field, 'name')) ?? fail('A field without a name.', field);
      checkSimpleName(name, 'A field', field);
      if (seen.has(name)) fail(`Two fields are named ${name}.`, field);
      seen.add(name);
      fields.push({
        name,
        aliases: strings(member(field, 'aliases')),
        use: use(required(field, 'type', `The field ${name}`), namespace),
        json: field,
        default: member(field, 'default'),
      });
    }
    return node;
  }

  function enumeration(json: JsonNode, around: string): SchemaNode {
    const list = required(json, 'symbols', 'An enum');
    const symbols = strings(list);
    if (new Set(symbols).size < symbols.length) fail('An enum with the same symbol twice.', list);
    for (const symbol of symbols) checkSimpleName(symbol, 'A symbol', list);
    const fallback = textOf(member(json, 'default'));
    return define(json, around, naming => ({ type: 'enum', symbols, default: fallback, json, ...naming })).node;
  }

  function fixed(json: JsonNode, around: string): SchemaNode {
    const length = required(json, 'size', 'A fixed');
    const size = plainValue(length);
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 0)
      return fail('A size is a whole number.', length);
    return define(json, around, naming => ({ type: 'fixed', size, logical: logicalOf(json), json, ...naming })).node;
  }

  /** Names a type before its inside is read, since that may refer to it; answers the namespace that holds inside. */
  function define(
    json: JsonNode,
    around: string,
    make: (naming: { name: string; aliases: string[] }) => NamedNode,
  ): { node: NamedNode; namespace: string } {
    const given = textOf(required(json, 'name', 'A named type')) ?? fail('A name is a text.', json);
    const dot = given.lastIndexOf('.');
    const namespace = dot >= 0 ? given.slice(0, dot) : (textOf(member(json, 'namespace')) ?? around);
    const name = qualified(given, namespace);
    checkName(name, 'The name', json);
    if (isPrimitive(name)) fail(`${name} is the name of a primitive type.`, json);
    if (names.has(name)) fail(`${name} is defined twice.`, json);
    const node = make({ name, aliases: strings(member(json, 'aliases')).map(alias => qualified(alias, namespace)) });
    names.set(name, node);
    return { node, namespace };
  }

  const made = use(root, '');
  for (const { name, namespace, json, settle } of waiting) {
    settle(find(name, namespace) ?? fail(`No type is named ${qualified(name, namespace)}.`, json));
  }
  for (const union of unions) checkBranches(union);
  return made;
}

function qualified(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}

function logicalOf(json: JsonNode): Logical | null {
  const name = textOf(member(json, 'logicalType'));
  if (name === null) return null;
  const number = (key: string) => {
    const node = member(json, key);
    return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : null;
  };
  return { name, precision: number('precision'), scale: number('scale') };
}
