import {
  type AvroSchema,
  isArray,
  isMap,
  isRecord,
  isUnion,
  type RecordSchema,
  unqualified,
} from '../../../schemas/avro.ts';

/**
 * Fields of the reader that no record of the writer has: it takes their defaults without a word. Dotted paths; nothing
 * below a field that is lacking itself.
 */
export function lostFields(reader: AvroSchema, writer: AvroSchema): string[] {
  const read = recordsOf(reader);
  const written = recordsOf(writer);
  return [...read].flatMap(([name, record]) => {
    const other = written.get(name);
    if (other === undefined) return [];
    const names = new Set(other.fields.map(field => field.name));
    return record.fields
      .filter(field => ![field.name, ...aliasesOf(field)].some(one => names.has(one)))
      .map(field => (record === reader ? field.name : `${name}.${field.name}`));
  });
}

const aliasesOf = (field: object): readonly string[] =>
  'aliases' in field && Array.isArray(field.aliases) ? field.aliases : [];

/** By short name, as readers match them. */
function recordsOf(schema: AvroSchema, found = new Map<string, RecordSchema>()): Map<string, RecordSchema> {
  if (typeof schema === 'string') return found;
  if (isUnion(schema)) for (const branch of schema) recordsOf(branch, found);
  else if (isArray(schema)) recordsOf(schema.items, found);
  else if (isMap(schema)) recordsOf(schema.values, found);
  else if (isRecord(schema)) {
    found.set(unqualified(schema.name), schema);
    for (const field of schema.fields) recordsOf(field.type, found);
  }
  return found;
}
