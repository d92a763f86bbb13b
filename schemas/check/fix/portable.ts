import { type JsonNode, plainValue } from '../json.ts';
import { type FieldNode, type ParsedSchema, shortName, type Use } from '../schema.ts';

/**
 * A type of one schema as JSON for another: types that the other one has are named, the rest is defined where it is used
 * first, under full names.
 *
 * `instead`: what it takes the place of; types that are defined in there will be gone.
 */
export function portableType(use: Use, into: ParsedSchema, instead: JsonNode | null): unknown {
  return portable(use, knownTo(into, instead));
}

export function portableField(field: FieldNode, into: ParsedSchema, instead: JsonNode | null): unknown {
  return { ...(plainValue(field.json) as object), type: portableType(field.use, into, instead) };
}

function knownTo({ names }: ParsedSchema, instead: JsonNode | null): Set<string> {
  const inside = (json: JsonNode) => instead !== null && json.start >= instead.start && json.end <= instead.end;
  return new Set([...names].filter(([, { json }]) => !inside(json)).map(([name]) => name));
}

function portable({ node }: Use, known: Set<string>): unknown {
  if (node.type === 'union') return node.branches.map(branch => portable(branch, known));
  const json = plainValue(node.json);
  if (node.type === 'array') return { ...(json as object), items: portable(node.items, known) };
  if (node.type === 'map') return { ...(json as object), values: portable(node.values, known) };
  if (!('name' in node)) return json;
  if (known.has(node.name)) return node.name;
  known.add(node.name);
  const short = shortName(node.name);
  const named = { ...(json as object), name: short, namespace: node.name.slice(0, -short.length).replace(/\.$/, '') };
  if (node.type !== 'record') return named;
  const fields = node.fields.map(field => ({
    ...(plainValue(field.json) as object),
    type: portable(field.use, known),
  }));
  return { ...named, fields };
}
