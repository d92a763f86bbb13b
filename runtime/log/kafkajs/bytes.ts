/** A growing buffer in Kafka's primitive types (big-endian), for the few requests that we encode ourselves. */
export type BytesWriter = {
  int8(value: number): BytesWriter;
  int16(value: number): BytesWriter;
  int32(value: number): BytesWriter;
  int64(value: bigint): BytesWriter;
  /** NULLABLE_STRING. */
  string(value: string | null): BytesWriter;
  /** UNSIGNED_VARINT, as in flexible versions (KIP-482). */
  uvarint(value: number): BytesWriter;
  /** COMPACT_STRING (KIP-482). */
  compactString(value: string): BytesWriter;
  raw(value: Buffer): BytesWriter;
  done(): Buffer;
};

export function bytesWriter(): BytesWriter {
  const parts: Buffer[] = [];
  const fixed = (size: number, write: (part: Buffer) => void): BytesWriter => {
    const part = Buffer.allocUnsafe(size);
    write(part);
    parts.push(part);
    return writer;
  };
  const writer: BytesWriter = {
    int8: value => fixed(1, part => part.writeInt8(value)),
    int16: value => fixed(2, part => part.writeInt16BE(value)),
    int32: value => fixed(4, part => part.writeInt32BE(value)),
    int64: value => fixed(8, part => part.writeBigInt64BE(value)),
    string: value => {
      if (value === null) return writer.int16(-1);
      const text = Buffer.from(value, 'utf8');
      return writer.int16(text.length).raw(text);
    },
    uvarint: value => {
      let rest = value;
      while (rest >= 128) {
        writer.int8((((rest & 0x7f) | 0x80) << 24) >> 24);
        rest >>>= 7;
      }
      return writer.int8(rest);
    },
    compactString: value => {
      const text = Buffer.from(value, 'utf8');
      return writer.uvarint(text.length + 1).raw(text);
    },
    raw: value => {
      parts.push(value);
      return writer;
    },
    done: () => Buffer.concat(parts),
  };
  return writer;
}

/** The reading side of the same types. */
export type BytesReader = {
  int8(): number;
  int16(): number;
  int32(): number;
  int64(): bigint;
  string(): string | null;
  uvarint(): number;
  compactString(): string | null;
  raw(size: number): Buffer;
  array<T>(read: () => T): T[];
  compactArray<T>(read: () => T): T[];
  /** Skips the tagged fields at the end of a structure in a flexible version. */
  tags(): void;
};

export function bytesReader(bytes: Buffer): BytesReader {
  let at = 0;
  const advance = (size: number): number => {
    at += size;
    return at - size;
  };
  const reader: BytesReader = {
    int8: () => bytes.readInt8(advance(1)),
    int16: () => bytes.readInt16BE(advance(2)),
    int32: () => bytes.readInt32BE(advance(4)),
    int64: () => bytes.readBigInt64BE(advance(8)),
    string: () => {
      const length = reader.int16();
      return length < 0 ? null : reader.raw(length).toString('utf8');
    },
    uvarint: () => {
      let value = 0;
      let shift = 0;
      for (;;) {
        const byte = bytes.readUInt8(advance(1));
        value |= (byte & 0x7f) << shift;
        if (byte < 128) return value >>> 0;
        shift += 7;
      }
    },
    compactString: () => {
      const length = reader.uvarint();
      return length === 0 ? null : reader.raw(length - 1).toString('utf8');
    },
    raw: size => bytes.subarray(advance(size), at),
    array: read => Array.from({ length: Math.max(0, reader.int32()) }, read),
    compactArray: read => Array.from({ length: Math.max(0, reader.uvarint() - 1) }, read),
    tags: () => {
      for (let left = reader.uvarint(); left > 0; left--) {
        reader.uvarint();
        advance(reader.uvarint());
      }
    },
  };
  return reader;
}
