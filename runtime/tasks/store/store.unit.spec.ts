import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fileStore } from './file.ts';
import { memoryStore } from './memory.ts';
import type { Change, Checkpoint, StateStore } from './port.ts';

const checkpoint = (position: bigint): Checkpoint => ({ clusterId: 'c', topicId: 't', position, at: 1 });
const change = (key: string, value: string | null, offset: bigint, open = false): Change => ({
  key,
  value: value === null ? null : Buffer.from(value),
  offset,
  open,
});
const folders: string[] = [];

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'longplay-store-'));
  folders.push(folder);
  return folder;
}

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

describe.each([
  ['memory', async () => memoryStore()],
  ['file', async () => await fileStore(await newFolder())],
] as [string, () => Promise<StateStore>][])('a %s store', (_, open) => {
  it('given nothing, then it knows nothing', async () => {
    const store = await open();
    expect(store.get('a')).toBeUndefined();
    expect(store.offsetOf('a')).toBeUndefined();
    expect(store.checkpoint()).toBeNull();
    expect(store.newest()).toBeNull();
    expect([...store.openKeys()]).toEqual([]);
    expect(store.size()).toBe(0);
    await store.close();
  });

  it.each(['apply', 'load'] as const)(
    'given changes by %s, then it tells the newest of each key, and how far it has come',
    async how => {
      const store = await open();
      await store[how]([change('a', '1', 5n)], checkpoint(6n));
      await store[how]([change('a', '2', 7n), change('ß€', '', 2n ** 40n)], checkpoint(9n));
      expect(store.get('a')).toEqual({ value: Buffer.from('2'), offset: 7n });
      expect(store.offsetOf('a')).toBe(7n);
      expect(store.get('ß€')).toEqual({ value: Buffer.alloc(0), offset: 2n ** 40n });
      expect(store.checkpoint()).toEqual(checkpoint(9n));
      expect(store.newest()).toEqual({ key: 'ß€', offset: 2n ** 40n });
      expect(store.size()).toBe(2);
      await store.close();
    },
  );

  it('given keys with something to come, then it names them until it has come', async () => {
    const store = await open();
    store.apply([change('a', '1', 0n, true), change('b', '1', 1n, true), change('c', '1', 2n)], checkpoint(3n));
    store.apply([change('a', '2', 3n), change('c', '2', 4n, true)], checkpoint(5n));
    expect([...store.openKeys()].sort()).toEqual(['b', 'c']);
    store.apply([change('b', null, 5n)], checkpoint(6n));
    expect([...store.openKeys()]).toEqual(['c']);
    await store.close();
  });

  it('given a tombstone, then the key is gone', async () => {
    const store = await open();
    store.apply([change('a', '1', 5n)], checkpoint(6n));
    store.apply([change('a', null, 6n)], checkpoint(7n));
    expect(store.get('a')).toBeUndefined();
    expect(store.offsetOf('a')).toBeUndefined();
    expect(store.size()).toBe(0);
    store.apply([change('a', '3', 7n)], checkpoint(8n));
    expect(store.size()).toBe(1);
    await store.close();
  });

  it('given bytes that their owner uses again, then the value is still what it was', async () => {
    const store = await open();
    const value = Buffer.from('mine');
    store.apply([{ key: 'a', value, offset: 0n, open: false }], checkpoint(1n));
    value.fill('x');
    expect(String(store.get('a')?.value)).toBe('mine');
    await store.close();
  });

  it('given that it is cleared, then it is as new', async () => {
    const store = await open();
    store.apply([change('a', '1', 5n, true)], checkpoint(6n));
    store.clear();
    expect(store.size()).toBe(0);
    expect([...store.openKeys()]).toEqual([]);
    expect(store.checkpoint()).toBeNull();
    store.apply([change('b', '1', 1n)], checkpoint(2n));
    expect(String(store.get('b')?.value)).toBe('1');
    await store.close();
  });
});
