import { type FieldNode, isNamed, type RecordNode, type SchemaNode, type Use } from '../schema.ts';
import { sameName, writerFields } from '../verdicts.ts';

/** Two uses of a type that stand for the same thing in two versions. */
export type Pairing = {
  readonly path: string;
  readonly before: Use;
  readonly now: Use;
  /** Set where the types are those of two fields. */
  readonly fields: { readonly before: FieldNode; readonly now: FieldNode } | null;
};

/** Walks two versions side by side: fields by name or alias, branches of unions by name or kind. */
export function pairings(before: Use, now: Use): Pairing[] {
  const found: Pairing[] = [];
  const seen = new Map<SchemaNode, Set<SchemaNode>>();

  function visit(pairing: Pairing): void {
    found.push(pairing);
    const { before: old, now: current, path } = pairing;
    if (old.node.type === 'union' || current.node.type === 'union') {
      for (const [one, other] of matched(branchesOf(old), branchesOf(current))) {
        visit({ path, before: one, now: other, fields: null });
      }
    } else if (old.node.type === 'array' && current.node.type === 'array') {
      visit({ path: `${path}[]`, before: old.node.items, now: current.node.items, fields: null });
    } else if (old.node.type === 'map' && current.node.type === 'map') {
      visit({ path: `${path}{}`, before: old.node.values, now: current.node.values, fields: null });
    } else if (old.node.type === 'record' && current.node.type === 'record') {
      if (seen.get(current.node)?.has(old.node)) return;
      seen.set(current.node, (seen.get(current.node) ?? new Set()).add(old.node));
      for (const { before: was, now: is } of sharedFields(old.node, current.node)) {
        const inside = path === '' ? is.name : `${path}.${is.name}`;
        visit({ path: inside, before: was.use, now: is.use, fields: { before: was, now: is } });
      }
    }
  }

  visit({ path: '', before, now, fields: null });
  return found;
}

export function sharedFields(before: RecordNode, now: RecordNode): { before: FieldNode; now: FieldNode }[] {
  return now.fields.flatMap(field => {
    const [match] = writerFields(before, field);
    return match === undefined ? [] : [{ before: match, now: field }];
  });
}

export function branchesOf(use: Use): readonly Use[] {
  return use.node.type === 'union' ? use.node.branches : [use];
}

/** A union's branches beside null; the type itself where it is no union. */
export function typesBesideNull(use: Use): readonly Use[] {
  return branchesOf(use).filter(branch => branch.node.type !== 'null');
}

function matched(before: readonly Use[], now: readonly Use[]): [Use, Use][] {
  const pairs = now.flatMap((current): [Use, Use][] => {
    const match = before.find(old => sameKind(old.node, current.node));
    return match === undefined ? [] : [[match, current]];
  });
  const [old, ...olds] = before.filter(one => one.node.type !== 'null');
  const [current, ...currents] = now.filter(one => one.node.type !== 'null');
  const single = old !== undefined && current !== undefined && olds.length + currents.length === 0;
  return single && !pairs.some(([one]) => one === old) ? [...pairs, [old, current]] : pairs;
}

function sameKind(before: SchemaNode, now: SchemaNode): boolean {
  if (before.type !== now.type) return false;
  return isNamed(before) && isNamed(now) ? sameName(now, before) : true;
}
