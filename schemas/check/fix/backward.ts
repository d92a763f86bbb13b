import { onOneLine } from '../../generate/format.ts';
import { emptyValue, neutralSymbol } from '../defaults.ts';
import { member } from '../json.ts';
import type { Leaf } from '../leaves.ts';
import { createResolver } from '../resolve.ts';
import {
  type EnumNode,
  type FixedNode,
  type NamedNode,
  type ParsedSchema,
  type SchemaNode,
  shortName,
  typeWords,
} from '../schema.ts';
import { writerFields } from '../verdicts.ts';
import { appendItems, replace, setMember, wrap } from './edits.ts';
import { portableType } from './portable.ts';
import type { Proposal } from './proposal.ts';
import { restoreField, restoreName, restoreSize, restoreType } from './restore.ts';

/** What may help a candidate that cannot read what a version wrote; the best first, none of it tried yet. */
export function backwardProposals(leaf: Leaf, candidate: ParsedSchema): Proposal[] {
  const text = candidate.text as string;
  switch (leaf.kind) {
    case 'field-without-default':
      return lackingDefault(leaf, text);
    case 'field-ambiguous':
      return fewerAliases(leaf, text);
    case 'null-not-taken':
      return nullable(leaf, text);
    case 'type-changed':
      return [
        ...wider(leaf),
        ...restoreType(leaf.reader, leaf.writerUnion ?? leaf.writer, candidate),
        ...restoreField(leaf.holder?.readerField ?? null, leaf.holder?.writerField ?? null, candidate),
        ...both(leaf, candidate),
      ];
    case 'type-not-taken':
      return both(leaf, candidate);
    case 'symbol-missing':
      return symbols(leaf, text);
    case 'type-renamed':
      return [...alias(leaf, text), ...restoreName(leaf.reader, leaf.writer, text)];
    case 'size-changed':
      return restoreSize(leaf.reader, leaf.writer.node as FixedNode);
  }
}

function lackingDefault({ holder }: Leaf, text: string): Proposal[] {
  if (holder === null) return [];
  const { readerField: field, readerRecord, writerRecord } = holder;
  const { node, json } = field.use;
  const proposals: Proposal[] = [];
  const empty = emptyValue(node);
  if (empty !== undefined) {
    const sentence = `give ${field.name} a default: "default": ${onOneLine(empty)}`;
    proposals.push({ kind: 'default', sentence, edits: [setMember(text, field.json, 'default', empty)] });
  }
  if (node.type !== 'null' && node.type !== 'union') {
    const sentence = `make ${field.name} optional: ["null", ${inList(node)}] with "default": null`;
    const edits = [...wrap(json, '["null", ', ']'), setMember(text, field.json, 'default', null)];
    proposals.push({ kind: 'nullable', sentence, edits });
    // A moment of 0 is 1970, a sum of no currency is none: what has no neutral value is better left out.
    if (node.type === 'record' || node.type === 'fixed' || ('logical' in node && node.logical !== null))
      proposals.reverse();
  }
  // The one field that the version has and this record does not read may be the same under its old name.
  const { fits } = createResolver();
  const read = new Set(readerRecord.fields.flatMap(one => writerFields(writerRecord, one)));
  const unread = writerRecord.fields.filter(one => !read.has(one) && fits(node, one.use.node));
  const [old, ...others] = unread;
  if (old !== undefined && others.length === 0) {
    const sentence = `if ${field.name} is ${old.name} renamed: "aliases": ["${old.name}"]`;
    proposals.push({
      kind: 'alias',
      sentence,
      edits: [setMember(text, field.json, 'aliases', [...field.aliases, old.name])],
    });
  }
  return proposals;
}

function fewerAliases({ holder }: Leaf, text: string): Proposal[] {
  if (holder === null) return [];
  const { readerField: field, writerRecord } = holder;
  const [kept] = writerFields(writerRecord, field);
  const aliases = field.aliases.filter(
    one => one === kept?.name || !writerRecord.fields.some(({ name }) => name === one),
  );
  const wanted = kept?.name === field.name ? aliases.filter(one => one !== field.name) : aliases;
  const sentence = `read ${field.name} from ${kept?.name} alone: "aliases": ${onOneLine(wanted)}`;
  return [{ kind: 'fewer-aliases', sentence, edits: [setMember(text, field.json, 'aliases', wanted)] }];
}

function nullable({ reader, union, holder }: Leaf, text: string): Proposal[] {
  const use = union ?? reader;
  const what = holder?.readerField.use === use ? holder.readerField : null;
  if (use.node.type === 'union') {
    return [{ kind: 'nullable', sentence: 'take null too', edits: [appendItems(text, use.json, ['null'])] }];
  }
  const type = inList(use.node);
  if (what !== null && what.default === null) {
    const edits = [...wrap(use.json, '["null", ', ']'), setMember(text, what.json, 'default', null)];
    return [
      { kind: 'nullable', sentence: `make ${what.name} optional: ["null", ${type}] with "default": null`, edits },
    ];
  }
  // A default belongs to the first branch.
  const edits = what === null ? wrap(use.json, '["null", ', ']') : wrap(use.json, '[', ', "null"]');
  const sentence = what === null ? `take null too: ["null", ${type}]` : `take null too: [${type}, "null"]`;
  return [{ kind: 'nullable', sentence, edits }];
}

const numbers = ['int', 'long', 'float', 'double'];

function wider({ reader, writer }: Leaf): Proposal[] {
  const [from, to] = [numbers.indexOf(reader.node.type), numbers.indexOf(writer.node.type)];
  if (from < 0 || to <= from) return [];
  const sentence = `read it as ${writer.node.type}, which takes ${reader.node.type} too`;
  return [{ kind: 'wider-type', sentence, edits: [replace(reader.json, writer.node.type)] }];
}

function both({ reader, writer, union }: Leaf, candidate: ParsedSchema): Proposal[] {
  const added = portableType(writer, candidate, null);
  const sentence = `take ${typeWords(writer.node)} too`;
  if (union !== null) {
    return [{ kind: 'add-branch', sentence, edits: [appendItems(candidate.text as string, union.json, [added])] }];
  }
  const edits = wrap(reader.json, '[', `, ${onOneLine(added)}]`);
  return [{ kind: 'add-branch', sentence: `${sentence}, in a union (its TypeScript type changes)`, edits }];
}

function symbols({ reader, names: missing }: Leaf, text: string): Proposal[] {
  const node = reader.node as EnumNode;
  const list = member(node.json, 'symbols');
  const fallback = neutralSymbol(node) ?? node.symbols[0];
  const proposals: Proposal[] = [];
  if (list !== null) {
    const sentence = `put ${missing.join(', ')} back`;
    proposals.push({ kind: 'add-symbol', sentence, edits: [appendItems(text, list, missing)] });
  }
  if (fallback !== undefined) {
    const sentence = `give the enum a default for symbols that it doesn’t know: "default": "${fallback}"`;
    proposals.push({ kind: 'enum-default', sentence, edits: [setMember(text, node.json, 'default', fallback)] });
  }
  return neutralSymbol(node) === null ? proposals : proposals.reverse();
}

function alias({ reader, writer }: Leaf, text: string): Proposal[] {
  const [node, old] = [reader.node as NamedNode, (writer.node as NamedNode).name];
  const aliases = [...node.aliases, old];
  const sentence = `say that it was renamed: "aliases": ${onOneLine(aliases)}`;
  return [{ kind: 'alias', sentence, edits: [setMember(text, node.json, 'aliases', aliases)] }];
}

/** A type as it would stand in a list of branches, a definition by its name. */
function inList(node: SchemaNode): string {
  if (node.type === 'array' || node.type === 'map') return `{ ${typeWords(node)} }`;
  return `"${'name' in node ? shortName(node.name) : node.type}"`;
}
