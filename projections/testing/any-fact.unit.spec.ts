import { expect, it } from 'vitest';
import { createCodec } from '../../runtime/codec/codec.ts';
import { schemaText } from '../../schemas/load.ts';
import { topics } from '../../schemas/topics.ts';
import { randomOf } from '../../test/property/random.ts';
import { anyValue, keyFieldOf } from './any-fact.ts';

const codec = createCodec({ schemas: { schemaById: async () => '' } });
const facts = topics.filter(({ kind, name, schema }) => kind === 'facts' && name === schema);

it.each(facts.map(topic => [topic.name, topic] as const))('any fact of %s is one as its schema has it', (_, topic) => {
  // What is personal would have to be sealed for somebody first.
  const text = JSON.stringify(
    JSON.parse(schemaText(topic), (name, value) => (name === 'personal' ? undefined : value)),
  );
  const writer = codec.writer(text, 1);
  for (let seed = 0; seed < 30; seed++) {
    const value = anyValue(topic, randomOf(seed));
    expect(value).toHaveProperty(keyFieldOf(topic));
    expect(value).toEqual(anyValue(topic, randomOf(seed)));
    expect(() => writer.encode(value)).not.toThrow();
  }
});
