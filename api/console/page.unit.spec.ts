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

it.each([true, false])(
  'given a page that is not whole yet (%s), then the script fetches it again, and where there is none the browser',
  async partial => {
    const app = fastify();
    const page = { title: 'T', area: null, body: 'B', live: ['log'], partial } as const;
    app.get('/', (request, reply) => sendPage(request, reply, page, null));
    const { body } = await app.inject('/');
    expect(/<div id="page"[^>]* data-partial>/.test(body)).toBe(partial);
    expect(/<noscript><meta http-equiv="refresh"/.test(body)).toBe(partial);
    await app.close();
  },
);
