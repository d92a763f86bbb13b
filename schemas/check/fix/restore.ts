import { member } from '../json.ts';
import {
  type FieldNode,
  type FixedNode,
  type NamedNode,
  type ParsedSchema,
  shortName,
  typeWords,
  type Use,
} from '../schema.ts';
import { replace, setMember, type TextEdit } from './edits.ts';
import { portableField, portableType } from './portable.ts';
import type { Proposal } from './proposal.ts';

/** Puts back what a version has, in place of what the candidate has. */
export function restoreType(use: Use, before: Use, candidate: ParsedSchema): Proposal[] {
  const edits = [replace(use.json, portableType(before, candidate, use.json))];
  return [{ kind: 'restore', sentence: `put the type back to ${typeWords(before.node)}`, edits }];
}

/** The field whole, since a default or an alias goes with its type. */
export function restoreField(now: FieldNode | null, before: FieldNode | null, candidate: ParsedSchema): Proposal[] {
  if (now === null || before === null) return [];
  const edits = [replace(now.json, portableField(before, candidate, now.json))];
  return [{ kind: 'restore', sentence: `put the field ${before.name} back as it was`, edits }];
}

export function restoreName(use: Use, before: Use, text: string): Proposal[] {
  const [node, old] = [use.node as NamedNode, (before.node as NamedNode).name];
  const short = shortName(old);
  const space = old.slice(0, -short.length).replace(/\.$/, '');
  const edits: TextEdit[] = [setMember(text, node.json, 'name', short)];
  if (member(node.json, 'namespace') !== null) edits.push(setMember(text, node.json, 'namespace', space));
  return [{ kind: 'restore', sentence: `put the name back to ${short}`, edits }];
}

export function restoreSize(use: Use, before: FixedNode): Proposal[] {
  const size = member(use.node.json, 'size');
  if (size === null) return [];
  return [{ kind: 'restore', sentence: `put the size back to ${before.size}`, edits: [replace(size, before.size)] }];
}
