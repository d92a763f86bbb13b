import { grouped } from '../fix/fixes.ts';
import { causeOf, recordOf } from '../incompatibilities.ts';
import { type Break, breaksOf, type CompatibilityLevel, type History, pairsOf } from '../level.ts';
import type { SchemaNode } from '../schema.ts';
import { sentenceOf, thisSchema, versionsParty } from '../sentences.ts';
import type { Warning } from './warning.ts';

/** What breaks with versions that the level does not compare with. */
export function olderWarnings(level: CompatibilityLevel, history: History): Warning[] {
  if (level === 'NONE' || level.endsWith('_TRANSITIVE') || history.versions.length < 2) return [];
  const newest = history.versions.at(-1)?.schema;
  const older = { ...history, versions: history.versions.slice(0, -1) };
  const known = new Set(
    grouped(breaksOf(pairsOf(level, history))).map(([one]) => (one === undefined ? '' : keyOf(one))),
  );
  const breaks = breaksOf(pairsOf(`${level}_TRANSITIVE` as CompatibilityLevel, older));
  const paths = newest === undefined ? new Set<string>() : pathsOf(newest.root.node);
  return grouped(breaks).flatMap(same => {
    const last = same.at(-1);
    return last === undefined || known.has(keyOf(last)) ? [] : [warning(same, last, paths)];
  });
}

function warning(same: readonly Break[], last: Break, newestPaths: ReadonlySet<string>): Warning {
  const { direction, leaf, reader, writer } = last;
  const versions = same.map(one => one.version);
  const party = versionsParty(versions);
  const backward = direction === 'backward';
  const cause = causeOf(leaf, reader, writer);
  const sentence = sentenceOf(cause, backward ? thisSchema : party, backward ? party : thisSchema);
  const readded = leaf.kind === 'type-changed' && leaf.path !== '' && !newestPaths.has(leaf.path);
  const [now, before] = backward ? [leaf.reader, leaf.writer] : [leaf.writer, leaf.reader];
  return {
    rule: readded ? 'field-readded' : 'older-version-breaks',
    path: leaf.path,
    sentence: `${sentence} The level does not compare with ${party.plural ? 'them' : 'it'}.`,
    now: leaf.kind === 'field-without-default' && backward ? (leaf.holder?.readerField.json ?? now.json) : now.json,
    before: before.json,
    versions,
    essence: [direction, leaf.kind, cause.readerType, cause.writerType, ...leaf.names, ...recordOf(leaf)],
  };
}

function keyOf({ direction, leaf }: Break): string {
  return `${direction}|${leaf.kind}|${leaf.path}`;
}

/** The dotted paths of all fields; a record inside itself is entered once. */
function pathsOf(root: SchemaNode): Set<string> {
  const paths = new Set<string>();
  function visit(node: SchemaNode, path: string, inside: ReadonlySet<SchemaNode>): void {
    if (node.type === 'union') for (const branch of node.branches) visit(branch.node, path, inside);
    else if (node.type === 'array') visit(node.items.node, `${path}[]`, inside);
    else if (node.type === 'map') visit(node.values.node, `${path}{}`, inside);
    else if (node.type === 'record' && !inside.has(node)) {
      for (const field of node.fields) {
        const below = path === '' ? field.name : `${path}.${field.name}`;
        paths.add(below);
        visit(field.use.node, below, new Set([...inside, node]));
      }
    }
  }
  visit(root, '', new Set());
  return paths;
}
