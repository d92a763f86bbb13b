import type { AvroType } from './avro/avsc.ts';
import { isRecord } from './avro/records.ts';
import { isSealedText } from './avro/sealed-text.ts';
import { holdsPersonal } from './personal.ts';

/** Answers the value with `change` applied to every personal text in it, in a fixed order; copies only what changes. */
export type Visit = (value: unknown, change: Change) => unknown;

type Change = (text: string) => string | null;

/** Values that don't fit the schema are left as they are: the writer refuses them, and names the place. */
export function personalVisitor(type: AvroType): Visit {
  return visitorOf(type, new Map());
}

function visitorOf(type: AvroType, made: Map<AvroType, Visit>): Visit {
  const known = made.get(type);
  if (known !== undefined) return known;
  let visit: Visit = value => value;
  // What a type that holds itself finds, before the visitor is made.
  made.set(type, (value, change) => visit(value, change));
  visit = build(type, made);
  return visit;
}

function build(type: AvroType, made: Map<AvroType, Visit>): Visit {
  if (isSealedText(type)) return (value, change) => (typeof value === 'string' ? change(value) : value);
  switch (type.typeName) {
    case 'array': {
      const visit = visitorOf(type.itemsType, made);
      return (value, change) => (Array.isArray(value) ? visitItems(value, visit, change) : value);
    }
    case 'map': {
      const visit = visitorOf(type.valuesType, made);
      return (value, change) => (isObject(value) ? visitKeys(value, Object.keys(value), () => visit, change) : value);
    }
    case 'union:unwrapped':
      // One branch at most isn't null.
      return visitorOf(type.types.find(branch => holdsPersonal(branch)) as AvroType, made);
    default: {
      const inner = isRecord(type)
        ? type.fields.map(({ name, type: field }) => ({ name, type: field }))
        : type.types.map(branch => ({ name: branch.branchName as string, type: branch }));
      const personal = inner.filter(one => holdsPersonal(one.type));
      const visitors = new Map(personal.map(one => [one.name, visitorOf(one.type, made)]));
      const names = [...visitors.keys()];
      const visitOf = (name: string) => visitors.get(name) as Visit;
      return (value, change) => (isObject(value) ? visitKeys(value, names, visitOf, change) : value);
    }
  }
}

function visitItems(items: readonly unknown[], visit: Visit, change: Change): readonly unknown[] {
  const visited = items.map(item => visit(item, change));
  return visited.some((item, index) => item !== items[index]) ? visited : items;
}

function visitKeys(
  value: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  visitOf: (key: string) => Visit,
  change: Change,
): Readonly<Record<string, unknown>> {
  let copy: Record<string, unknown> | undefined;
  for (const key of keys) {
    const before = value[key];
    const after = visitOf(key)(before, change);
    if (after === before) continue;
    copy = copy ?? { ...value };
    copy[key] = after;
  }
  return copy ?? value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
