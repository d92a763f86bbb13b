import { member, plainValue } from '../json.ts';
import { type FieldNode, type RecordNode, type SchemaNode, shortName, typeWords } from '../schema.ts';
import { type Pairing, sharedFields, typesBesideNull } from './pairings.ts';
import type { Warning } from './warning.ts';

type Found = Pick<Warning, 'rule' | 'path' | 'sentence' | 'essence' | 'now' | 'before'>;

/** Rules on fields and on what stands for a missing value. */
export function fieldWarnings({ path, before, now, fields }: Pairing): Found[] {
  const found: Found[] = [];
  if (fields !== null) found.push(...changedDefault(path, fields.before, fields.now));
  if (before.node.type === 'enum' && now.node.type === 'enum') {
    const [old, current] = [before.node.default, now.node.default];
    if (old !== null && current !== null && old !== current) {
      const sentence = `enum ${shortName(now.node.name)} had the default ${old} and has ${current}: unknown symbols are read as something else.`;
      const places = { now: member(now.node.json, 'default'), before: member(before.node.json, 'default') };
      found.push({ rule: 'default-changed', path, sentence, essence: [now.node.name, old, current], ...places });
    }
  }
  if (before.node.type === 'record' && now.node.type === 'record') found.push(...renames(path, before.node, now.node));
  return found;
}

function changedDefault(path: string, before: FieldNode, now: FieldNode): Found[] {
  if (before.default === null || now.default === null) return [];
  const [old, current] = [canonical(plainValue(before.default)), canonical(plainValue(now.default))];
  if (old === current) return [];
  const sentence = `${path} had the default ${old} and has ${current}: records that lack it are read as something else.`;
  return [
    { rule: 'default-changed', path, sentence, essence: [old, current], now: now.default, before: before.default },
  ];
}

/** A field that went and one that came with a default, of the same type: perhaps one and the same. */
function renames(path: string, before: RecordNode, now: RecordNode): Found[] {
  const shared = sharedFields(before, now);
  const lost = before.fields.filter(field => !shared.some(one => one.before === field));
  const added = now.fields.filter(field => field.default !== null && !shared.some(one => one.now === field));
  return lost.flatMap(old => {
    const alike = added.filter(field => kindOf(field) === kindOf(old));
    const place = before.fields.indexOf(old);
    const match = alike.find(field => now.fields.indexOf(field) === place) ?? alike[0];
    if (match === undefined) return [];
    added.splice(added.indexOf(match), 1);
    const inside = path === '' ? match.name : `${path}.${match.name}`;
    const sentence = `${inside} is new and ${old.name} is gone, both ${kindOf(old)}: if it was renamed, old values are read as ${canonical(plainValue(match.default ?? match.json))} without the alias "${old.name}".`;
    return [
      { rule: 'rename-loses-values', path: inside, sentence, essence: [old.name], now: match.json, before: old.json },
    ];
  });
}

/** Optional or not makes no difference here. */
function kindOf({ use }: FieldNode): string {
  return typesBesideNull(use)
    .map(({ node }) => `${typeWords(node)}${logicalName(node)}`)
    .join(' or ');
}

function logicalName(node: SchemaNode): string {
  return 'logical' in node && node.logical !== null ? ` (${node.logical.name})` : '';
}

/** JSON with sorted keys: the order in which a default is written means nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
