/** The Confluent wire format: a magic byte 0, the schema's id as a 32 bit integer, big-endian, then Avro's bytes. */
export const headerLength = 5;

export function readSchemaId(bytes: Buffer): number {
  return bytes.readInt32BE(1);
}

/** The schema's id where the value is in this format; null where it is not, or there is no value. */
export function schemaIdIn(value: Buffer | null): number | null {
  return value !== null && value.length >= headerLength && value[0] === 0 ? readSchemaId(value) : null;
}

export function writeHeader(bytes: Buffer, schemaId: number): void {
  bytes[0] = 0;
  bytes.writeInt32BE(schemaId, 1);
}
