import { describe, expect, it } from 'vitest';
import { createCodec } from '../codec/codec.ts';
import { isOpen, type Owed, owedSchema } from './owed.ts';

const record = (name: string, ...fields: unknown[]) => ({ type: 'record', name, namespace: 'shop', fields });
const list = (name: string, ...fields: unknown[]) => ({
  name,
  type: { type: 'array', items: record(`One${name}`, ...fields) },
  default: [],
});
const schema = JSON.stringify(
  record(
    'Order',
    { name: 'orderId', type: 'string' },
    list('deadlines', { name: 'name', type: 'string' }, { name: 'due', type: 'long' }),
    { name: 'note', type: ['null', 'string'], default: null },
    list('effects', { name: 'id', type: 'string' }),
  ),
);
const codec = createCodec({ schemas: { schemaById: async () => schema } });

async function read(value: unknown): Promise<Owed> {
  const bytes = codec.writer<unknown>(schema, 1).encode(value);
  const reader = codec.reader<Owed>(owedSchema(schema));
  await reader.prepare([bytes]);
  return reader.decode(bytes);
}

describe('what is owed of a fact', () => {
  it.each([
    [2, 0, true],
    [0, 1, true],
    [0, 0, false],
  ])(
    'given %i deadlines and %i effects, then it counts them and reads nothing else',
    async (deadlines, effects, open) => {
      const owed = await read({
        orderId: 'o-1',
        deadlines: Array.from({ length: deadlines }, () => ({ name: 'answer', due: 5 })),
        note: 'ring twice',
        effects: Array.from({ length: effects }, () => ({ id: 'charge' })),
      });
      expect([owed.deadlines.length, owed.effects.length]).toEqual([deadlines, effects]);
      expect(Object.keys(owed).sort()).toEqual(['deadlines', 'effects']);
      expect(isOpen(owed)).toBe(open);
    },
  );

  it('given a schema without them, then it is refused at once', () => {
    expect(() => owedSchema(JSON.stringify(record('Request', { name: 'id', type: 'string' })))).toThrow('deadlines');
  });
});
