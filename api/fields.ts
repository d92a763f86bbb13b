import { LongplayError } from '../runtime/errors.ts';

/** The fields of an answer by name, from its JSON Schema; a leaf is sent whole or not at all. */
type Known = { readonly fields: ReadonlyMap<string, Known>; readonly always: readonly string[] };

/** What is to be sent of an object; null: all of it. */
export type Chosen = ReadonlyMap<string, Chosen> | null;

type JsonSchema = {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
};

const known = new WeakMap<object, Known>();

function knownIn(schema: JsonSchema): Known {
  const found = known.get(schema);
  if (found !== undefined) return found;
  const { properties = {}, required = [] } = schema.items ?? schema;
  const fields = new Map(Object.entries(properties).map(([name, field]) => [name, knownIn(field)]));
  const made = { fields, always: required };
  known.set(schema, made);
  return made;
}

/**
 * What `fields` (such as `status,lines.sku`) chooses of an answer with this schema. What the schema requires is always
 * sent, so that a chosen answer still is one; a field of a list is one of its entries.
 *
 * @throws LP_API_INPUT_INVALID with the names that are known
 */
export function chosenFields(fields: string, schema: object): Chosen {
  const chosen = new Map<string, Chosen>();
  for (const path of fields.split(',').map(one => one.trim())) add(chosen, knownIn(schema), path.split('.'), path);
  return withAlways(chosen, knownIn(schema));
}

type Growing = Map<string, Chosen>;

function add(chosen: Growing, { fields }: Known, [name = '', ...rest]: readonly string[], path: string): void {
  const field = fields.get(name);
  if (field === undefined) {
    const names = [...fields.keys()].join(', ');
    const there = fields.size === 0 ? 'it has no fields of its own to choose from' : `there are ${names}`;
    throw new LongplayError(
      'LP_API_INPUT_INVALID',
      `fields names "${path}", which is no field of the answer: ${there}.`,
    );
  }
  const before = chosen.get(name);
  if (before === null) return;
  if (rest.length === 0) {
    chosen.set(name, null);
    return;
  }
  const inner: Growing = new Map(before ?? []);
  add(inner, field, rest, path);
  chosen.set(name, inner);
}

function withAlways(chosen: ReadonlyMap<string, Chosen>, { fields, always }: Known): Chosen {
  const inner = [...chosen].map(([name, one]): [string, Chosen] => {
    const field = fields.get(name);
    return [name, one === null || field === undefined ? null : withAlways(one, field)];
  });
  return new Map([...always.map((name): [string, Chosen] => [name, null]), ...inner]);
}

/** The chosen part of a value, its fields in their own order. */
export function pick(value: unknown, chosen: Chosen): unknown {
  if (chosen === null || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(one => pick(one, chosen));
  const entries = Object.entries(value).filter(([name]) => chosen.has(name));
  return Object.fromEntries(entries.map(([name, field]) => [name, pick(field, chosen.get(name) ?? null)]));
}
