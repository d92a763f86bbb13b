import { describe, expect, inject, it } from 'vitest';
import { createKafkajsLog } from '../log/kafkajs/log.ts';
import type { LogRecord } from '../log/port.ts';
import { createLogger } from '../observe/logger.ts';
import { createSchemaRegistry } from '../registry/client.ts';
import { createCodec } from './codec.ts';

type One = { id: string; name: string };

const fields = (...more: readonly object[]) =>
  JSON.stringify({
    type: 'record',
    name: 'Person',
    namespace: 'people',
    fields: [{ name: 'id', type: 'string' }, { name: 'name', type: 'string', default: '' }, ...more],
  });
const one = fields();
const two = fields({ name: 'first', type: 'string', default: '' }, { name: 'last', type: 'string', default: '' });
const split = ({ id, name }: One) => {
  const [first, ...last] = name.split(' ');
  return { id, name, first, last: last.join(' ') };
};

describe('given records of two versions in a real topic, and an upcaster between them', () => {
  it('then a reader sees both in the newest shape, and the log is as it was', async () => {
    const topic = `upcasting-${Date.now().toString(36)}`;
    const registry = createSchemaRegistry({ url: inject('registryUrl') });
    const log = createKafkajsLog({
      brokers: inject('kafkaBrokers'),
      clientId: topic,
      logger: createLogger({ level: 'warn' }),
    });
    try {
      const [old, now] = [
        await registry.register(`${topic}-value`, one),
        await registry.register(`${topic}-value`, two),
      ];
      const codec = createCodec({ schemas: registry });
      const written = [
        codec.writer<One>(one, old).encode({ id: 'c-1', name: 'Ada Lovelace' }),
        codec.writer<object>(two, now).encode({ id: 'c-2', name: 'Prince', first: 'Prince', last: '' }),
      ];
      await log.admin.createTopics([{ name: topic, partitions: 1, replication: 1, config: {} }]);
      const writer = await log.writer();
      await writer.append(written.map(value => ({ topic, key: Buffer.from('k'), value })));
      await writer.close();

      const records: LogRecord[] = [];
      for await (const batch of log.readPartition({ from: { topic, partition: 0, offset: 0n } })) {
        records.push(...batch.records);
      }
      const values = records.map(({ value }) => value as Buffer);
      // A codec of its own: what a process that has written nothing reads.
      const reader = createCodec({ schemas: registry }).reader<object>(two, [{ from: one, to: two, up: split }]);
      await reader.prepare(values);

      expect(values.map(value => reader.decode(value))).toEqual([
        { id: 'c-1', name: 'Ada Lovelace', first: 'Ada', last: 'Lovelace' },
        { id: 'c-2', name: 'Prince', first: 'Prince', last: '' },
      ]);
      expect(values).toEqual(written);
    } finally {
      await log.close();
    }
  });
});
