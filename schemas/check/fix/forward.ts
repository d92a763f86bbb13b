import { member, textOf } from '../json.ts';
import type { Leaf } from '../leaves.ts';
import { type FixedNode, type ParsedSchema, typeWords } from '../schema.ts';
import { appendItems, removeItems, setMember } from './edits.ts';
import { portableField } from './portable.ts';
import type { Proposal } from './proposal.ts';
import { restoreField, restoreName, restoreSize, restoreType } from './restore.ts';

/**
 * What may help a candidate whose records a version cannot read. The version is out there and stays as it is, so mostly
 * something has to be put back or taken out again.
 */
export function forwardProposals(leaf: Leaf, candidate: ParsedSchema): Proposal[] {
  const text = candidate.text as string;
  switch (leaf.kind) {
    case 'field-without-default':
      return lostField(leaf, candidate);
    case 'field-ambiguous':
      return [];
    case 'null-not-taken':
    case 'type-changed':
      return [...typeBack(leaf, candidate), ...fieldBack(leaf, candidate)];
    case 'type-not-taken':
      return [...fewerBranches(leaf), ...typeBack(leaf, candidate), ...fieldBack(leaf, candidate)];
    case 'symbol-missing':
      return fewerSymbols(leaf);
    case 'type-renamed':
      return [...restoreName(leaf.writer, leaf.reader, text), ...fieldBack(leaf, candidate)];
    case 'size-changed':
      return restoreSize(leaf.writer, leaf.reader.node as FixedNode);
  }
}

function typeBack({ reader, union, writer, writerUnion }: Leaf, candidate: ParsedSchema): Proposal[] {
  return restoreType(writerUnion ?? writer, union ?? reader, candidate);
}

function fieldBack({ holder }: Leaf, candidate: ParsedSchema): Proposal[] {
  return restoreField(holder?.writerField ?? null, holder?.readerField ?? null, candidate);
}

function lostField({ holder }: Leaf, candidate: ParsedSchema): Proposal[] {
  if (holder === null) return [];
  const text = candidate.text as string;
  const { readerField: lost, writerRecord } = holder;
  const proposals: Proposal[] = [];
  const renamed = writerRecord.fields.find(field => field.aliases.includes(lost.name));
  if (renamed !== undefined) {
    const aliases = renamed.aliases.filter(alias => alias !== lost.name);
    const edits = [setMember(text, renamed.json, 'name', lost.name), setMember(text, renamed.json, 'aliases', aliases)];
    const sentence = `name ${renamed.name} ${lost.name} again: an alias helps new readers, not old ones`;
    proposals.push({ kind: 'restore', sentence, edits });
  }
  const list = member(writerRecord.json, 'fields');
  if (list !== null) {
    const edits = [appendItems(text, list, [portableField(lost, candidate, null)])];
    proposals.push({ kind: 'restore', sentence: `keep the field ${lost.name}`, edits });
  }
  return proposals;
}

function fewerBranches({ writer, writerUnion }: Leaf): Proposal[] {
  if (writerUnion === null) return [];
  const edits = removeItems(writerUnion.json, item => item === writer.json);
  return [{ kind: 'remove-branch', sentence: `leave ${typeWords(writer.node)} out`, edits }];
}

function fewerSymbols({ writer, names }: Leaf): Proposal[] {
  const list = member(writer.node.json, 'symbols');
  if (list === null) return [];
  const edits = removeItems(list, item => names.includes(textOf(item) ?? ''));
  return [{ kind: 'remove-symbol', sentence: `leave ${names.join(', ')} out`, edits }];
}
