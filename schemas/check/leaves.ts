import type { Holder, Mismatch, Resolver } from './resolve.ts';
import { type EnumNode, isNamed, type Use } from './schema.ts';
import { sameName, writerFields } from './verdicts.ts';

/** What is wrong at the end of the way down: never "a branch of a union", always a field, a symbol or a type. */
export type LeafKind =
  | 'field-without-default'
  | 'field-ambiguous'
  | 'type-changed'
  | 'null-not-taken'
  | 'type-not-taken'
  | 'symbol-missing'
  | 'type-renamed'
  | 'size-changed';

export type Leaf = {
  readonly kind: LeafKind;
  readonly path: string;
  readonly reader: Use;
  readonly writer: Use;
  readonly holder: Holder | null;
  /** The union whose branch `reader` is; null where the reader's type stands by itself. */
  readonly union: Use | null;
  /** The union whose branch `writer` is; null where the writer's type stands by itself. */
  readonly writerUnion: Use | null;
  /** The symbols that the reader's enum lacks, or the fields that one of the reader's could be read from. */
  readonly names: readonly string[];
};

type Seen = Map<Use['node'], Set<Use['node']>>;

/**
 * What lies behind a mismatch. All checkers stop at "the reader's union lacks a branch": here the branch that was meant
 * is found (of the same name, else of the same type) and its own mismatches are followed.
 */
export function leavesOf(mismatch: Mismatch, resolver: Resolver, seen: Seen = new Map()): Leaf[] {
  if (mismatch.type !== 'MISSING_UNION_BRANCH') return [leaf(mismatch, kindOf(mismatch), null)];
  const { reader: union, writer, path, holder, writerUnion } = mismatch;
  const meant = meantBranch(union, writer, writerUnion, resolver);
  if (meant !== null && !seen.get(meant.node)?.has(writer.node)) {
    seen.set(meant.node, (seen.get(meant.node) ?? new Set()).add(writer.node));
    const inside = resolver.mismatches(meant, writer, { location: '', path, holder, writerUnion });
    const leaves = inside.flatMap(inner => leavesOf(inner, resolver, seen));
    if (leaves.length > 0) return leaves.map(found => (found.reader === meant ? { ...found, union } : found));
  }
  return [leaf(mismatch, writer.node.type === 'null' ? 'null-not-taken' : 'type-not-taken', union)];
}

function leaf({ path, reader, writer, holder, writerUnion }: Mismatch, kind: LeafKind, union: Use | null): Leaf {
  return { kind, path, reader, writer, holder, union, writerUnion, names: namesOf(kind, reader, writer, holder) };
}

function namesOf(kind: LeafKind, reader: Use, writer: Use, holder: Holder | null): string[] {
  if (kind === 'symbol-missing') return lacking(reader.node as EnumNode, writer.node as EnumNode);
  if (kind !== 'field-ambiguous' || holder === null) return [];
  return writerFields(holder.writerRecord, holder.readerField).map(field => field.name);
}

function kindOf({ type, about, writer }: Mismatch): LeafKind {
  if (about !== null) return about;
  if (type === 'NAME_MISMATCH') return 'type-renamed';
  if (type === 'FIXED_SIZE_MISMATCH') return 'size-changed';
  if (type === 'MISSING_ENUM_SYMBOLS') return 'symbol-missing';
  return writer.node.type === 'null' ? 'null-not-taken' : 'type-changed';
}

/** In the order in which the writer declares them, as people read them. */
function lacking(reader: EnumNode, writer: EnumNode): string[] {
  return writer.symbols.filter(symbol => !reader.symbols.includes(symbol));
}

function meantBranch(union: Use, writer: Use, writerUnion: Use | null, { fits }: Resolver): Use | null {
  const { node } = union;
  const { node: written } = writer;
  if (node.type !== 'union' || written.type === 'null') return null;
  const others = node.branches.filter(branch => branch.node.type !== 'null');
  const same = others.filter(branch => branch.node.type === written.type);
  if (isNamed(written)) {
    const named = same.find(({ node: read }) => isNamed(read) && sameName(read, written));
    if (named !== undefined) return named;
  } else if (same[0] !== undefined) return same[0];
  // "null or X" stands for an optional X: what cannot be read as X is a changed type or a renamed one. But where the
  // writer has a branch that can, this one is a further type that the reader does not know.
  const [only, ...more] = others;
  if (only === undefined || more.length > 0) return null;
  const siblings = writerUnion?.node.type === 'union' ? writerUnion.node.branches : [];
  return siblings.some(sibling => sibling !== writer && fits(only.node, sibling.node)) ? null : only;
}
