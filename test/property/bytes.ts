import type { AvroType } from '../../runtime/codec/avro/avsc.ts';
import { parseSchema } from '../../runtime/codec/avro/schema.ts';
import { schemaText } from '../../schemas/load.ts';
import { topics } from '../../schemas/topics.ts';
import type { Value } from './log.ts';

const types = new Map<string, AvroType>();
const room = Buffer.alloc(1024 * 1024);

/** The record as its readers get it: written with its schema, and read again. Throws where it does not fit. */
export function throughBytes(topic: string, value: Value): Value {
  const type = types.get(topic) ?? typeOf(topic);
  const end = type.encode(value, room, 0);
  if (end < 0) throw new Error(`A record of ${topic} is larger than 1 MiB.`);
  // The bytes of a ring are a view of what was read.
  return type.decode(Buffer.from(room.subarray(0, end)), 0).value as Value;
}

function typeOf(name: string): AvroType {
  const topic = topics.find(one => one.name === name);
  if (topic === undefined) throw new Error(`There is no topic ${name}.`);
  const type = parseSchema(schemaText(topic));
  types.set(name, type);
  return type;
}
