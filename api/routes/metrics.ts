import type { FastifyPluginAsync } from 'fastify';
import type { Metrics } from '../../runtime/observe/metrics.ts';

/** For Prometheus; what each metric means is in docs/reference/metrics.md. */
export const metricsRoute: FastifyPluginAsync<{ metrics: Metrics }> = async (app, { metrics }) => {
  app.get('/metrics', { schema: { hide: true }, config: { needs: ['operator'] } }, async (_request, reply) => {
    return reply
      .header('cache-control', 'no-store')
      .type(metrics.contentType)
      .send(await metrics.text());
  });
};
