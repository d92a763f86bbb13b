type Schema = Readonly<Record<string, unknown>>;

/** An example that fits the schema, of those of its parts; what has none is told by its type. */
export function exampleOf(schema: Schema): unknown {
  const { examples, type, enum: values, properties, items, format } = schema;
  if (Array.isArray(examples) && examples.length > 0) return examples[0];
  if (Array.isArray(values)) return values[0];
  const [kind] = [type].flat();
  if (kind === 'object') {
    const fields = Object.entries((properties ?? {}) as Readonly<Record<string, Schema>>);
    return Object.fromEntries(fields.map(([name, field]) => [name, exampleOf(field)]));
  }
  if (kind === 'array') return [exampleOf(items as Schema)];
  if (format === 'date-time') return '2026-11-21T17:00:00.000Z';
  if (Array.isArray(type) && type.includes('null')) return null;
  if (kind === 'integer' || kind === 'number') return Math.max(1, Number(schema.minimum ?? 1));
  return kind === 'boolean' ? false : 'text';
}

/** The body of a request, with an example of all that it can say. */
export const body = (schema: Schema): Schema => ({ ...schema, examples: [exampleOf(schema)] });
