import { START } from '../../runtime/tasks/testing/given.ts';
import {
  type AvroSchema,
  fullName,
  isArray,
  isEnum,
  isMap,
  isPrimitive,
  isRecord,
  isUnion,
  type NamedSchema,
  namespaceOf,
} from '../../schemas/avro.ts';
import { parseSchemaFile } from '../../schemas/load.ts';
import type { TopicDefinition } from '../../schemas/topic-definition.ts';
import type { Random } from '../../test/property/random.ts';

const MOST_ENTRIES = 3;
const DAY = 86_400_000;

/** A random value of a topic, as its schema allows: every symbol of an enum, every branch of a union, short lists. */
export function anyValue({ schema }: Pick<TopicDefinition, 'schema'>, random: Random): Record<string, unknown> {
  const whole = parseSchemaFile(schema);
  // Looked for first: a list that stays empty would pass over the definition in it.
  const named = new Map<string, NamedSchema>(namedIn(whole, ''));

  function make(type: AvroSchema, namespace: string): unknown {
    if (typeof type === 'string') return isPrimitive(type) ? scalar(type) : make(known(fullName(type, namespace)), '');
    if (isUnion(type)) return make(random.pick(type) as AvroSchema, namespace);
    if (isArray(type)) return some(() => make(type.items, namespace));
    if (isMap(type)) return Object.fromEntries(some(n => [`k${n}`, make(type.values, namespace)]));
    if (!isRecord(type) && !isEnum(type)) return 'logicalType' in type ? time() : make(type.type, namespace);
    const inner = namespaceOf(type, namespace);
    if (isEnum(type)) return random.pick(type.symbols);
    return Object.fromEntries(type.fields.map(field => [field.name, make(field.type, inner)]));
  }

  function scalar(type: string): unknown {
    if (type === 'string') return `text ${random.below(9)}`;
    if (type === 'int' || type === 'long') return random.below(1_000);
    if (type === 'float' || type === 'double') return random.below(1_000) / 8;
    if (type === 'boolean') return random.chance(0.5);
    if (type === 'bytes') return Buffer.alloc(8 * random.below(MOST_ENTRIES));
    return null;
  }

  const time = (): number => START + random.below(40 * DAY);
  const some = <T>(each: (n: number) => T): T[] =>
    Array.from({ length: random.below(MOST_ENTRIES + 1) }, (_, n) => each(n));
  const known = (name: string): AvroSchema => {
    const found = named.get(name);
    if (found === undefined) throw new Error(`${schema} uses ${name}, which it does not define.`);
    return found;
  };

  return make(whole, '') as Record<string, unknown>;
}

/** The field that says the key, such as customerId for `customer id`. */
export const keyFieldOf = ({ key }: Pick<TopicDefinition, 'key'>): string =>
  key.replace(/ ([a-z])/g, (_, letter: string) => letter.toUpperCase());

function namedIn(type: AvroSchema, namespace: string): [string, NamedSchema][] {
  if (typeof type === 'string') return [];
  if (isUnion(type)) return type.flatMap(one => namedIn(one, namespace));
  if (isArray(type)) return namedIn(type.items, namespace);
  if (isMap(type)) return namedIn(type.values, namespace);
  if (!isRecord(type) && !isEnum(type)) return [];
  const inner = namespaceOf(type, namespace);
  const within = isRecord(type) ? type.fields.flatMap(field => namedIn(field.type, inner)) : [];
  return [[fullName(type.name, inner), type], ...within];
}
