import type { AvroType, Resolver } from './avsc.ts';
import { readLong } from './numbers.ts';
import { isRecord } from './records.ts';

/** Reads one number; null where the bytes end before it, or are none of their schema. */
export type Peek = (bytes: Buffer, position: number) => number | null;

/**
 * How one int or long of a record is read without the rest; null where it cannot be: the writer has no such field under
 * this name, or of another type, and what Avro's resolution makes of that is for decoding to say.
 */
export function peekAt(writer: AvroType, reader: AvroType, name: string): Peek | null {
  if (!hasWhole(writer, name) || !hasWhole(reader, name)) return null;
  const at = writer.fields.findIndex(field => field.name === name);
  const before = writer.fields.slice(0, at).map(field => field.type);
  const resolver: Resolver = {
    _readerType: reader,
    _read: tap => {
      for (const type of before) type._skip(tap);
      return readLong(tap);
    },
  };
  return (bytes, position) => {
    try {
      const { value, offset } = reader.decode(bytes, position, resolver);
      return offset < 0 ? null : (value as number);
    } catch {
      return null;
    }
  };
}

function hasWhole(type: AvroType, name: string): boolean {
  const kind = isRecord(type) ? type.fields.find(field => field.name === name)?.type.typeName : undefined;
  return kind === 'int' || kind === 'long';
}
