import {
  type AvroSchema,
  type EnumSchema,
  fullName,
  isArray,
  isEnum,
  isMap,
  isPrimitive,
  isRecord,
  isUnion,
  namespaceOf,
  type RecordSchema,
  unqualified,
} from '../avro.ts';
import { bodyRules, fieldRules } from './fields.ts';
import { below, type Report } from './violation.ts';

/** Which types may be used, and how, wherever they stand. */
export function shapeRules(root: RecordSchema, report: Report): void {
  const named = new Map<string, string>();

  function visit(node: AvroSchema, path: string, namespace: string): void {
    if (typeof node === 'string') reference(node, path);
    else if (isUnion(node)) union(node, path, namespace);
    else if (isArray(node)) visit(node.items, path, namespace);
    else if (isMap(node)) visit(node.values, path, namespace);
    else if (isEnum(node)) enumeration(node, path, namespace);
    else if (isRecord(node)) record(node, path, namespace);
    else annotated(node, path);
  }

  function record(node: RecordSchema, path: string, namespace: string): void {
    const inner = namespaceOf(node, namespace);
    define(node.name, inner, path);
    if (!node.doc) report('doc', path, `The record ${node.name} has no doc.`);
    for (const field of node.fields) {
      fieldRules(field, below(path, field.name), report);
      visit(field.type, below(path, field.name), inner);
    }
    bodyRules(node, path, report);
  }

  function enumeration(node: EnumSchema, path: string, namespace: string): void {
    define(node.name, namespaceOf(node, namespace), path);
    if (!node.doc) report('doc', path, `The enum ${node.name} has no doc.`);
    if (node.default !== 'UNKNOWN' || !node.symbols.includes('UNKNOWN')) {
      report(
        'enum-unknown',
        path,
        `${node.name} needs the symbol UNKNOWN as its default, else it can never get a symbol.`,
      );
    }
  }

  function define(name: string, namespace: string, path: string): void {
    const short = unqualified(name);
    const other = named.get(short);
    if (other !== undefined) {
      report(
        'unique-name',
        path,
        `${fullName(name, namespace)} has the short name of ${other}, by which readers match.`,
      );
    }
    named.set(short, fullName(name, namespace));
  }

  function reference(name: string, path: string): void {
    if (name === 'float' || name === 'double') report('exact-numbers', path, `${name} is not exact; use a long.`);
    if (!isPrimitive(name) && !named.has(unqualified(name))) {
      report('self-contained', path, `${name} is not defined in this file before it is used.`);
    }
  }

  function annotated(node: { readonly type: string; readonly logicalType?: string }, path: string): void {
    if (node.type === 'fixed') report('no-fixed', path, 'The size of a fixed can never change; use bytes.');
    else reference(node.type, path);
    if (node.logicalType === undefined) return;
    if (node.type !== 'long' || node.logicalType !== 'timestamp-millis') {
      report('logical-type', path, `${node.logicalType} on ${node.type}: only timestamp-millis on long is used here.`);
    }
  }

  function union(branches: readonly AvroSchema[], path: string, namespace: string): void {
    if (branches.length !== 2 || branches[0] !== 'null' || branches[1] === 'null') {
      report(
        'null-or-one',
        path,
        'A union has to be null, then one other type: a further branch changes its TypeScript shape.',
      );
    }
    for (const branch of branches) visit(branch, path, namespace);
  }

  visit(root, '', '');
}
