import type { AvroType, Resolver } from './avsc.ts';
import { probe } from './probe.ts';

/** Works out how bytes of `writer` become values of `reader`; throws where they don't fit. */
export function createResolver(reader: AvroType, writer: AvroType): Resolver {
  // Always a fresh object: avsc keeps resolvers in it by the records' names, and takes another schema's for this one's.
  const resolver = reader.createResolver(writer, { ignoreNamespaces: true });
  probe(reader, writer, resolver);
  return resolver;
}
