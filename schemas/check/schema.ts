import type { JsonNode } from './json.ts';
import type { Places } from './position.ts';

/** A schema as a graph: names resolved, every node with the JSON that it came from. */
export type SchemaNode = PrimitiveNode | RecordNode | EnumNode | FixedNode | ArrayNode | MapNode | UnionNode;
export type NamedNode = RecordNode | EnumNode | FixedNode;

export type Primitive = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

/**
 * One place where a type is used. `json` is what stands there: a definition, or no more than a name. The same node has
 * as many uses as there are references to it.
 */
export type Use = { readonly node: SchemaNode; readonly json: JsonNode };

export type Logical = { readonly name: string; readonly precision: number | null; readonly scale: number | null };

export type PrimitiveNode = { readonly type: Primitive; readonly json: JsonNode; readonly logical: Logical | null };

/** `name` and `aliases` are full names; an alias without a namespace stands in the type's own (Avro, "Aliases"). */
type Named = { readonly name: string; readonly aliases: readonly string[]; readonly json: JsonNode };

export type RecordNode = Named & { readonly type: 'record'; readonly fields: readonly FieldNode[] };
export type EnumNode = Named & {
  readonly type: 'enum';
  readonly symbols: readonly string[];
  readonly default: string | null;
};
export type FixedNode = Named & { readonly type: 'fixed'; readonly size: number; readonly logical: Logical | null };

export type FieldNode = {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly use: Use;
  readonly json: JsonNode;
  /** The JSON of its default; null without one. A default of null is a node whose value is null. */
  readonly default: JsonNode | null;
};

export type ArrayNode = { readonly type: 'array'; readonly json: JsonNode; readonly items: Use };
export type MapNode = { readonly type: 'map'; readonly json: JsonNode; readonly values: Use };
export type UnionNode = { readonly type: 'union'; readonly json: JsonNode; readonly branches: readonly Use[] };

/** What `readSchema` makes; parse once where a schema is compared often. */
export type ParsedSchema = {
  readonly root: Use;
  /** The named types that it defines, by full name. */
  readonly names: ReadonlyMap<string, NamedNode>;
  /** The text that offsets point into; null where the schema was given as a value. */
  readonly text: string | null;
  readonly file: string | null;
  readonly places: Places;
};

export function isNamed(node: SchemaNode): node is NamedNode {
  return node.type === 'record' || node.type === 'enum' || node.type === 'fixed';
}

export function shortName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** A type in a sentence: `int`, `enum Suit`, `array of string`, `null or string`. */
export function typeWords(node: SchemaNode): string {
  if (node.type === 'fixed') return `fixed ${shortName(node.name)} of ${node.size} bytes`;
  if (isNamed(node)) return `${node.type} ${shortName(node.name)}`;
  if (node.type === 'array') return `array of ${typeWords(node.items.node)}`;
  if (node.type === 'map') return `map of ${typeWords(node.values.node)}`;
  if (node.type !== 'union') return node.type;
  if (node.branches.length === 0) return 'an empty union';
  return node.branches.map(branch => typeWords(branch.node)).join(' or ');
}
