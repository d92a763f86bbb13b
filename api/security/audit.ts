import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from '../../runtime/observe/logger.ts';
import { storyOf } from './caller.ts';

const reads: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** Writes; what has no route was none. */
export const isAudited = ({ is404, method }: FastifyRequest): boolean => !is404 && !reads.includes(method);

/** One line for each write, when it is answered, also where it was refused: who asked what, and how it ended. */
export function auditWrites(app: FastifyInstance, logger: Logger): void {
  // Nothing of these lines is secret, and to look for secrets in each would take a twelfth of the time of a write.
  const audit = logger.child({ part: 'audit' }, { redact: [] });
  app.addHook('onResponse', (request, reply, done) => {
    if (!isAudited(request)) return done();
    const { caller, method, url, asked, reason, ip } = request;
    const { kind, id, customerId } = caller;
    audit.info(
      {
        reqId: request.id,
        actor: { kind, id, ...(customerId !== null && { customerId }) },
        ...(kind === 'ANONYMOUS' && { address: ip }),
        method,
        route: request.routeOptions.url,
        path: url.split('?')[0],
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        ...storyOf(request),
        request: asked ?? reply.getHeader('location') ?? null,
        ...(reason !== null && { reason }),
      },
      'write',
    );
    done();
  });
}
