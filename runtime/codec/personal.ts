import { LongplayError } from '../errors.ts';
import type { AvroType } from './avro/avsc.ts';
import { isRecord } from './avro/records.ts';
import { isSealedText } from './avro/sealed-text.ts';

/** Reads the data subject's id out of a record. */
export type SubjectOf = (record: unknown) => string;

/** Whether values of this type can hold a personal field, however deep. */
export function holdsPersonal(type: AvroType, met: Set<AvroType> = new Set()): boolean {
  if (isSealedText(type)) return true;
  if (met.has(type)) return false;
  met.add(type);
  return innerTypes(type).some(inner => holdsPersonal(inner, met));
}

function innerTypes(type: AvroType): readonly AvroType[] {
  switch (type.typeName) {
    case 'array':
      return [type.itemsType];
    case 'map':
      return [type.valuesType];
    case 'union:unwrapped':
    case 'union:wrapped':
      return type.types;
    default:
      return isRecord(type) ? type.fields.map(field => field.type) : [];
  }
}

/**
 * Finds where a record names the person that its personal fields are about: the attribute `dataSubject` of its schema,
 * a dotted path through records. An id that Postgres can't hold as text names nobody: no vault could keep its key.
 */
export function subjectReader(schema: unknown, type: AvroType): SubjectOf {
  const path = (schema as { dataSubject?: unknown }).dataSubject;
  const name = type.name ?? type.typeName;
  if (typeof path !== 'string') throw invalid(`${name} has personal fields and names no data subject ("dataSubject")`);
  const steps = path.split('.');
  if (!leadsToText(type, steps)) throw invalid(`the "dataSubject" of ${name}, ${path}, is no string in it`);
  return record => {
    let value: unknown = record;
    for (const step of steps) value = (value as Record<string, unknown> | null | undefined)?.[step];
    if (typeof value === 'string' && value !== '' && value.isWellFormed() && !value.includes('\0')) return value;
    throw new LongplayError('LP_CODEC_SUBJECT_MISSING', `${name} holds personal data, and its ${path} names nobody.`);
  };
}

function leadsToText(type: AvroType, steps: readonly string[]): boolean {
  if (isSealedText(type)) return false;
  const inner = type.typeName === 'union:unwrapped' ? type.types.find(branch => branch.typeName !== 'null') : type;
  const [step, ...rest] = steps;
  if (inner === undefined || step === undefined) return inner?.typeName === 'string';
  const field = isRecord(inner) ? inner.fields.find(({ name }) => name === step) : undefined;
  return field !== undefined && leadsToText(field.type, rest);
}

function invalid(why: string): LongplayError {
  return new LongplayError('LP_CODEC_SCHEMA_INVALID', `Avro schema: ${why}.`);
}
