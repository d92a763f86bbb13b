import type { AvroType } from '../../runtime/codec/avro/avsc.ts';
import { resolverBetween } from '../../runtime/codec/avro/resolver.ts';
import { parseSchema, parseWriterSchema } from '../../runtime/codec/avro/schema.ts';
import type { AvroSchema } from '../../schemas/avro.ts';

/** Where bytes of one schema can't be read with another one; `path` is dotted, and empty at the root. */
export type Misfit = { readonly path: string; readonly reason: string };

/**
 * Asks the codec itself, with which every record is read. It answers whether, and at most the name of a record; the
 * field is found by asking again for each pair of parts. Warnings, fixes and the exact rule are not its business.
 */
export function findMisfit(schemas: { readonly reader: AvroSchema; readonly writer: AvroSchema }): Misfit | null {
  return within(
    parseSchema(JSON.stringify(schemas.reader)),
    parseWriterSchema(JSON.stringify(schemas.writer)),
    '',
    new Set(),
  );
}

function within(reader: AvroType, writer: AvroType, path: string, above: ReadonlySet<AvroType>): Misfit | null {
  const reason = refusal(reader, writer);
  if (reason === null || above.has(reader)) return null;
  const below = new Set([...above, reader]);
  for (const part of parts(reader, writer, path)) {
    const misfit = within(part.reader, part.writer, part.path, below);
    if (misfit !== null) return misfit;
  }
  return missing(reader, writer, path) ?? { path, reason };
}

function refusal(reader: AvroType, writer: AvroType): string | null {
  try {
    resolverBetween(reader, writer);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

type Part = { readonly reader: AvroType; readonly writer: AvroType; readonly path: string };

function parts(reader: AvroType, writer: AvroType, path: string): Part[] {
  // Schemas of ours have unions of null and one other type only (docs/decisions/0021-schemas-that-can-grow.md).
  const [one, other] = [filled(reader), filled(writer)];
  if (one !== reader || other !== writer) return [{ reader: one, writer: other, path }];
  if (reader.typeName !== writer.typeName) return [];
  if (reader.typeName === 'array') {
    return [{ reader: reader.itemsType, writer: writer.itemsType, path: `${path}[]` }];
  }
  if (reader.typeName === 'map') {
    return [{ reader: reader.valuesType, writer: writer.valuesType, path: `${path}{}` }];
  }
  if (reader.typeName !== 'record') return [];
  return reader.fields.flatMap(field => {
    const written = writer.fields.find(({ name }) => name === field.name);
    return written === undefined ? [] : [{ reader: field.type, writer: written.type, path: under(path, field.name) }];
  });
}

function filled(type: AvroType): AvroType {
  if (!type.typeName.startsWith('union')) return type;
  return type.types.find(({ typeName }) => typeName !== 'null') ?? type;
}

/** avsc names the first field that the writer lacks: “no matching field for default-less longplay.orders.Order.x”. */
function missing(reader: AvroType, writer: AvroType, path: string): Misfit | null {
  if (reader.typeName !== 'record' || writer.typeName !== 'record') return null;
  const written = new Set(writer.fields.map(({ name }) => name));
  const named = /default-less .*\.([^.]+)$/.exec(refusal(reader, writer) ?? '')?.[1];
  const field = reader.fields.find(({ name }) => name === named && !written.has(name));
  if (field === undefined) return null;
  return { path: under(path, field.name), reason: 'the writer does not have it, and the reader has no default for it' };
}

const under = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
