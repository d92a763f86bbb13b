import { LongplayError } from '../../errors.ts';
import { type AvroType, forSchema, type SchemaOptions } from './avsc.ts';
import { BoundedArray, BoundedMap } from './collections.ts';
import { ExactDouble, ExactFloat, ExactInt, ExactLong } from './numbers.ts';
import { StrictEnum, StrictRecord } from './records.ts';
import { SealedText } from './sealed-text.ts';
import { WellFormedString } from './text.ts';
import { unionType } from './unions.ts';

const primitives: Readonly<Record<string, AvroType>> = {
  int: new ExactInt({ type: 'int' }),
  long: new ExactLong({ type: 'long' }),
  float: new ExactFloat({ type: 'float' }),
  double: new ExactDouble({ type: 'double' }),
  string: new WellFormedString({ type: 'string' }),
};

/** Logical types are their underlying types: a timestamp is a number of milliseconds, a decimal its bytes. */
function typeHook(schema: unknown, options: SchemaOptions): AvroType | undefined {
  if (Array.isArray(schema)) return unionType(schema, options);
  const kind = typeof schema === 'object' && schema !== null ? (schema as { type?: unknown }).type : schema;
  if (typeof kind !== 'string') return undefined;
  if (Object.hasOwn(primitives, kind)) return primitives[kind];
  if (typeof schema === 'string') return undefined;
  switch (kind) {
    case 'array':
      return new BoundedArray(schema, options);
    case 'map':
      return new BoundedMap(schema, options);
    case 'enum':
      return new StrictEnum(schema, options);
    case 'record':
    case 'error':
      return new StrictRecord(schema, options);
    default:
      return undefined;
  }
}

/** Parses JSON; what isn't JSON is an invalid schema. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new LongplayError('LP_CODEC_SCHEMA_INVALID', 'This Avro schema is not JSON.', { cause });
  }
}

/** Makes an avsc type of a schema (JSON text) that this program reads with. */
export function parseSchema(text: string): AvroType {
  return toType(parseJson(text), typeHook);
}

/** The same for a schema that it writes with: fields marked `personal` take sealed text only. */
export function parseSealedSchema(text: string): AvroType {
  return toType(parseJson(text), (schema, options) => {
    if (schema === sealedText) return new SealedText(options);
    return typeHook(isRecordSchema(schema) ? withSealedFields(schema) : schema, options);
  });
}

/**
 * Makes an avsc type of the schema that some bytes were written with. Defaults of its fields are left out: they say
 * nothing about the bytes, and avsc refuses some that registries accept, such as "x" for ["null", "string"].
 */
export function parseWriterSchema(text: string): AvroType {
  return toType(withoutDefaults(parseJson(text)), typeHook);
}

function toType(schema: unknown, hook: SchemaOptions['typeHook']): AvroType {
  try {
    // Fresh options: avsc writes the namespace and the types that it has met into them (mtth/avsc#312).
    return forSchema(schema, { typeHook: hook, omitRecordMethods: true });
  } catch (cause) {
    if (cause instanceof LongplayError) throw cause;
    const message = `avsc cannot use this Avro schema: ${(cause as Error).message}`;
    throw new LongplayError('LP_CODEC_SCHEMA_INVALID', message, { cause });
  }
}

type RecordSchema = { readonly name: string; readonly fields: readonly Record<string, unknown>[] };

function isRecordSchema(schema: unknown): schema is RecordSchema {
  if (typeof schema !== 'object' || schema === null) return false;
  const { type, fields } = schema as Record<string, unknown>;
  return (type === 'record' || type === 'error') && Array.isArray(fields);
}

/** Stands for the type of a personal field until the type hook meets it. */
const sealedText = {};

function withSealedFields(schema: RecordSchema): RecordSchema {
  const fields = schema.fields.map(field => {
    if (field.personal !== true) return field;
    if (JSON.stringify(field.type) === '["null","string"]' && field.default === null) {
      return { ...field, type: sealedText };
    }
    const message = `Avro schema: ${schema.name}.${String(field.name)} is personal, and not ["null", "string"] with the default null.`;
    throw new LongplayError('LP_CODEC_SCHEMA_INVALID', message);
  });
  return { ...schema, fields };
}

function withoutDefaults(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutDefaults);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { type, items, values, fields } = schema as Record<string, unknown>;
  return {
    ...schema,
    ...(type === undefined ? {} : { type: withoutDefaults(type) }),
    ...(items === undefined ? {} : { items: withoutDefaults(items) }),
    ...(values === undefined ? {} : { values: withoutDefaults(values) }),
    ...(Array.isArray(fields) ? { fields: fields.map(withoutDefault) } : {}),
  };
}

function withoutDefault(field: unknown): unknown {
  if (typeof field !== 'object' || field === null) return field;
  const { default: _, ...rest } = field as Record<string, unknown>;
  return withoutDefaults(rest);
}
