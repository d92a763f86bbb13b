import { type AvroSchema, isArray, isMap, isRecord, isUnion, type RecordSchema, unqualified } from '../avro.ts';
import type { Report } from './violation.ts';

/**
 * What the first release fixes for ever: a field that it did not have needs a default, since older records lack it;
 * a field that it had without one can never go, since older readers need it.
 */
export function releaseRules(schema: RecordSchema, released: readonly RecordSchema[], report: Report): void {
  const first = released[0];
  if (first === undefined) return;
  const current = definedRecords(schema);
  for (const [name, before] of definedRecords(first)) {
    const now = current.get(name);
    if (now === undefined) continue;
    const known = new Set(before.fields.map(field => field.name));
    for (const field of now.fields) {
      if (known.has(field.name) || field.default !== undefined) continue;
      report('later-default', `${name}.${field.name}`, 'A field added after the first release needs a default.');
    }
    const left = new Set(now.fields.map(field => field.name));
    for (const field of before.fields) {
      if (left.has(field.name) || field.default !== undefined) continue;
      report('required-stays', `${name}.${field.name}`, 'A field that was released without a default can never go.');
    }
  }
}

/** Every record that a schema defines, by short name, the root first. */
export function definedRecords(schema: AvroSchema, found = new Map<string, RecordSchema>()): Map<string, RecordSchema> {
  if (typeof schema === 'string') return found;
  if (isUnion(schema)) for (const branch of schema) definedRecords(branch, found);
  else if (isArray(schema)) definedRecords(schema.items, found);
  else if (isMap(schema)) definedRecords(schema.values, found);
  else if (isRecord(schema)) {
    found.set(unqualified(schema.name), schema);
    for (const field of schema.fields) definedRecords(field.type, found);
  }
  return found;
}
