import { fastify } from 'fastify';
import { expect, it, vi } from 'vitest';
import { goneWith } from './gone.ts';

it('knows of a client that went away before anybody asked', async () => {
  const app = fastify();
  const arrived = Promise.withResolvers<void>();
  const found = Promise.withResolvers<boolean>();
  app.get('/', async (_request, reply) => {
    arrived.resolve();
    await vi.waitFor(() => expect(reply.raw.destroyed).toBe(true), { timeout: 10_000 });
    found.resolve(goneWith(reply).aborted);
    return '';
  });
  const leaving = new AbortController();
  const asked = fetch(await app.listen({ port: 0 }), { signal: leaving.signal }).catch(() => null);
  await arrived.promise;
  leaving.abort();
  await asked;
  expect(await found.promise).toBe(true);
  await app.close();
});
