import type { FastifyPluginAsync } from 'fastify';
import type { Health } from '../../runtime/observe/health.ts';
import { problem, sendProblem } from '../errors.ts';

/**
 * `/health/live`: this process answers; restart it where it does not. `/health/ready`: it can do its work, because
 * Kafka, the registry and Postgres have just answered; send it no requests where it cannot.
 */
export const healthRoutes: FastifyPluginAsync<{ health: Health }> = async (app, { health }) => {
  app.get('/health/live', async () => ({ status: 'live' }));

  app.get('/health/ready', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    const { ready, servers } = await health.check();
    if (ready) return { status: 'ready', servers };
    const down = Object.entries(servers).flatMap(([name, server]) =>
      server.status === 'down' ? [`${name} is down: ${server.reason}`] : [],
    );
    return sendProblem(reply.header('retry-after', 1), problem('LP_API_NOT_READY', `${down.join('; ')}.`, { servers }));
  });
};
