import { fastify } from 'fastify';
import { expect, it } from 'vitest';
import { sendPage } from './page.ts';

it('given what came of a form, then the page does not fetch its address again, which would show the form anew', async () => {
  const app = fastify();
  const pulse = { at: 0, servers: {}, degraded: [], processors: null, hospital: null, clock: null, ends: null };
  const page = { title: 'T', area: null, body: 'B', live: ['log'] as const };
  app.route({ method: ['GET', 'POST'], url: '/', handler: (request, reply) => sendPage(request, reply, page, pulse) });
  expect((await app.inject('/')).body).toContain('data-live="log"');
  expect((await app.inject({ method: 'POST', url: '/' })).body).toContain('data-live=""');
  await app.close();
});
