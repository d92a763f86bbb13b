import { type AvroSchema, isArray, isMap, isRecord, isUnion, type RecordField, type RecordSchema } from '../avro.ts';
import { definedRecords } from './releases.ts';
import type { Report } from './violation.ts';

/**
 * Personal fields hold ciphertext as text, and null once the key is destroyed, so they are `["null", "string"]`. The
 * root names, as `dataSubject`, the field that says whose key it is.
 */
export function personalRules(root: RecordSchema, report: Report): void {
  const records = definedRecords(root);
  let personal = false;
  for (const record of records.values()) {
    for (const field of record.fields) {
      if (field.personal === undefined) continue;
      personal = true;
      const path = `${record.name}.${field.name}`;
      if (field.personal !== true) report('personal-true', path, 'The attribute personal is true or absent.');
      if (JSON.stringify(field.type) !== '["null","string"]' || field.default !== null) {
        report('personal-string', path, 'A personal field is ["null", "string"] with the default null.');
      }
    }
    if (record !== root && record.dataSubject !== undefined) {
      report('data-subject', record.name, 'Only the root names the data subject.');
    }
  }
  if (!personal) {
    if (root.dataSubject !== undefined) report('data-subject', '', 'There is no personal field to name a subject for.');
    return;
  }
  const field = resolvePath(root, root.dataSubject ?? '', records);
  const type = JSON.stringify(field?.type);
  if (field === undefined) {
    report('data-subject', root.dataSubject ?? '', 'dataSubject has to be the dotted path of a field from the root.');
  } else if (field.personal || (type !== '"string"' && type !== '["null","string"]')) {
    report(
      'data-subject',
      root.dataSubject ?? '',
      'The data subject’s id is a string, null or not, and not personal itself.',
    );
  }
}

/** The field at a dotted path from the root, through records and null-or-record, never through lists. */
function resolvePath(
  root: RecordSchema,
  path: string,
  records: ReadonlyMap<string, RecordSchema>,
): RecordField | undefined {
  let record: RecordSchema | undefined = root;
  let field: RecordField | undefined;
  for (const name of path.split('.')) {
    field = record?.fields.find(candidate => candidate.name === name);
    if (field === undefined) return undefined;
    record = recordOf(field.type, records);
  }
  return field;
}

function recordOf(type: AvroSchema, records: ReadonlyMap<string, RecordSchema>): RecordSchema | undefined {
  if (isUnion(type)) return recordOf(type[1] ?? 'null', records);
  if (typeof type === 'string') return records.get(type.slice(type.lastIndexOf('.') + 1));
  if (isArray(type) || isMap(type)) return undefined;
  return isRecord(type) ? type : undefined;
}
