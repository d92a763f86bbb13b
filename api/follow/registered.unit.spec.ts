import { expect, it } from 'vitest';
import type { RegisteredVersion } from '../../runtime/registry/answers.ts';
import { schemaText } from '../../schemas/load.ts';
import { type RegistryReads, registeredSchemas } from './registered.ts';

const schema = schemaText({ schema: 'orders' });
const subject = 'shop.orders-value';

/** A registry with so many versions of one subject, whose lists come when `slow` does. */
function registryOf(versions: number) {
  const state = { versions, slow: Promise.resolve() as Promise<unknown>, asked: 0 };
  const registry: RegistryReads = {
    subjects: async () => {
      state.asked += 1;
      await state.slow;
      return [subject];
    },
    versions: async () => Array.from({ length: state.versions }, (_one, n) => n + 1),
    version: async (_subject, asked): Promise<RegisteredVersion> => {
      const version = Number(asked);
      return { subject, version, id: version, schema };
    },
  };
  let now = 0;
  const registered = registeredSchemas(registry, 'shop', () => now, 5);
  const count = async () => (await registered.all()).get('orders')?.length;
  const wait = () => {
    now += 10_001;
  };
  return { state, count, wait };
}

it('what is known is answered where the registry takes long, and read on behind it', async () => {
  const { state, count, wait } = registryOf(1);
  expect(await count()).toBe(1);
  const { promise, resolve } = Promise.withResolvers();
  Object.assign(state, { versions: 2, slow: promise });
  wait();
  expect([await count(), await count()]).toEqual([1, 1]);
  expect(state.asked).toBe(2);
  resolve(null);
  await expect.poll(count).toBe(2);
  expect(state.asked).toBe(2);
});

it('who asks first waits, however long it takes', async () => {
  const { state, count } = registryOf(1);
  const { promise, resolve } = Promise.withResolvers();
  state.slow = promise;
  const answer = count();
  setTimeout(resolve, 50);
  expect(await answer).toBe(1);
});

it('a registry that is away is told, at once or to whoever asks next', async () => {
  const { state, count, wait } = registryOf(1);
  await count();
  wait();
  state.slow = Promise.reject(new Error('away'));
  await expect(count()).rejects.toThrow('away');
  state.slow = Promise.resolve();
  expect(await count()).toBe(1);
  wait();
  const { promise, reject } = Promise.withResolvers();
  state.slow = promise;
  expect(await count()).toBe(1);
  reject(new Error('away, too late'));
  await expect.poll(() => count().catch(error => error.message)).toBe('away, too late');
});
