import { type JsonNode, member } from './json.ts';
import { type Leaf, type LeafKind, leavesOf } from './leaves.ts';
import type { Position } from './position.ts';
import { readSchema, type SchemaInput } from './read-schema.ts';
import { createResolver, type Holder, type IncompatibilityType, type Mismatch } from './resolve.ts';
import { type ParsedSchema, typeWords, type Use } from './schema.ts';

/** A rule of Avro's schema resolution that a pair breaks, in the words of Avro Java's SchemaCompatibility. */
export type Incompatibility = {
  readonly type: IncompatibilityType;
  /**
   * Java's pointer, such as `/fields/1/type/1`. Steps into records count the *reader's* fields, steps into unions the
   * *writer's* branches, so it leads into neither file: `causes` do.
   */
  readonly location: string;
  readonly message: string;
  /** What lies behind it, at least one: the field, symbol or type at the end of the way down through unions. */
  readonly causes: readonly Cause[];
};

export type Cause = {
  readonly kind: LeafKind;
  /** Dotted, by the reader's field names, `[]` for items and `{}` for values of a map; empty for the schema itself. */
  readonly path: string;
  /** The types on both sides, in words; for a field without default the field's own. */
  readonly readerType: string;
  readonly writerType: string;
  /** The symbols that the reader's enum lacks, or the fields that one of the reader's could be read from; else empty. */
  readonly names: readonly string[];
  /** Where it stands on each side; null where the schema was given as a value instead of a text. */
  readonly reader: Position | null;
  readonly writer: Position | null;
};

/**
 * Whether what was written with one schema can be read with another, by the rules of the Avro specification ("Schema
 * Resolution") as Avro Java and the registries apply them. An empty list: it can.
 *
 * A schema is its text, its parsed JSON, a primitive's name, or what `readSchema` answered (with a file name).
 * @throws InvalidSchemaError where one of them is no schema.
 */
export function findIncompatibilities({
  reader,
  writer,
}: {
  readonly reader: SchemaInput;
  readonly writer: SchemaInput;
}): Incompatibility[] {
  const read = readSchema(reader);
  const written = readSchema(writer);
  return comparePair(read, written).map(found => publicOf(found, read, written));
}

/** The same with the nodes themselves, for what goes on to change the schemas. */
export function comparePair(reader: ParsedSchema, writer: ParsedSchema): Found[] {
  const resolver = createResolver();
  return resolver
    .mismatches(reader.root, writer.root)
    .map(mismatch => ({ mismatch, leaves: leavesOf(mismatch, resolver) }));
}

type Found = { readonly mismatch: Mismatch; readonly leaves: readonly Leaf[] };

export function publicOf({ mismatch, leaves }: Found, reader: ParsedSchema, writer: ParsedSchema): Incompatibility {
  const { type, location, message } = mismatch;
  return { type, location, message, causes: leaves.map(leaf => causeOf(leaf, reader, writer)) };
}

export function causeOf(leaf: Leaf, reader: ParsedSchema, writer: ParsedSchema): Cause {
  const about = typesOf(leaf);
  return {
    kind: leaf.kind,
    path: leaf.path,
    readerType: typeWords(about.reader.node),
    writerType: typeWords(about.writer.node),
    names: leaf.names,
    reader: reader.places.at(readerOffset(leaf)),
    writer: writer.places.at(writerOffset(leaf)),
  };
}

/**
 * Where the types that a finding names are the field's, the record is named beside them in its fingerprint: two branches of a
 * union may have the same field with the same fault, and a fix, or an acceptance, of one is none of the other.
 */
export const recordOf = ({ kind, writer }: Leaf): string[] =>
  kind === 'field-ambiguous' ? [typeWords(writer.node)] : [];

function typesOf(leaf: Leaf): { reader: Use; writer: Use } {
  if (leaf.kind === 'type-not-taken' || leaf.kind === 'null-not-taken') {
    return { reader: leaf.union ?? leaf.reader, writer: leaf.writer };
  }
  if (leaf.holder === null || (leaf.kind !== 'field-without-default' && leaf.kind !== 'field-ambiguous')) return leaf;
  const { readerField, writerField } = leaf.holder;
  return { reader: readerField.use, writer: writerField?.use ?? leaf.writer };
}

function readerOffset({ kind, reader, union, holder }: Leaf): number {
  if (kind === 'field-without-default' || kind === 'field-ambiguous') return holder?.readerField.json.start ?? -1;
  const use = kind === 'null-not-taken' || kind === 'type-not-taken' ? (union ?? reader) : reader;
  return (detail(kind, reader) ?? use.json).start;
}

function writerOffset({ kind, writer, holder, names }: Leaf): number {
  if (kind === 'field-without-default') return holder === null ? -1 : withoutField(holder).start;
  if (kind === 'field-ambiguous') return holder?.writerField?.json.start ?? -1;
  if (kind === 'symbol-missing') {
    const list = member(writer.node.json, 'symbols');
    const first =
      list?.kind === 'array' ? list.items.find(item => item.kind === 'scalar' && item.value === names[0]) : null;
    return (first ?? writer.json).start;
  }
  return (detail(kind, writer) ?? writer.json).start;
}

/** The field that took the place of one that the writer lacks, by its alias; else the record. */
function withoutField({ readerField, writerRecord }: Holder): JsonNode {
  return (writerRecord.fields.find(field => field.aliases.includes(readerField.name)) ?? writerRecord).json;
}

/** The attribute that differs, inside the definition. */
function detail(kind: LeafKind, { node }: Use) {
  const attribute: Partial<Record<LeafKind, string>> = {
    'symbol-missing': 'symbols',
    'type-renamed': 'name',
    'size-changed': 'size',
  };
  const key = attribute[kind];
  return key === undefined ? null : member(node.json, key);
}
