import { type FastifyError, type FastifyInstance, fastify } from 'fastify';
import type { Logger } from '../../../observe/logger.ts';
import { sendProblem } from './problems.ts';

export type StandInAppOptions = {
  /** Who it is, in the log. */
  readonly name: string;
  /** Aborted when it stops: what fails then is no failure. */
  readonly stopping: AbortSignal;
  readonly logger?: Logger | undefined;
};

/** The HTTP side of a stand-in: strict about what it is sent, problem details for what goes wrong, and `/health`. */
export function createStandInApp({ name, stopping, logger }: StandInAppOptions): FastifyInstance {
  const app = fastify({
    bodyLimit: 16_384,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 255 },
    // A misspelt knob must be refused, not dropped.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
  });
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) return sendProblem(reply, status, 'request-invalid', error.message);
    if (!stopping.aborted) logger?.error({ err: error }, `the ${name} failed`);
    return sendProblem(reply, 500, 'internal-error', 'The stand-in failed.');
  });
  app.setNotFoundHandler((request, reply) => sendProblem(reply, 404, 'no-such-path', `Nothing is at ${request.url}.`));
  app.get('/health', () => ({ status: 'up' }));
  return app;
}
