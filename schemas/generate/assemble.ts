import {
  type AvroSchema,
  fullName,
  isArray,
  isEnum,
  isMap,
  isPrimitive,
  isRecord,
  isUnion,
  type NamedSchema,
  namespaceOf,
} from '../avro.ts';

export const sharedNamespace = 'longplay.shared';

/** The shared types by full name, as they stand in `schemas/shared/`. */
export type SharedTypes = ReadonlyMap<string, NamedSchema>;

/**
 * Brings every shared type in a topic's schema up to date, so that the file stays whole by itself: the first use
 * holds the definition, later ones the name (the order that the Avro specification asks for). An author writes the
 * name only; `npm run generate` does the rest.
 */
export function assembleSchema(schema: AvroSchema, shared: SharedTypes): AvroSchema {
  const defined = new Set<string>();

  function walk(node: AvroSchema, namespace: string): AvroSchema {
    if (typeof node === 'string') return isPrimitive(node) ? node : use(fullName(node, namespace), node);
    if (isUnion(node)) return node.map(branch => walk(branch, namespace));
    if (isArray(node)) return { ...node, items: walk(node.items, namespace) };
    if (isMap(node)) return { ...node, values: walk(node.values, namespace) };
    if (!isRecord(node) && !isEnum(node)) return node;
    const inner = namespaceOf(node, namespace);
    const name = fullName(node.name, inner);
    return shared.has(name) ? use(name, name) : define(node, inner, name);
  }

  function use(name: string, written: string): AvroSchema {
    const definition = shared.get(name);
    if (definition === undefined || defined.has(name)) return definition === undefined ? written : name;
    return define(definition, sharedNamespace, name);
  }

  function define(node: NamedSchema, namespace: string, name: string): NamedSchema {
    defined.add(name);
    if (!isRecord(node)) return node;
    return { ...node, fields: node.fields.map(field => ({ ...field, type: walk(field.type, namespace) })) };
  }

  return walk(schema, '');
}
