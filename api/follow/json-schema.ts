import {
  type AvroSchema,
  fullName,
  isArray,
  isEnum,
  isMap,
  isRecord,
  isUnion,
  type NamedSchema,
  namespaceOf,
  type RecordSchema,
} from '../../schemas/avro.ts';
import { TEXT } from '../validation.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** Fields that are stamped where a request is taken in, so nobody sends them. */
const STAMPED: ReadonlySet<string> = new Set(['event', 'bodyHash']);

/**
 * What a JSON document has to be that becomes a record of this schema: as strict as the writer, with the bounds of lists,
 * and without the symbol UNKNOWN, which no writer may say.
 */
export function jsonSchemaOf(record: RecordSchema): JsonSchema {
  const fields = record.fields.filter(({ name }) => !STAMPED.has(name));
  return recordOf({ ...record, fields }, { names: named(record), space: '' });
}

type Scope = { readonly names: ReadonlyMap<string, NamedSchema>; readonly space: string };

function recordOf(record: RecordSchema, outer: Scope): JsonSchema {
  const scope = { ...outer, space: namespaceOf(record, outer.space) };
  const required = record.fields.filter(field => field.default === undefined).map(({ name }) => name);
  const properties = record.fields.map(({ name, doc, type, bound }) => {
    const most = bound === undefined ? {} : { maxItems: bound };
    return [name, { ...typeOf(type, scope), ...most, ...(doc !== undefined && { description: doc }) }];
  });
  return { type: 'object', properties: Object.fromEntries(properties), required, additionalProperties: false };
}

function typeOf(type: AvroSchema, scope: Scope): JsonSchema {
  if (typeof type === 'string') return plainOf(type, scope);
  if (isUnion(type)) return unionOf(type, scope);
  if (isRecord(type)) return recordOf(type, scope);
  if (isEnum(type)) return { type: 'string', enum: type.symbols.filter(name => name !== 'UNKNOWN') };
  if (isArray(type)) return { type: 'array', items: typeOf(type.items, scope) };
  if (isMap(type)) return { type: 'object', additionalProperties: typeOf(type.values, scope) };
  return typeOf(type.type, scope);
}

/** One branch at most is not null (DESIGN §5). */
function unionOf(branches: readonly AvroSchema[], scope: Scope): JsonSchema {
  const other = branches.find(branch => branch !== 'null');
  if (other === undefined) return { type: 'null' };
  const schema = typeOf(other, scope);
  const symbols = 'enum' in schema ? { enum: [...(schema.enum as string[]), null] } : {};
  return { ...schema, ...symbols, type: [schema.type, 'null'].flat() };
}

const INT = 2_147_483_648;

function plainOf(name: string, scope: Scope): JsonSchema {
  switch (name) {
    case 'null':
    case 'boolean':
      return { type: name };
    case 'int':
      return { type: 'integer', minimum: -INT, maximum: INT - 1 };
    case 'long':
      return { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };
    case 'float':
    case 'double':
      return { type: 'number' };
    case 'string':
      return { type: 'string', pattern: TEXT };
    case 'bytes':
      throw new Error('No request that comes from outside holds bytes.');
    default: {
      const found = scope.names.get(fullName(name, scope.space));
      if (found === undefined) throw new Error(`No type is named ${name}.`);
      return typeOf(found, scope);
    }
  }
}

/** Every type by its full name. */
function named(type: AvroSchema, around = '', found: Map<string, NamedSchema> = new Map()): Map<string, NamedSchema> {
  if (typeof type === 'string') return found;
  if (isUnion(type)) for (const branch of type) named(branch, around, found);
  else if (isArray(type)) named(type.items, around, found);
  else if (isMap(type)) named(type.values, around, found);
  else if (isRecord(type) || isEnum(type)) {
    const space = namespaceOf(type, around);
    found.set(fullName(type.name, space), type);
    if (isRecord(type)) for (const field of type.fields) named(field.type, space, found);
  }
  return found;
}
