import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../runtime/observe/metrics.ts';

/** Counts each request when it is answered, by the pattern of its route: paths hold ids, of which there is no end. */
export function countRequests(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const route = request.routeOptions.url ?? 'none';
    metrics.count('longplay_http_requests_total', { method, route, status: reply.statusCode });
    metrics.observe('longplay_http_request_duration_seconds', { method, route }, reply.elapsedTime / 1_000);
    done();
  });
}
