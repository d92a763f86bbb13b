import type { AvroType, Resolver } from './avsc.ts';
import { probe } from './probe.ts';

/**
 * Works out how bytes of `writer` become values of `reader`; throws where they don't fit. Undefined where nothing has to
 * be worked out: reading without a resolver is a tenth faster.
 */
export function resolverBetween(reader: AvroType, writer: AvroType): Resolver | undefined {
  return reader.equals(writer) ? undefined : createResolver(reader, writer);
}

export function createResolver(reader: AvroType, writer: AvroType): Resolver {
  // Always a fresh object: avsc keeps resolvers in it by the records' names, and takes another schema's for this one's.
  const resolver = reader.createResolver(writer, { ignoreNamespaces: true });
  probe(reader, writer, resolver);
  return resolver;
}
