import { member } from '../json.ts';
import { type EnumNode, isNamed, type Logical, type SchemaNode, shortName, typeWords } from '../schema.ts';
import { type Pairing, typesBesideNull } from './pairings.ts';
import type { Warning } from './warning.ts';

type Found = Pick<Warning, 'rule' | 'sentence' | 'essence'> & Partial<Pick<Warning, 'now' | 'before'>>;

/** Rules on a pair of types: what is read without complaint and yet as something else. */
export function typeWarnings(pairing: Pairing): Found[] {
  const { node: before } = pairing.before;
  const { node: now } = pairing.now;
  const what = pairing.path === '' ? 'The value' : pairing.path;
  return [
    ...precision(before, now, what),
    ...logicalTypes(before, now, what),
    ...namespaces(before, now),
    ...(before.type === 'enum' && now.type === 'enum' ? symbolOrder(before, now) : []),
    ...shape(pairing, what),
  ];
}

const bits: Readonly<Record<string, number>> = { int: 32, long: 64 };
const exact: Readonly<Record<string, number>> = { float: 24, double: 53 };

function precision(before: SchemaNode, now: SchemaNode, what: string): Found[] {
  const types = [before.type, now.type];
  const essence = types;
  if (types.includes('string') && types.includes('bytes')) {
    const sentence = `${what} was ${before.type} and is ${now.type}: bytes that are not UTF-8 don’t come through.`;
    return [{ rule: 'text-and-bytes', sentence, essence }];
  }
  const whole = types.find(type => bits[type] !== undefined);
  const floating = types.find(type => exact[type] !== undefined);
  if (whole === undefined || floating === undefined || (bits[whole] as number) <= (exact[floating] as number))
    return [];
  const sentence = `${what} was ${before.type} and is ${now.type}: a ${whole} read as a ${floating} is exact to ${exact[floating]} bits only.`;
  return [{ rule: 'precision-lost', sentence, essence }];
}

const unit = /^(local-timestamp|timestamp|time)-(millis|micros|nanos)$/;

function logicalTypes(before: SchemaNode, now: SchemaNode, what: string): Found[] {
  const old = logicalOf(before);
  const current = logicalOf(now);
  if (old === null && current === null) return [];
  if (old === null || current === null || old.name !== current.name) {
    // A changed underlying type is a matter of its own.
    if (before.type !== now.type) return [];
    const sameFamily = old !== null && current !== null && unit.exec(old.name)?.[1] === unit.exec(current.name)?.[1];
    const rule = sameFamily && unit.test(old.name) ? 'time-unit-changed' : 'logical-type-changed';
    const names = [old?.name ?? `a plain ${before.type}`, current?.name ?? `a plain ${now.type}`] as const;
    const sentence = `${what} was ${names[0]} and is ${names[1]}: old values are read as they are, not converted.`;
    return [{ rule, sentence, essence: names }];
  }
  const scales = [old.scale ?? 0, current.scale ?? 0] as const;
  const precisions = [old.precision ?? 0, current.precision ?? 0] as const;
  const found: Found[] = [];
  if (scales[0] !== scales[1]) {
    const factor = scales[1] > scales[0] ? 'small' : 'large';
    const sentence = `${what} had the scale ${scales[0]} and has ${scales[1]}: old values are read as 10^${Math.abs(scales[1] - scales[0])} times too ${factor}.`;
    found.push({ rule: 'decimal-scale-changed', sentence, essence: scales.map(String) });
  }
  if (precisions[1] < precisions[0]) {
    const sentence = `${what} had ${precisions[0]} digits and has ${precisions[1]}: old values may have more.`;
    found.push({ rule: 'decimal-precision-changed', sentence, essence: precisions.map(String) });
  }
  return found;
}

function logicalOf(node: SchemaNode): Logical | null {
  return 'logical' in node ? node.logical : null;
}

function namespaces(before: SchemaNode, now: SchemaNode): Found[] {
  if (!isNamed(before) || !isNamed(now) || before.name === now.name) return [];
  if (shortName(before.name) !== shortName(now.name) || now.aliases.includes(before.name)) return [];
  const sentence = `${now.type} ${now.name} was ${before.name}: clients that compare full names cannot read older records.`;
  return [{ rule: 'namespace-changed', sentence, essence: [before.name, now.name] }];
}

function symbolOrder(before: EnumNode, now: EnumNode): Found[] {
  const [old, current] = [
    before.symbols.filter(symbol => now.symbols.includes(symbol)),
    now.symbols.filter(symbol => before.symbols.includes(symbol)),
  ];
  const at = current.findIndex((symbol, index) => symbol !== old[index]);
  if (at < 0) return [];
  const sentence = `enum ${shortName(now.name)} has ${current[at]} where ${old[at]} was: its sort order and ordinals in code change.`;
  const essence = [now.name, old.join(), current.join()];
  return [
    {
      rule: 'enum-reordered',
      sentence,
      essence,
      now: member(now.json, 'symbols'),
      before: member(before.json, 'symbols'),
    },
  ];
}

/** As our codec has it, and avsc where its own choice (wrap only where values can't be told apart) is in use. */
function shape({ before, now }: Pairing, what: string): Found[] {
  if (before.node.type !== 'union' && now.node.type !== 'union') return [];
  const [old, current] = [typesBesideNull(before), typesBesideNull(now)].map(uses => uses.map(use => use.node)) as [
    SchemaNode[],
    SchemaNode[],
  ];
  if (old.length === 0 || current.length === 0) return [];
  const essence = [old.map(typeWords).join(), current.map(typeWords).join()];
  if ((old.length === 1) !== (current.length === 1)) {
    const sentence = `${what} was ${typeWords(before.node)} and is ${typeWords(now.node)}: in TypeScript ${inTypeScript(old)} becomes ${inTypeScript(current)}.`;
    return [{ rule: 'union-shape-changed', sentence, essence }];
  }
  if (isAmbiguous(old) === isAmbiguous(current)) return [];
  const sentence = `${what} was ${typeWords(before.node)} and is ${typeWords(now.node)}: avsc, left to choose, ${isAmbiguous(current) ? 'now wraps its values' : 'no longer wraps its values'}.`;
  return [{ rule: 'union-shape-changed', sentence, essence }];
}

function inTypeScript(nodes: readonly SchemaNode[]): string {
  if (nodes.length === 1) return typeScriptOf(nodes[0] as SchemaNode);
  const name = (node: SchemaNode) => ('name' in node ? `'${node.name}'` : node.type);
  return nodes.map(node => `{ ${name(node)}: ${typeScriptOf(node)} }`).join(' | ');
}

const typeScript: Readonly<Record<string, string>> = {
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  bytes: 'Buffer',
  fixed: 'Buffer',
  array: 'an array',
  map: 'an object',
};

function typeScriptOf(node: SchemaNode): string {
  return node.type === 'record' || node.type === 'enum' ? shortName(node.name) : (typeScript[node.type] ?? node.type);
}

const kinds: Readonly<Record<string, string>> = { enum: 'string', record: 'object', map: 'object', fixed: 'bytes' };

/** Whether avsc cannot tell from a JavaScript value which branch it belongs to. */
function isAmbiguous(nodes: readonly SchemaNode[]): boolean {
  const seen = nodes.map(({ type }) => kinds[type] ?? (typeScript[type] === 'number' ? 'number' : type));
  return new Set(seen).size < seen.length;
}
