import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { afterListening } from './after-listening.ts';

const opened: FastifyInstance[] = [];
afterEach(() => Promise.all(opened.splice(0).map(app => app.close())));

function open(works: readonly (() => Promise<unknown>)[], rest: number): FastifyInstance {
  const app = fastify();
  // Each in a context of its own, as routes are.
  for (const work of works) app.register(async inner => afterListening(inner, work, rest));
  opened.push(app);
  return app;
}

it('begins once the server listens, one after the other, whatever fails', async () => {
  const told: string[] = [];
  const first = Promise.withResolvers();
  const app = open(
    [
      async () => {
        told.push('first begins');
        await first.promise;
        told.push('first fails');
        throw new Error('away');
      },
      async () => told.push('second'),
    ],
    1,
  );
  await app.ready();
  await new Promise(resolve => setTimeout(resolve, 20));
  expect(told).toEqual([]);
  await app.listen({ port: 0 });
  await expect.poll(() => told).toEqual(['first begins']);
  first.resolve(null);
  await expect.poll(() => told).toEqual(['first begins', 'first fails', 'second']);
});

it('does not begin in a server that stops', async () => {
  let began = false;
  const first = Promise.withResolvers();
  const app = open([() => first.promise, async () => (began = true)], 0);
  await app.listen({ port: 0 });
  await new Promise(resolve => setTimeout(resolve, 20));
  await app.close();
  first.resolve(null);
  await new Promise(resolve => setImmediate(resolve));
  expect(began).toBe(false);
});
