import { type CodecOptions, createCodec } from '../../runtime/codec/codec.ts';
import type { Reader } from '../../runtime/codec/reader.ts';
import { inPool } from '../../runtime/pool.ts';
import type { ProjectorWire } from '../../runtime/projector/code.ts';
import type { SchemaRegistry } from '../../runtime/registry/client.ts';
import { valueSubject } from '../../runtime/registry/register.ts';
import type { Wire } from '../../runtime/tasks/engine.ts';
import { type Owed, owedSchema } from '../../runtime/tasks/owed.ts';
import { topicName } from '../../runtime/topics/spec.ts';
import { schemaText } from '../../schemas/load.ts';
import type { TopicDefinition } from '../../schemas/topic-definition.ts';
import { topics } from '../../schemas/topics.ts';
import { upcastersFile, upcastersOf } from '../../schemas/upcasters.ts';

const definitionOf = (name: string): TopicDefinition => {
  const found = topics.find(topic => topic.name === name);
  if (found === undefined) throw new Error(`No topic is named ${name}.`);
  return found;
};

/** Values of the catalogue's topics as bytes. `ids`: of the registered schemas, by subject, of the topics to be written. */
export function createWire(
  registry: SchemaRegistry,
  prefix: string,
  ids: ReadonlyMap<string, number>,
  believing: Pick<CodecOptions, 'believedAfter' | 'unknownFor'> = {},
): Wire & ProjectorWire {
  const codec = createCodec({ schemas: registry, ...believing });
  const readers = new Map<string, Reader<never>>();
  const owed = new Map<string, Reader<Owed>>();
  const writers = new Map<string, ReturnType<Wire['writer']>>();
  return {
    schema: name => schemaText(definitionOf(name)),
    upcasting: name => {
      const steps = upcastersOf(definitionOf(name));
      return steps.length === 0 ? null : { file: upcastersFile(definitionOf(name)), steps };
    },
    readerOf: (schema, upcasters) => codec.reader(schema, upcasters),
    reader: name => {
      const reader = readers.get(name) ?? codec.reader(schemaText(definitionOf(name)), upcastersOf(definitionOf(name)));
      readers.set(name, reader as Reader<never>);
      return reader as ReturnType<Wire['reader']>;
    },
    owed: name => {
      const reader =
        owed.get(name) ??
        codec.reader<Owed>(owedSchema(schemaText(definitionOf(name))), upcastersOf(definitionOf(name)));
      owed.set(name, reader);
      return reader;
    },
    writer: name => {
      const known = writers.get(name);
      if (known !== undefined) return known;
      const id = ids.get(valueSubject(topicName(prefix, name)));
      if (id === undefined) throw new Error(`The schema of ${name} was not registered by this command.`);
      const writer = codec.writer<unknown>(schemaText(definitionOf(name)), id);
      writers.set(name, writer);
      return writer;
    },
  };
}

/** All at once, each would wait for all others, and on a busy machine longer than its patience. */
const REGISTERED_AT_ONCE = 8;

/** Registers the schemas of these topics, which changes nothing where `longplay up` has done it. */
export async function registeredIds(
  registry: SchemaRegistry,
  prefix: string,
  names: readonly string[],
): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  await inPool(REGISTERED_AT_ONCE, names, async name => {
    const subject = valueSubject(topicName(prefix, name));
    ids.set(subject, await registry.register(subject, schemaText(definitionOf(name))));
  });
  return ids;
}
