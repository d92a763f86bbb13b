import { describe, expect, it, vi } from 'vitest';
import type { Reader } from '../codec/reader.ts';
import { createMemoryBroker } from '../log/memory/log.ts';
import { createLogger } from '../observe/logger.ts';
import { tableSource } from './tables.ts';
import { json } from './testing/bare.ts';

async function given() {
  const broker = createMemoryBroker();
  const log = broker.log('tables');
  const config = { 'cleanup.policy': 'compact' };
  await log.admin.createTopics([{ name: 'p.products', partitions: 2, replication: 1, config }]);
  const tables = tableSource({
    log,
    topicName: name => `p.${name}`,
    reader: () => json as unknown as Reader<unknown>,
    logger: createLogger({ level: 'silent' }),
  });
  const put = async (key: string, value: unknown): Promise<void> => {
    const bytes = value === null ? null : json.encode(value);
    await (await log.writer()).append([{ topic: 'p.products', key: Buffer.from(key), value: bytes }]);
  };
  return { broker, tables, put };
}

describe('tables', () => {
  it('given rows, then all that were there are known at once, and later ones follow', async () => {
    const { tables, put } = await given();
    for (const key of ['a', 'b', 'c']) await put(key, { title: key });
    const table = await tables.open('products');
    expect([table.size(), table.get('b')]).toEqual([3, { title: 'b' }]);
    expect([...table.values()].map(row => (row as { title: string }).title).sort()).toEqual(['a', 'b', 'c']);
    await put('b', { title: 'B' });
    await put('c', null);
    await vi.waitFor(() => expect([table.get('b'), table.get('c')]).toEqual([{ title: 'B' }, undefined]));
    await tables.stop();
  });

  it('given that they are stopped before they have caught up, then that ends, and nobody waits for them any more', async () => {
    const { broker, tables, put } = await given();
    await put('a', { title: 'a' });
    const held = broker.hold({ client: 'tables', operation: 'fetch' });
    const opening = tables.open('products');
    const told = expect(opening).rejects.toThrow('p.products is not followed any more.');
    await held.arrived;
    const stopped = tables.stop();
    held.release();
    await stopped;
    await told;
  });
});
