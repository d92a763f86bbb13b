import { isArray, isEnum, isMap, isUnion, type RecordField, type RecordSchema } from '../avro.ts';
import { below, type Report } from './violation.ts';

/** What every field owes. Only a scalar may be without a default, and can then never be removed. */
export function fieldRules(field: RecordField, path: string, report: Report): void {
  if (!field.doc) report('doc', path, 'The field has no doc.');
  if (isUnion(field.type) && field.default !== null) {
    report('optional-default', path, 'A field that may be null needs the default null, else it can never be removed.');
  }
  if (!isArray(field.type) && !isMap(field.type)) return;
  const empty = isArray(field.type) ? '[]' : '{}';
  if (JSON.stringify(field.default) !== empty) {
    report('optional-default', path, `A list needs the default ${empty}, else it can never be removed.`);
  }
  if (!Number.isInteger(field.bound) || (field.bound ?? 0) < 1 || !field.atBound) {
    report('list-bound', path, 'A list needs a bound, and atBound: what happens there. Else records grow without end.');
  }
}

/** Several kinds of message on one topic are a `type` and, for each kind, an optional body of the same name. */
export function bodyRules(node: RecordSchema, path: string, report: Report): void {
  const type = node.fields.find(field => field.name === 'type');
  if (type === undefined || !isEnum(type.type)) return;
  const kinds = new Set(type.type.symbols.map(symbol => symbol.toLowerCase()));
  for (const field of node.fields) {
    if (kinds.has(field.name.toLowerCase()) && !isUnion(field.type)) {
      report('optional-body', below(path, field.name), 'The body of one kind of message has to be null in the others.');
    }
  }
}
