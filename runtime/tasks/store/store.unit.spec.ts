import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { lmdbStore } from './lmdb.ts';
import { memoryStore } from './memory.ts';
import type { Checkpoint, StateStore } from './port.ts';

const checkpoint = (position: bigint): Checkpoint => ({ clusterId: 'c', topicId: 't', position, at: 1 });
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
  ['lmdb', async () => lmdbStore(await newFolder())],
] as [string, () => Promise<StateStore>][])('a %s store', (_, open) => {
  it('given nothing, then it knows nothing', async () => {
    const store = await open();
    expect(store.get('a')).toBeUndefined();
    expect(store.checkpoint()).toBeNull();
    expect([...store.entries()]).toEqual([]);
    await store.close();
  });

  it('given changes, then it tells the newest of each key, and how far it has come', async () => {
    const store = await open();
    store.apply([{ key: 'a', value: Buffer.from('1'), offset: 5n }], checkpoint(6n));
    store.apply(
      [
        { key: 'a', value: Buffer.from('2'), offset: 7n },
        { key: 'ß€', value: Buffer.alloc(0), offset: 2n ** 40n },
      ],
      checkpoint(9n),
    );
    expect(store.get('a')).toEqual({ value: Buffer.from('2'), offset: 7n });
    expect(store.get('ß€')).toEqual({ value: Buffer.alloc(0), offset: 2n ** 40n });
    expect(store.checkpoint()).toEqual(checkpoint(9n));
    expect(store.size()).toBe(2);
    expect([...store.entries()].map(([key]) => key).sort()).toEqual(['a', 'ß€']);
    await store.close();
  });

  it('given a tombstone, then the key is gone', async () => {
    const store = await open();
    store.apply([{ key: 'a', value: Buffer.from('1'), offset: 5n }], checkpoint(6n));
    store.apply([{ key: 'a', value: null, offset: 6n }], checkpoint(7n));
    expect(store.get('a')).toBeUndefined();
    await store.close();
  });

  it('given that it is cleared, then it is as new', async () => {
    const store = await open();
    store.apply([{ key: 'a', value: Buffer.from('1'), offset: 5n }], checkpoint(6n));
    store.clear();
    expect(store.size()).toBe(0);
    expect(store.checkpoint()).toBeNull();
    await store.close();
  });
});

describe('an lmdb store', () => {
  it('given that it is opened again, then everything is still there', async () => {
    const folder = await newFolder();
    const first = lmdbStore(folder);
    first.apply([{ key: 'a', value: Buffer.from('1'), offset: 5n }], checkpoint(6n));
    await first.close();
    const second = lmdbStore(folder);
    expect(second.get('a')).toEqual({ value: Buffer.from('1'), offset: 5n });
    expect(second.checkpoint()).toEqual(checkpoint(6n));
    await second.close();
  });
});
