import type { FastifyInstance } from 'fastify';
import { isAudited } from './security/audit.ts';
import { storyOf } from './security/caller.ts';

/**
 * One line a request, when it is answered. At info is what failed and no audit tells; what went well is counted by the
 * metrics, and comes thousands of times a second: debug.
 */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method, url } = request;
    const line = { method, url, ...storyOf(request), status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
    const quiet = reply.statusCode < 400 || isAudited(request) || url.startsWith('/health/');
    request.log[quiet ? 'debug' : 'info'](line, 'request');
    done();
  });
}
