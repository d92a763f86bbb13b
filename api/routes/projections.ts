import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { LongplayError } from '../../runtime/errors.ts';
import type { ProjectionDesk } from '../../runtime/projector/desk.ts';
import type { OperationKind, OperationOptions } from '../../runtime/projector/rebuild/operations.ts';
import type { ShownOperation } from '../../runtime/projector/rebuild/shown.ts';
import { problem, sendProblem } from '../errors.ts';
import { requestIds } from '../request-ids.ts';
import { actorOf } from '../security/caller.ts';
import { needing } from '../security/scopes.ts';
import { projectionEvents } from './projection-events.ts';
import * as schemas from './projection-schemas.ts';

type Named = { Params: { name: string } };
type Numbered = { Params: { name: string; id: number } };
type Reasoned = { Querystring: { reason?: string } };
type Body = { throttle?: number; swap?: boolean; acceptDifferences?: string; key?: string; reason?: string } | null;

/** How the read models stand; and rebuilding, verifying, switching them. What is asked is done where a projector runs. */
export const projectionRoutes: FastifyPluginAsync<{ desk: ProjectionDesk }> = async (app, { desk }) => {
  needing(app, ['operator']);

  app.get('/projections', { schema: schemas.listSchema }, async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return { items: (await told(desk.status())).map(plain) };
  });

  app.get<Named>('/projections/:name', { schema: schemas.readSchema }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const { name } = request.params;
    const found = (await told(desk.status(name))).find(one => one.name === name);
    return found === undefined ? unknown(reply, name) : plain(found);
  });

  for (const { path, kind, schema } of schemas.asking) {
    app.post<Named & { Body: Body }>(`/projections/:name/${path}`, { schema }, async (request, reply) => {
      const { name } = request.params;
      const [what, options] = askedFor(kind, request.body);
      const asking = { ...by(request, request.body?.reason), request: requestIds(request).requestId };
      const asked = await told(desk.ask(name, what, { ...options, ...asking }));
      const location = `/projections/${encodeURIComponent(name)}/operations/${asked.id}`;
      return reply.code(202).header('location', location).send(linked(asked));
    });
  }

  app.get<Named>('/projections/:name/operations', { schema: schemas.operationsSchema }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    return { items: (await told(desk.operations(request.params.name))).map(linked) };
  });

  const path = '/projections/:name/operations/:id';
  app.get<Numbered>(path, { schema: schemas.operationSchema }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const found = await told(desk.operation(request.params.name, request.params.id));
    return found === null ? unknown(reply, `operation ${request.params.id}`) : linked(found);
  });

  app.delete<Numbered & Reasoned>(path, { schema: schemas.cancelSchema }, async (request, reply) => {
    const { name, id } = request.params;
    if ((await told(desk.operation(name, id))) === null) return unknown(reply, `operation ${id}`);
    await told(desk.cancel(id, by(request, request.query.reason)));
    const now = await told(desk.operation(name, id));
    return reply.code(202).send(now === null ? null : linked(now));
  });

  app.post<Named & { Body: Body }>('/projections/:name/pause', { schema: schemas.pauseSchema }, async request => {
    const { reason } = by(request, request.body?.reason);
    await told(desk.pause(request.params.name, reason ?? null));
    return { projection: request.params.name, paused: true };
  });

  app.post<Named & { Body: Body }>('/projections/:name/resume', { schema: schemas.resumeSchema }, async request => {
    by(request, request.body?.reason);
    await told(desk.resume(request.params.name));
    return { projection: request.params.name, paused: false };
  });

  app.delete<Named & Reasoned>('/projections/:name/generations', { schema: schemas.dropSchema }, async request => {
    const { name } = request.params;
    by(request, request.query.reason);
    return { projection: name, dropped: await told(desk.drop(name)) };
  });

  await app.register(projectionEvents, { desk });
};

/** Who asks, and why: kept with what is asked for where there is a place for it, and by the audit in any case. */
function by(request: FastifyRequest, reason: string | undefined): { actor?: string; reason?: string } {
  request.reason = reason ?? null;
  const actor = actorOf(request);
  return { ...(actor.kind !== 'UNKNOWN' && { actor: actor.id }), ...(reason !== undefined && { reason }) };
}

function askedFor(kind: OperationKind, body: Body): [OperationKind, OperationOptions] {
  const { throttle, swap, acceptDifferences: accept, key } = body ?? {};
  return kind === 'rebuild' && key !== undefined ? ['heal', { key }] : [kind, { throttle, swap, accept }];
}

const linked = (operation: ShownOperation) => {
  const self = `/projections/${encodeURIComponent(operation.projection)}/operations/${operation.id}`;
  return { ...operation, links: { self, events: `${self}/events` } };
};

const unknown = (reply: FastifyReply, what: string): FastifyReply =>
  sendProblem(reply, problem('LP_API_NOT_FOUND', `There is no ${what} here.`));

/** In the API's words. */
async function told<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    if (!(cause instanceof LongplayError)) throw cause;
    if (cause.code === 'LP_PROJECTION_UNKNOWN') throw new LongplayError('LP_API_NOT_FOUND', cause.message, { cause });
    if (cause.code === 'LP_PROJECTION_BUSY')
      throw new LongplayError('LP_API_PROJECTION_BUSY', cause.message, { cause });
    if (cause.code === 'LP_PROJECTION_NEVER_RUN') {
      throw new LongplayError('LP_API_VIEWS_MISSING', cause.message, { cause });
    }
    throw cause;
  }
}

/** Offsets as numbers: they are far below 2^53. */
const plain = (value: object): unknown =>
  JSON.parse(JSON.stringify(value, (_key, one) => (typeof one === 'bigint' ? Number(one) : one)));
