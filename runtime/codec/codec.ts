import { createReader, type Reader } from './reader.ts';
import type { SchemaSource } from './schema-source.ts';
import type { Upcaster } from './upcasting.ts';
import { createWriter, type Writer } from './writer.ts';
import { createWriterSchemas, type WriterSchemasOptions } from './writer-schemas.ts';

export type CodecOptions = WriterSchemasOptions & {
  /** Where the schemas come from that records were written with. */
  readonly schemas: SchemaSource;
};

/**
 * Values on the wire: Confluent's format, Avro, every version readable by any reader's schema. It sees personal fields
 * as ciphertext only, and has no key: `createSealer` is for the few that may seal or open them.
 */
export type Codec = {
  /** `id`: what the registry answered when `schema` was registered. */
  writer<T>(schema: string, id: number): Writer<T>;
  /** `upcasters`: for versions that need more than Avro can do. Default: none. */
  reader<T>(schema: string, upcasters?: readonly Upcaster[]): Reader<T>;
};

/** One codec serves the whole process: what it has learnt of the registry's schemas, all its readers share. */
export function createCodec({ schemas, ...options }: CodecOptions): Codec {
  const writerSchemas = createWriterSchemas(schemas, options);
  return {
    writer: (schema, id) => createWriter(schema, id),
    reader: (schema, upcasters) => createReader(schema, writerSchemas, upcasters),
  };
}
