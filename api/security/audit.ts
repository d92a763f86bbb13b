import type { FastifyInstance } from 'fastify';
import type { Logger } from '../../runtime/observe/logger.ts';

const reads: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** One line for each write, when it is answered, also where it was refused: who asked what, and how it ended. */
export function auditWrites(app: FastifyInstance, logger: Logger): void {
  const audit = logger.child({ part: 'audit' });
  app.addHook('onResponse', async (request, reply) => {
    if (request.is404 || reads.includes(request.method)) return;
    const { caller, method, url, asked, ip } = request;
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
        request: asked ?? reply.getHeader('location') ?? null,
      },
      'write',
    );
  });
}
