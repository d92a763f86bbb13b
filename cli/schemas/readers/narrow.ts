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
} from '../../../schemas/avro.ts';

/**
 * The schema of a reader that uses only fields of these names, at any depth. What it does not use cannot break it: Avro
 * skips what a writer has and a reader lacks (specification, "Schema Resolution").
 */
export function narrowed(schema: AvroSchema, used: ReadonlySet<string>): AvroSchema {
  const definitions = definitionsOf(schema);
  const written = new Set<string>();

  function named(node: NamedSchema, namespace: string): AvroSchema {
    const inner = namespaceOf(node, namespace);
    const name = fullName(node.name, inner);
    // The place of its definition may be a field that is left out: the first use that stays defines it.
    if (written.has(name)) return name;
    written.add(name);
    if (isEnum(node)) return { ...node, name, namespace: inner };
    const fields = node.fields.filter(field => used.has(field.name));
    return {
      ...node,
      name,
      namespace: inner,
      fields: fields.map(field => ({ ...field, type: visit(field.type, inner) })),
    };
  }

  function visit(node: AvroSchema, namespace: string): AvroSchema {
    if (typeof node === 'string') {
      const definition = isPrimitive(node) ? undefined : definitions.get(fullName(node, namespace));
      return definition === undefined ? node : named(definition.node, definition.namespace);
    }
    if (isUnion(node)) return node.map(branch => visit(branch, namespace));
    if (isArray(node)) return { ...node, items: visit(node.items, namespace) };
    if (isMap(node)) return { ...node, values: visit(node.values, namespace) };
    return isRecord(node) || isEnum(node) ? named(node, namespace) : node;
  }

  return visit(schema, '');
}

type Definition = { readonly node: NamedSchema; readonly namespace: string };

function definitionsOf(schema: AvroSchema): Map<string, Definition> {
  const found = new Map<string, Definition>();
  function visit(node: AvroSchema, namespace: string): void {
    if (typeof node === 'string') return;
    if (isUnion(node)) for (const branch of node) visit(branch, namespace);
    else if (isArray(node)) visit(node.items, namespace);
    else if (isMap(node)) visit(node.values, namespace);
    else if (isRecord(node) || isEnum(node)) {
      const inner = namespaceOf(node, namespace);
      found.set(fullName(node.name, inner), { node, namespace });
      if (isRecord(node)) for (const field of node.fields) visit(field.type, inner);
    }
  }
  visit(schema, '');
  return found;
}
