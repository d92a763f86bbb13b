/**
 * Avro schemas as they stand in the .avsc files (Avro 1.12 specification), with this project's own attributes:
 * `personal`, `dataSubject`, `bound`, `atBound`. Avro keeps attributes that it does not know.
 */
export type AvroSchema =
  | string
  | readonly AvroSchema[]
  | RecordSchema
  | EnumSchema
  | ArraySchema
  | MapSchema
  | AnnotatedSchema;

export type RecordSchema = {
  readonly type: 'record';
  readonly name: string;
  readonly namespace?: string;
  readonly doc?: string;
  /** Root only: dotted path to the field that says whose personal data the record holds. */
  readonly dataSubject?: string;
  readonly fields: readonly RecordField[];
};

export type RecordField = {
  readonly name: string;
  readonly doc?: string;
  readonly type: AvroSchema;
  readonly default?: unknown;
  /** The codec replaces the string by ciphertext under the data subject's key. */
  readonly personal?: boolean;
  /** Lists, maps and rings of bytes: the most entries (bytes for a ring) that a writer may put in. */
  readonly bound?: number;
  /** What happens at the bound, as a sentence. */
  readonly atBound?: string;
};

export type EnumSchema = {
  readonly type: 'enum';
  readonly name: string;
  readonly namespace?: string;
  readonly doc?: string;
  readonly symbols: readonly string[];
  readonly default?: string;
};

export type ArraySchema = { readonly type: 'array'; readonly items: AvroSchema };
export type MapSchema = { readonly type: 'map'; readonly values: AvroSchema };

/** A primitive written as an object, to carry a logical type. */
export type AnnotatedSchema = { readonly type: string; readonly logicalType?: string };

export type NamedSchema = RecordSchema | EnumSchema;

export function isUnion(schema: AvroSchema): schema is readonly AvroSchema[] {
  return Array.isArray(schema);
}

export function isRecord(schema: AvroSchema): schema is RecordSchema {
  return typeof schema === 'object' && !isUnion(schema) && schema.type === 'record';
}

export function isEnum(schema: AvroSchema): schema is EnumSchema {
  return typeof schema === 'object' && !isUnion(schema) && schema.type === 'enum';
}

export function isArray(schema: AvroSchema): schema is ArraySchema {
  return typeof schema === 'object' && !isUnion(schema) && schema.type === 'array';
}

export function isMap(schema: AvroSchema): schema is MapSchema {
  return typeof schema === 'object' && !isUnion(schema) && schema.type === 'map';
}

const primitives = new Set(['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string']);

export function isPrimitive(name: string): boolean {
  return primitives.has(name);
}

/** The full name of a definition or a reference, given the namespace around it (Avro specification, "Names"). */
export function fullName(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}

export function unqualified(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** The namespace that applies inside a definition: its own, else that of a dotted name, else the one around it. */
export function namespaceOf(schema: NamedSchema, around: string): string {
  if (schema.name.includes('.')) return schema.name.slice(0, schema.name.lastIndexOf('.'));
  return schema.namespace ?? around;
}
