import { randomUUID } from 'node:crypto';
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify';
import type { ErasureDesk } from '../runtime/erasure/desk.ts';
import type { Health } from '../runtime/observe/health.ts';
import type { Logger } from '../runtime/observe/logger.ts';
import type { Metrics } from '../runtime/observe/metrics.ts';
import { seldom } from '../runtime/observe/seldom.ts';
import type { Tracing } from '../runtime/observe/tracing/span.ts';
import type { ProjectionDesk } from '../runtime/projector/desk.ts';
import { answerBrokenRequest } from './broken-request.ts';
import { consoleRoutes } from './console/console.ts';
import { readSessions } from './console/session.ts';
import type { Shop, ShopDependencies } from './context.ts';
import { endConnections } from './end-connections.ts';
import { problem, problemOf, sendProblem } from './errors.ts';
import { knownMethods } from './known-methods.ts';
import { limitLoad } from './load-limit.ts';
import { openShop } from './open-shop.ts';
import { describeRoutes, openApiRoute } from './openapi.ts';
import { countRequests } from './request-count.ts';
import { logRequests } from './request-log.ts';
import { traceRequests } from './request-trace.ts';
import { asyncApiRoute } from './routes/asyncapi.ts';
import { docsPage } from './routes/docs-page.ts';
import { erasureRoutes } from './routes/erasure.ts';
import { healthRoutes } from './routes/health.ts';
import { metricsRoute } from './routes/metrics.ts';
import { problemRoutes } from './routes/problems.ts';
import { projectionRoutes } from './routes/projections.ts';
import { type SchemaCheckDependencies, schemaCheckRoutes } from './routes/schema-check.ts';
import { shopRoutes } from './routes/shop.ts';
import { auditWrites } from './security/audit.ts';
import type { Authenticator } from './security/authenticator.ts';
import { adviseBrowsers } from './security/browsers.ts';
import { storyOf } from './security/caller.ts';
import { guard } from './security/guard.ts';
import { type Limits, limited, limitRequests } from './security/limits.ts';
import { answerOnlyHere } from './security/local-only.ts';
import { keepToOwn } from './security/own.ts';
import { validateStrictly } from './validation.ts';

export type ApiDependencies = {
  readonly logger: Logger;
  readonly health: Health;
  /** Knows who asks. */
  readonly auth: Authenticator;
  /** Default: no limits, no pages of other origins, no proxies. */
  readonly access?: Access;
  /** Left out: nothing is counted, and there is no /metrics. */
  readonly metrics?: Metrics;
  /** Left out, or null: no traces are made. */
  readonly tracing?: Tracing | null;
  /** Left out: health, problems and the document only. */
  readonly shop?: ShopDependencies;
  /** Left out: no schema can be checked. */
  readonly schemas?: SchemaCheckDependencies;
  /** Most requests under way at a time (`LoadLimitOptions.most`). */
  readonly mostRequests?: number;
  /** Left out: there is no /asyncapi.json. */
  readonly asyncApi?: object;
  /** Left out: read models cannot be watched or rebuilt here. */
  readonly projections?: ProjectionDesk;
  /** Left out: nobody can prove here that a customer is erased. Whoever made it closes it, after the API. */
  readonly erasures?: ErasureDesk;
};

export type Access = {
  /** Whether only programs of this machine are answered, and no web pages. Default false. */
  readonly hereOnly?: boolean;
  readonly limits: Limits;
  /** Origins whose pages may ask. */
  readonly cors: readonly string[];
  /** Addresses and networks of proxies, whose X-Forwarded-For is believed. */
  readonly trustProxy: readonly string[];
};

const FREE: Access = { limits: { client: 0, customer: 0, address: 0 }, cors: [], trustProxy: [] };

/** A drain takes seconds; its end is not known before. */
const DRAINING_RETRY_S = 5;

/** What is filled from history takes seconds, or minutes; a client that asks more often learns nothing. */
const FILLING_RETRY_S = 5;

/** While a server or the read models are away, every request says so to its client; the log is told now and then, ms. */
const AWAY_TOLD_MS = 10_000;

/** The API, not yet listening: `inject()` asks it in tests, `listen()` opens it. */
export function buildApp(dependencies: ApiDependencies): FastifyInstance {
  const {
    logger,
    health,
    auth,
    access = FREE,
    metrics,
    tracing = null,
    shop,
    projections,
    schemas,
    erasures,
    asyncApi,
    mostRequests,
  } = dependencies;
  const app = fastify({
    loggerInstance: logger.child({ part: 'api' }) as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // An id of 200 characters, each written as up to 12 in a path; the schemas say how long it may be.
    routerOptions: { maxParamLength: 2_400 },
    trustProxy: access.trustProxy.length === 0 ? false : [...access.trustProxy],
    // A client that stalls in the middle of a request holds a connection no longer than this.
    requestTimeout: 30_000,
    // While stopping, what is already under way is still answered.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    frameworkErrors: (error, _request, reply) => sendProblem(reply, problemOf(error)),
    clientErrorHandler: answerBrokenRequest,
  });
  // First of all that is done for a stop: answers that others give then must know of it.
  endConnections(app);
  const methodsAt = knownMethods(app);
  const toTell = seldom(AWAY_TOLD_MS);
  limitLoad(app, { most: mostRequests, metrics });
  validateStrictly(app);
  describeRoutes(app);
  traceRequests(app, tracing);
  logRequests(app);
  auditWrites(app, logger);
  if (metrics !== undefined) countRequests(app, metrics);
  const opened = shop === undefined ? null : openShop(app, shop);
  secure(app, auth, access, opened);

  app.setErrorHandler<Error>((error, request, reply) => {
    const found = problemOf(error);
    const drained = found.code === 'LP_API_DRAINING';
    if (found.status === 503 && !drained) {
      const more = toTell(found.code);
      if (more !== null)
        request.log.warn(
          { err: error, ...storyOf(request), ...(more > 0 && { more }) },
          'a request could not be served',
        );
    } else if (found.status >= 500 && !drained)
      request.log.error({ err: error, ...storyOf(request) }, 'request failed');
    if (found.status === 503) {
      const filling = found.code === 'LP_API_VIEWS_FILLING';
      reply.header('retry-after', drained ? DRAINING_RETRY_S : filling ? FILLING_RETRY_S : 1);
    }
    return sendProblem(reply, found);
  });
  app.setNotFoundHandler((request, reply) => answerNothing(request, reply));
  const answerNothing = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const allowed = methodsAt(request.url);
    const path = request.url.split('?')[0];
    if (allowed.length === 0) {
      return sendProblem(reply, problem('LP_API_NOT_FOUND', `There is nothing at ${path}.`));
    }
    reply.header('allow', allowed.join(', '));
    return sendProblem(reply, problem('LP_API_METHOD_NOT_ALLOWED', `${path} does not take ${request.method}.`));
  };

  // Where there is nothing, no body is waited for: anybody may ask, and would hold a place until it came.
  const count = limited(app);
  app.addHook('preParsing', async function nothingThere(request, reply) {
    if (!request.is404) return;
    await count.call(this, request, reply);
    return answerNothing(request, reply);
  });

  app.register(healthRoutes, { health });
  if (metrics !== undefined) app.register(metricsRoute, { metrics });
  app.register(problemRoutes);
  app.register(openApiRoute);
  app.register(docsPage);
  if (asyncApi !== undefined) app.register(asyncApiRoute, { document: asyncApi });
  if (projections !== undefined) app.register(projectionRoutes, { desk: projections });
  if (opened !== null) app.register(shopRoutes, { shop: opened });
  if (opened !== null) app.register(consoleRoutes, { auth, health, shop: opened });
  if (erasures !== undefined)
    app.register(erasureRoutes, { desk: erasures, ...(opened && { ask: opened.database.ask }) });
  if (schemas !== undefined) app.register(schemaCheckRoutes, { schemas });
  return app;
}

/** In the order in which a request meets it: browsers, who asks, how often, with which scope, and about whom. */
function secure(
  app: FastifyInstance,
  auth: Authenticator,
  { limits, cors, hereOnly = false }: Access,
  shop: Shop | null,
): void {
  app.decorateRequest('caller', null as never);
  app.decorateRequest('asked', null);
  app.decorateRequest('story', null);
  app.decorateRequest('reason', null);
  if (hereOnly) answerOnlyHere(app);
  adviseBrowsers(app, cors);
  limitRequests(app, limits);
  readSessions(app);
  app.after(() => {
    guard(app, auth);
    keepToOwn(app, shop);
  });
}
