import type { FastifyInstance } from 'fastify';
import { sendHtml } from './page.ts';
import type { SharedPages } from './shared-pages.ts';

/** Shares the pages of these routes, once it is known who asks, and that he may. */
export function share(app: FastifyInstance, shared: SharedPages): void {
  app.addHook('preHandler', async (request, reply) => {
    const page = await shared.take(request);
    if (page !== null) return sendHtml(reply, page);
    // Not at `onResponse`: where whoever asked goes away before he is answered, fastify tells of no response. `close`
    // comes after each, also where the connection stays open for the next.
    if (reply.raw.closed) shared.done(request);
    else reply.raw.once('close', () => shared.done(request));
  });
}
