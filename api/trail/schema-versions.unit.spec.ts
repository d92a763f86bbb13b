import { describe, expect, it } from 'vitest';
import type { RegisteredSchemas } from '../follow/registered.ts';
import { versionsOfSchemas } from './schema-versions.ts';

const orders = [1, 2].map(version => ({ subject: 's', version, id: version + 15, schema: '{}', deleted: false }));
const ids = [{ topic: 'orders', id: 17 }] as const;

describe('the versions of schemas', () => {
  it('given an id that records name, then its version, and the registry is asked once', async () => {
    let asked = 0;
    const versions = versionsOfSchemas({
      all: async () => {
        asked += 1;
        return new Map([['orders', orders]]);
      },
    });
    const of = await versions(ids);
    expect([of('orders', 17), of('orders', 99), of('payments', 17)]).toEqual([2, null, null]);
    await versions(ids);
    expect(asked).toBe(1);
  });

  it('given a registry that is late, then nobody waits for it, and the next one is told', async () => {
    const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<RegisteredSchemas['all']>>>();
    const versions = versionsOfSchemas({ all: () => promise }, 1);
    expect((await versions(ids))('orders', 17)).toBeNull();
    resolve(new Map([['orders', orders]]));
    await promise;
    expect((await versions(ids))('orders', 17)).toBe(2);
  });

  it('given a registry that is away, or none, then it is not known', async () => {
    const away = versionsOfSchemas({ all: () => Promise.reject(new Error('away')) });
    expect((await away(ids))('orders', 17)).toBeNull();
    expect((await versionsOfSchemas(null)(ids))('orders', 17)).toBeNull();
  });
});
