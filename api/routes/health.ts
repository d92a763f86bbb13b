import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import type { Health, HealthReport } from '../../runtime/observe/health.ts';
import { problem, sendProblem } from '../errors.ts';
import { answer, problemAnswer } from './schemas.ts';

/** Asked every few seconds, by who has no key; never turned away. */
const PROBE = { needs: null, rateLimit: false, unlimited: true } as const;

const status = (name: string) => ({ type: 'string', enum: [name] });

const liveSchema = {
  operationId: 'readLiveness',
  summary: 'Whether this process answers',
  description: 'Asks nobody else. Restart the process where it does not answer.',
  tags: ['operations'],
  response: { 200: { ...answer({ status: status('live') }), description: 'It does.' } },
};

const startedSchema = {
  operationId: 'readStartup',
  summary: 'Whether it has begun its work',
  description: 'Tells that the program is up and has begun; until then, a probe of liveness is too early.',
  tags: ['operations'],
  response: {
    200: { ...answer({ status: status('started') }), description: 'It was ready once; it stays started.' },
    503: problemAnswer('It was not ready yet.', 'LP_API_NOT_READY'),
  },
};

const readySchema = {
  operationId: 'readReadiness',
  summary: 'Whether it can do its work',
  description:
    'Asks Kafka, the registry and Postgres. Send it no requests where it is not ready; degraded: it works, and a person has to see to something.',
  tags: ['operations'],
  response: {
    200: {
      ...answer({
        status: { type: 'string', enum: ['ready', 'degraded'] },
        servers: { type: 'object', description: 'What each server answered.' },
        degraded: { type: 'array', items: { type: 'string' }, description: 'What a person has to see to meanwhile.' },
      }),
      description: 'Kafka, the registry and Postgres have just answered.',
    },
    503: problemAnswer('One of them has not.', 'LP_API_NOT_READY'),
  },
};

/**
 * `/health/live`: this process answers; restart it where it does not. `/health/started`: it was ready once; ask for
 * nothing else before. `/health/ready`: it can do its work, because
 * Kafka, the registry and Postgres have just answered; send it no requests where it cannot. `degraded`: it does, and a
 * person has to see to something: cases in the message hospital, a processor that is paused.
 */
export const healthRoutes: FastifyPluginAsync<{ health: Health }> = async (app, { health }) => {
  let started = false;
  app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'));

  app.get('/health/live', { schema: liveSchema, config: PROBE }, async () => ({ status: 'live' }));

  app.get('/health/started', { schema: startedSchema, config: PROBE }, async (_request, reply) => {
    if (started) return { status: 'started' };
    const { ready, servers } = await health.check();
    started = ready;
    return ready ? { status: 'started' } : sendDown(reply, servers);
  });

  app.get('/health/ready', { schema: readySchema, config: PROBE }, async (_request, reply) => {
    const { ready, servers, degraded } = await health.check();
    if (!ready) return sendDown(reply, servers);
    return degraded === undefined ? { status: 'ready', servers } : { status: 'degraded', servers, degraded };
  });
};

function sendDown(reply: FastifyReply, servers: HealthReport['servers']): FastifyReply {
  const down = Object.entries(servers).flatMap(([name, server]) =>
    server.status === 'down' ? [`${name} is down: ${server.reason}`] : [],
  );
  return sendProblem(reply.header('retry-after', 1), problem('LP_API_NOT_READY', `${down.join('; ')}.`, { servers }));
}
