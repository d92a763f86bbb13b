/** TypeScript's types of JSON Schema (2020-12), as far as our own routes use it; what else there is fails. */

export type Schema = Readonly<Record<string, unknown>>;

/** `asked`: what a client sends. Fields that may be left out may also be given as undefined there. */
export type Use = 'asked' | 'answered';

const known = new Set([
  ...['type', 'enum', 'const', 'properties', 'required', 'additionalProperties', 'items', 'anyOf', 'oneOf', 'allOf'],
  // These say nothing to the type.
  ...[
    'description',
    'title',
    'examples',
    'example',
    'default',
    'deprecated',
    'format',
    'pattern',
    'contentMediaType',
    'contentEncoding',
  ],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength'],
  ...['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties', 'propertyNames'],
]);

export function typeOf(schema: Schema | boolean | undefined, use: Use, indent = ''): string {
  if (schema === undefined || schema === true) return 'unknown';
  if (schema === false) return 'never';
  for (const keyword of Object.keys(schema)) {
    if (!known.has(keyword) && !keyword.startsWith('x-')) throw new Error(`The client’s types don’t know ${keyword}.`);
  }
  const { anyOf, oneOf, allOf, type } = schema as Record<string, readonly Schema[] | undefined>;
  const parts = (allOf ?? []).map(one => typeOf(one, use, indent));
  const alternatives = anyOf ?? oneOf;
  if (alternatives !== undefined) parts.push(union(alternatives.map(one => typeOf(one, use, indent))));
  if (type !== undefined || schema.enum !== undefined || 'const' in schema) parts.push(own(schema, use, indent));
  if (parts.length === 0) return 'unknown';
  return parts.length === 1 ? (parts[0] as string) : parts.map(part => grouped(part)).join(' & ');
}

function own(schema: Schema, use: Use, indent: string): string {
  if ('const' in schema) return quoted(schema.const);
  if (Array.isArray(schema.enum)) return union(schema.enum.map(value => quoted(value)));
  return union([schema.type].flat().map(type => simple(String(type), schema, use, indent)));
}

function simple(type: string, schema: Schema, use: Use, indent: string): string {
  if (type === 'object') return objectType(schema, use, indent);
  if (type === 'array') return `${grouped(typeOf(schema.items as Schema | undefined, use, indent))}[]`;
  if (type === 'integer') return 'number';
  if (['string', 'number', 'boolean', 'null'].includes(type)) return type;
  throw new Error(`The client’s types don’t know the type ${type}.`);
}

function objectType(schema: Schema, use: Use, indent: string): string {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  if (properties.length === 0) {
    const others = schema.additionalProperties as Schema | boolean | undefined;
    if (others === false) return 'Record<string, never>';
    return `Record<string, ${typeOf(others, use, indent)}>`;
  }
  const required = new Set(schema.required as readonly string[] | undefined);
  return fields(
    properties.map(([name, one]) => ({ name, schema: one, required: required.has(name) })),
    use,
    indent,
  );
}

export type Field = { readonly name: string; readonly schema: Schema; readonly required: boolean };

export function fields(all: readonly Field[], use: Use, indent: string): string {
  const inner = `${indent}  `;
  const lines = all.map(({ name, schema, required }) => {
    const type = typeOf(schema, use, inner);
    const given = required ? `: ${type}` : `?: ${type}${use === 'asked' && type !== 'unknown' ? ' | undefined' : ''}`;
    return `${comment(schema.description, inner)}${inner}${key(name)}${given};\n`;
  });
  return `{\n${lines.join('')}${indent}}`;
}

export function comment(text: unknown, indent: string): string {
  if (typeof text !== 'string' || text === '') return '';
  return `${indent}/** ${text.replaceAll('*/', '*\\/').replaceAll(/\s*\n\s*/g, ' ')} */\n`;
}

export const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name));

export const quoted = (value: unknown): string =>
  typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` : JSON.stringify(value);

const union = (types: readonly string[]): string => [...new Set(types)].join(' | ');

const grouped = (type: string): string => (/ [|&] /.test(type) ? `(${type})` : type);
