import { type JsonNode, member } from './json.ts';
import type { EnumNode, FieldNode, ParsedSchema, RecordNode, SchemaNode } from './schema.ts';

/** A default that readers refuse, or that some take and others don't. `path` is dotted, from the root. */
export type RefusedDefault = { readonly path: string; readonly json: JsonNode; readonly reason: string };

/**
 * Defaults that avsc (and so every client in JavaScript) refuses: it then refuses the whole schema, and no record that
 * was written with it can be read. Avro Java takes some of them, and so registries do.
 */
export function refusedDefaults(schema: ParsedSchema): RefusedDefault[] {
  const found: RefusedDefault[] = [];
  const seen = new Set<SchemaNode>();
  const misfit = misfits();

  function visit(node: SchemaNode, path: string): void {
    if (node.type === 'union') for (const branch of node.branches) visit(branch.node, path);
    else if (node.type === 'array') visit(node.items.node, `${path}[]`);
    else if (node.type === 'map') visit(node.values.node, `${path}{}`);
    else if (seen.has(node)) return;
    else if (node.type === 'enum') enumeration(node, path);
    else if (node.type === 'record') {
      seen.add(node);
      for (const field of node.fields) {
        const inside = path === '' ? field.name : `${path}.${field.name}`;
        const reason = field.default === null ? null : misfit(field.use.node, field.default);
        if (field.default !== null && reason !== null) found.push({ path: inside, json: field.default, reason });
        visit(field.use.node, inside);
      }
    }
  }

  function enumeration(node: EnumNode, path: string): void {
    seen.add(node);
    const json = member(node.json, 'default');
    if (json === null || (node.default !== null && node.symbols.includes(node.default))) return;
    found.push({ path, json, reason: 'is none of the enum’s symbols' });
  }

  visit(schema.root.node, '');
  return found;
}

type Misfit = (node: SchemaNode, json: JsonNode) => string | null;

/**
 * Answers why a value cannot be the default of a type, in words that follow "the default …"; null where it can. Each
 * value is held to each type once: with unions of records that hold each other it would be twice for each level.
 */
function misfits(): Misfit {
  const known = new Map<SchemaNode, Map<JsonNode, string | null>>();
  const misfit: Misfit = (node, json) => {
    const ofNode = known.get(node) ?? new Map<JsonNode, string | null>();
    known.set(node, ofNode);
    const before = ofNode.get(json);
    if (before !== undefined) return before;
    const reason = misfitOf(node, json, misfit);
    ofNode.set(json, reason);
    return reason;
  };
  return misfit;
}

function misfitOf(node: SchemaNode, json: JsonNode, misfit: Misfit): string | null {
  if (node.type === 'union')
    return unionMisfit(
      node.branches.map(branch => branch.node),
      json,
      misfit,
    );
  const value = json.kind === 'scalar' ? json.value : undefined;
  const unless = (right: boolean, words: string) => (right ? null : `is not ${words}`);
  switch (node.type) {
    case 'null':
      return unless(value === null, 'null');
    case 'boolean':
      return unless(typeof value === 'boolean', 'true or false');
    case 'int':
      return unless(isWhole(value) && value === (value | 0), 'a whole number of 32 bits');
    case 'long':
      return unless(isWhole(value), 'a whole number');
    case 'float':
    case 'double':
      return unless(typeof value === 'number', 'a number');
    case 'string':
    case 'bytes':
      return unless(typeof value === 'string', 'a text');
    case 'fixed':
      return unless(typeof value === 'string' && value.length === node.size, `a text of ${node.size} bytes`);
    case 'enum':
      return typeof value === 'string' && node.symbols.includes(value) ? null : 'is none of the enum’s symbols';
    case 'array':
      if (json.kind !== 'array') return 'is not a list';
      return first(
        json.items.map(item => misfit(node.items.node, item)),
        'an item',
      );
    case 'map':
      if (json.kind !== 'object') return 'is not an object';
      return first(
        json.members.map(entry => misfit(node.values.node, entry.value)),
        'a value',
      );
    case 'record':
      if (json.kind !== 'object') return 'is not an object';
      return first(
        node.fields.map(field => fieldMisfit(field, json, misfit)),
        'a field',
      );
  }
}

function unionMisfit([head, ...others]: readonly SchemaNode[], json: JsonNode, misfit: Misfit): string | null {
  if (head === undefined) return 'belongs to a union without branches';
  const reason = misfit(head, json);
  if (reason === null || !others.some(other => misfit(other, json) === null)) return reason;
  return `fits a later branch of the union than the first, ${head.type}`;
}

function fieldMisfit(field: FieldNode, record: JsonNode, misfit: Misfit): string | null {
  const given = member(record, field.name);
  if (given !== null) return misfit(field.use.node, given);
  return field.default === null ? `is missing (${field.name})` : null;
}

function first(reasons: readonly (string | null)[], what: string): string | null {
  const reason = reasons.find(one => one !== null);
  return reason === undefined || reason === null ? null : `is no default: ${what} ${reason}`;
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value);
}

/** Symbols that say "none of the others", in the order of preference. */
const neutral = ['UNKNOWN', 'UNSPECIFIED', 'UNDEFINED', 'OTHER', 'NONE', 'NOT_SET'];

export function neutralSymbol({ symbols }: EnumNode): string | null {
  return neutral.flatMap(word => symbols.find(symbol => symbol.toUpperCase() === word) ?? [])[0] ?? null;
}

/** A default that is larger than this would be no help to anybody. */
const mostParts = 200;
const longestFixed = 256;

/** The emptiest value of a type; undefined for one that holds itself without an end, or far too much. */
export function emptyValue(root: SchemaNode): unknown {
  let parts = 0;

  function emptyOf(node: SchemaNode, inside: ReadonlySet<SchemaNode>): unknown {
    parts += 1;
    if (parts > mostParts) return undefined;
    switch (node.type) {
      case 'null':
        return null;
      case 'boolean':
        return false;
      case 'int':
      case 'long':
      case 'float':
      case 'double':
        return 0;
      case 'string':
      case 'bytes':
        return '';
      case 'fixed':
        return node.size > longestFixed ? undefined : '\u0000'.repeat(node.size);
      case 'enum':
        return neutralSymbol(node) ?? node.default ?? node.symbols[0];
      case 'array':
        return [];
      case 'map':
        return {};
      case 'union':
        return node.branches[0] === undefined ? undefined : emptyOf(node.branches[0].node, inside);
      case 'record':
        return inside.has(node) ? undefined : recordOf(node, new Set([...inside, node]));
    }
  }

  function recordOf(node: RecordNode, inside: ReadonlySet<SchemaNode>): unknown {
    const members: [string, unknown][] = [];
    for (const field of node.fields) {
      if (field.default !== null) continue;
      const value = emptyOf(field.use.node, inside);
      if (value === undefined) return undefined;
      members.push([field.name, value]);
    }
    return Object.fromEntries(members);
  }

  return emptyOf(root, new Set());
}
