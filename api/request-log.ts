import type { FastifyInstance } from 'fastify';

/** One line a request, when it is answered. Those of health checks and scrapes come every few seconds: debug. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method, url } = request;
    const line = { method, url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
    const quiet = url.startsWith('/health/') || url === '/metrics';
    request.log[quiet ? 'debug' : 'info'](line, 'request');
    done();
  });
}
