import { describe, expect, it } from 'vitest';
import { keyIdOf } from './key-id.ts';
import { createMemoryKeyStore } from './memory.ts';
import type { DataKey, KeyStore } from './port.ts';
import { createVault } from './vault.ts';

/** A store that counts, and whose answers can be held back. */
function counting(store: KeyStore = createMemoryKeyStore()) {
  const calls: string[] = [];
  let gate: Promise<void> = Promise.resolve();
  const counted: KeyStore = {
    async obtain(subjects) {
      calls.push(`obtain ${subjects.join()}`);
      const keys = await store.obtain(subjects);
      await gate;
      return keys;
    },
    async find(ids) {
      calls.push(`find ${ids.length}`);
      const keys = await store.find(ids);
      await gate;
      return keys;
    },
    destroy: subject => store.destroy(subject),
  };
  return { store: counted, calls, hold: (until: Promise<void>) => (gate = until) };
}

const secretOf = (keys: ReadonlyMap<string, DataKey>, name: string) => keys.get(name)?.secret ?? null;

describe('given a vault', () => {
  it('then a subject has one key, by its name and by its id', async () => {
    const vault = createVault(createMemoryKeyStore());
    const bySubject = secretOf(await vault.keysFor(['c-1', 'c-2', 'c-1']), 'c-1');
    const byId = secretOf(await vault.keysById([keyIdOf('c-1')]), keyIdOf('c-1'));
    expect(bySubject).not.toBe(null);
    expect(byId?.equals(bySubject as NonNullable<typeof bySubject>)).toBe(true);
  });

  it('then an id that never was here is left out', async () => {
    const vault = createVault(createMemoryKeyStore());
    expect(await vault.keysById([keyIdOf('nobody')])).toEqual(new Map());
  });

  it('then all keys that are not in memory come in one go, and the others not at all', async () => {
    const { store, calls } = counting();
    const vault = createVault(store);
    await vault.keysFor(['a', 'b']);
    await vault.keysFor(['a', 'b', 'c', 'd']);
    await vault.keysFor(['d', 'a']);
    await vault.keysById([keyIdOf('a'), keyIdOf('b')]);
    expect(calls).toEqual(['obtain a,b', 'obtain c,d']);
  });

  it('then a key is asked for again after its time', async () => {
    let now = 0;
    const { store, calls } = counting();
    const vault = createVault(store, { keepFor: 100, now: () => now });
    await vault.keysFor(['a']);
    now = 99;
    await vault.keysFor(['a']);
    expect(calls).toHaveLength(1);
    now = 100;
    await vault.keysFor(['a']);
    expect(calls).toHaveLength(2);
  });

  it('then no more than so many are kept', async () => {
    const { store, calls } = counting();
    const vault = createVault(store, { mostKept: 2 });
    await vault.keysFor(['a', 'b', 'c']);
    await vault.keysFor(['b', 'c']);
    expect(calls).toHaveLength(1);
    await vault.keysFor(['a']);
    expect(calls).toHaveLength(2);
  });
});

describe('given a key that is destroyed', () => {
  it('then it is gone at once here, and elsewhere within the time that keys are kept', async () => {
    let now = 0;
    const store = createMemoryKeyStore();
    const [here, elsewhere] = [createVault(store), createVault(store, { keepFor: 100, now: () => now })];
    await here.keysFor(['a']);
    await elsewhere.keysFor(['a']);
    await here.destroy('a');
    expect(secretOf(await here.keysFor(['a']), 'a')).toBe(null);
    now = 100;
    expect(secretOf(await elsewhere.keysFor(['a']), 'a')).toBe(null);
  });

  it('then one that never was is never made', async () => {
    const vault = createVault(createMemoryKeyStore());
    await vault.destroy('a');
    expect(secretOf(await vault.keysFor(['a']), 'a')).toBe(null);
  });

  it('then an answer that was under way does not bring it back', async () => {
    const { store, hold } = counting();
    const vault = createVault(store);
    await vault.keysFor(['a']);
    const other = createVault(store);
    const { promise, resolve } = Promise.withResolvers<void>();
    hold(promise);
    const underWay = other.keysFor(['a']);
    await other.destroy('a');
    resolve();
    expect(secretOf(await underWay, 'a')).toBe(null);
    expect(secretOf(await other.keysFor(['a']), 'a')).toBe(null);
  });
});
