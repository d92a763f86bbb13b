/** The parts of JSON Schema that an example is made of. */
type Schema = {
  readonly type?: string | readonly string[];
  readonly examples?: readonly unknown[];
  readonly example?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
};

/** None: undefined is no JSON. */
export type Example = { readonly value: unknown } | null;

/**
 * What a client may send, from the examples of a schema and its fields: that of the schema itself where it has one, else its
 * required fields, and those that have an example of their own. Null where a required field has none.
 */
export function exampleOf(schema: Schema): Example {
  for (const one of [schema.examples?.[0], schema.example, schema.const, schema.default, schema.enum?.[0]]) {
    if (one !== undefined) return { value: one };
  }
  const [alternative] = schema.anyOf ?? schema.oneOf ?? [];
  if (alternative !== undefined) return exampleOf(alternative);
  const types = [schema.type].flat();
  if (schema.items !== undefined) {
    const item = exampleOf(schema.items);
    return item && { value: [item.value] };
  }
  if (types.includes('object')) return fieldsOf(schema);
  return types.includes('boolean') ? { value: true } : null;
}

function fieldsOf({ properties = {}, required = [] }: Schema): Example {
  const fields: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(properties)) {
    const needed = required.includes(name);
    if (!needed && schema.examples === undefined && schema.enum === undefined) continue;
    const example = exampleOf(schema);
    if (example !== null) fields[name] = example.value;
    else if (needed) return null;
  }
  return { value: fields };
}

type Content = Record<string, { schema?: Schema; example?: unknown; examples?: unknown }>;
type Operation = {
  parameters?: { required?: boolean; schema?: Schema; example?: unknown }[];
  requestBody?: { content?: Content };
};
type Document = { paths?: Record<string, Record<string, Operation>> };

/** Gives each body, and each parameter that has to be there, its example. */
export function withExamples<D extends object>(document: D): D {
  for (const item of Object.values((document as Document).paths ?? {})) {
    for (const { parameters = [], requestBody } of Object.values(item)) {
      for (const parameter of parameters) {
        if (parameter.required === true && parameter.example === undefined) give(parameter);
      }
      for (const media of Object.values(requestBody?.content ?? {})) {
        if (media.example === undefined && media.examples === undefined) give(media);
      }
    }
  }
  return document;
}

function give(place: { schema?: Schema; example?: unknown }): void {
  const example = exampleOf(place.schema ?? {});
  if (example !== null) place.example = example.value;
}
