import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { anybody } from '../security/caller.ts';
import { listenTo } from '../testing/event-source.ts';
import type { Revisions } from './changes.ts';
import { liveRoutes } from './live.ts';

const opened: FastifyInstance[] = [];
afterEach(() => Promise.all(opened.splice(0).map(app => app.close())));

const first: Revisions = { pulse: '1', orders: '1', hospital: '1', projections: '1', log: '1' };

async function open(look: () => Promise<Revisions>): Promise<string> {
  const app = fastify();
  app.decorateRequest('caller', null as never);
  app.addHook('onRequest', async request => {
    request.caller = anybody;
  });
  await app.register(liveRoutes, { look, every: 5 });
  opened.push(app);
  return `${await app.listen({ port: 0 })}/console/live`;
}

describe('open pages', () => {
  it('are told which parts have changed, once, and that they are still heard', async () => {
    let now = first;
    const source = await listenTo(await open(async () => now));
    const [begin, quiet] = await source.take(2);
    expect(begin).toMatchObject({ event: 'changed', data: Object.keys(first) });
    expect(quiet).toMatchObject({ event: 'changed', data: [] });
    now = { ...first, orders: '2', log: '2' };
    const told = [];
    while (told.length === 0) told.push(...(await source.take(1)).filter(({ data }) => data.length > 0));
    expect(told[0]?.data).toEqual(['orders', 'log']);
    expect((await source.take(1))[0]?.data).toEqual([]);
    source.close();
  });

  it('share one look, and nobody looks once they are gone', async () => {
    const look = vi.fn(async () => first);
    const url = await open(look);
    const all = await Promise.all(Array.from({ length: 5 }, () => listenTo(url)));
    await Promise.all(all.map(one => one.take(3)));
    const counted = look.mock.calls.length;
    expect(counted).toBeLessThan(5 * 3);
    for (const one of all) one.close();
    const stopped = async () => {
      const before = look.mock.calls.length;
      await new Promise(resolve => setTimeout(resolve, 50));
      return look.mock.calls.length === before;
    };
    await expect.poll(stopped, { timeout: 10_000 }).toBe(true);
  });

  it('hear nothing while it cannot be told, and what has changed meanwhile after that', async () => {
    const looks: (() => Promise<Revisions>)[] = [
      async () => first,
      () => Promise.reject(new Error('away')),
      () => Promise.reject(new Error('away')),
      async () => ({ ...first, hospital: '2' }),
    ];
    const source = await listenTo(await open(() => (looks.shift() ?? (async () => ({ ...first, hospital: '2' })))()));
    await source.take(1);
    expect((await source.take(1))[0]?.data).toEqual(['hospital']);
    source.close();
  });
});
