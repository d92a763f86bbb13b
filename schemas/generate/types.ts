import {
  type AvroSchema,
  isArray,
  isEnum,
  isMap,
  isRecord,
  isUnion,
  type NamedSchema,
  type RecordField,
  type RecordSchema,
  unqualified,
} from '../avro.ts';
import { type SharedTypes, sharedNamespace } from './assemble.ts';

const generatedNotice = '// Generated from the .avsc files by `npm run generate`; do not edit.\n';

const primitives: Readonly<Record<string, string>> = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  bytes: 'Buffer',
  string: 'string',
};

/** The TypeScript types of one topic's schema. Shared types come from `./shared.ts`. */
export function topicTypes(schema: RecordSchema): string {
  const own: NamedSchema[] = [];
  const used = new Set<string>();
  collect(schema, own, used);
  const names = [...used].sort();
  const imports = names.length === 0 ? '' : `import type { ${names.join(', ')} } from './shared.ts';\n`;
  return [generatedNotice + imports, ...own.map(declaration)].join('\n');
}

/** The TypeScript types that several topics share. */
export function sharedTypesModule(shared: SharedTypes): string {
  return [generatedNotice, ...[...shared.values()].map(declaration)].join('\n');
}

/** Splits the named types of a schema into its own definitions, in order, and the shared ones that they use. */
function collect(node: AvroSchema, own: NamedSchema[], used: Set<string>): void {
  if (typeof node === 'string') {
    if (node.startsWith(`${sharedNamespace}.`)) used.add(unqualified(node));
  } else if (isUnion(node)) for (const branch of node) collect(branch, own, used);
  else if (isArray(node)) collect(node.items, own, used);
  else if (isMap(node)) collect(node.values, own, used);
  else if (isRecord(node) || isEnum(node)) {
    if (node.namespace === sharedNamespace) used.add(node.name);
    else {
      own.push(node);
      if (isRecord(node)) for (const field of node.fields) collect(field.type, own, used);
    }
  }
}

function declaration(schema: NamedSchema): string {
  const head = `${comment([schema.doc ?? ''], '')}export type ${schema.name} =`;
  if (isEnum(schema)) return `${head}${schema.symbols.map(symbol => `\n  | '${symbol}'`).join('')};\n`;
  return `${head} {\n${schema.fields.map(property).join('')}};\n`;
}

function property(field: RecordField): string {
  const notes = [field.doc ?? ''];
  if (isTime(field.type)) notes.push('Milliseconds since the epoch, UTC.');
  if (field.personal) notes.push('Personal: ciphertext everywhere but at the API; null once the key is destroyed.');
  if (field.bound !== undefined) notes.push(`At most ${field.bound.toLocaleString('en')}. ${field.atBound}`);
  return `${comment(notes, '  ')}  readonly ${field.name}: ${typeOf(field.type)};\n`;
}

function typeOf(schema: AvroSchema): string {
  if (typeof schema === 'string') return primitives[schema] ?? unqualified(schema);
  if (isUnion(schema)) return [...schema.filter(branch => branch !== 'null').map(typeOf), 'null'].join(' | ');
  if (isArray(schema)) return `readonly ${element(typeOf(schema.items))}[]`;
  if (isMap(schema)) return `Readonly<Record<string, ${typeOf(schema.values)}>>`;
  if (isRecord(schema) || isEnum(schema)) return schema.name;
  return typeOf(schema.type);
}

function isTime(schema: AvroSchema): boolean {
  if (isUnion(schema)) return schema.some(isTime);
  if (isArray(schema)) return isTime(schema.items);
  return typeof schema === 'object' && 'logicalType' in schema && schema.logicalType === 'timestamp-millis';
}

function element(type: string): string {
  return /[ |]/.test(type) ? `(${type})` : type;
}

function comment(notes: readonly string[], indent: string): string {
  return `${indent}/** ${notes.join(' ')} */\n`;
}
