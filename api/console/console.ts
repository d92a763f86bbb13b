import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Health } from '../../runtime/observe/health.ts';
import type { LongplayClient } from '../client/client.ts';
import type { Shop } from '../context.ts';
import { problem } from '../errors.ts';
import type { Authenticator } from '../security/authenticator.ts';
import { mayAsk } from '../security/caller.ts';
import { asking } from './ask.ts';
import { assetRoutes } from './assets.ts';
import { revisionsReader } from './changes.ts';
import { problemIn, tellProblem } from './failure.ts';
import { hospitalArea } from './hospital/hospital.ts';
import { liveRoutes } from './live.ts';
import { mapRoutes } from './map/routes.ts';
import { orderDeedRoutes } from './orders/deed-routes.ts';
import { listRoutes } from './orders/list-routes.ts';
import { timelineRoutes } from './orders/timeline-routes.ts';
import { type Page, sendHtml, sendPage } from './page.ts';
import { projectionsArea } from './projections/projections.ts';
import { type PulseReader, pulseReader } from './pulse.ts';
import { recordPages } from './records/records.ts';
import { schemaPages } from './schemas/schemas.ts';
import { isOwnForm } from './session.ts';
import { sharedPages } from './shared-pages.ts';
import { share } from './sharing.ts';
import { signInRoutes } from './sign-in.ts';
import { strip } from './strip.ts';

export type ConsoleDependencies = {
  readonly auth: Authenticator;
  readonly health: Health;
  readonly shop: Shop;
};

/** What each page works with. */
export type Console = {
  readonly shop: Shop;
  readonly pulse: PulseReader;
  /** The API, asked as whoever looks at the page. */
  ask(request: FastifyRequest): LongplayClient;
  send(request: FastifyRequest, reply: FastifyReply, page: Page): Promise<FastifyReply>;
};

export type PageRoutes = FastifyPluginAsync<{ console: Console }>;

/** Forms are small: a reason, a value that was edited. */
const MOST_BYTES = 1_048_576;

const pages: readonly PageRoutes[] = [
  mapRoutes,
  recordPages,
  schemaPages,
  listRoutes,
  timelineRoutes,
  orderDeedRoutes,
  hospitalArea,
  projectionsArea,
];

/** `/console`: the choreography, orders, the hospital, the read models, schemas and records, for people. */
export const consoleRoutes: FastifyPluginAsync<ConsoleDependencies> = async (app, { auth, health, shop }) => {
  const pulse = pulseReader({ health, shop, now: shop.now });
  const console: Console = {
    shop,
    pulse,
    ask: request => asking(app, request),
    send: async (request, reply, page) => sendPage(request, reply, page, await pulse.read()),
  };
  const shared = sharedPages();
  const revisions = revisionsReader(shop, pulse);
  const look = async () => {
    const found = await revisions();
    // Told now: whoever fetches his page because of it is shown what was found.
    shared.forget();
    return found;
  };
  await app.register(assetRoutes);
  await app.register(async app => {
    asPages(app, pulse);
    await app.register(formbody, { bodyLimit: MOST_BYTES });
    await app.register(signInRoutes, { auth });
    await app.register(async app => {
      share(app, shared);
      for (const routes of pages) await app.register(routes, { console });
    });
    app.get('/console/strip', async (_request, reply) => sendHtml(reply, strip(await pulse.read())));
    await app.register(liveRoutes, { look });
    app.get('/console/*', async (_request, reply) =>
      tellProblem(reply, problem('LP_API_NOT_FOUND', 'There is no such page.'), await pulse.read()),
    );
  });
};

/** Routes of pages: for operators, described nowhere, with forms of this console only, and failures as pages. */
function asPages(app: FastifyInstance, pulse: PulseReader): void {
  app.addHook('onRoute', route => {
    route.config = { needs: ['operator'], page: true, tells: tellProblem, ...route.config };
    route.schema = { hide: true, ...route.schema };
  });
  /** Which server is away, and that it is back, is told by each page; to whoever may know. */
  const pulseFor = async ({ caller }: FastifyRequest) =>
    caller !== null && mayAsk(caller, ['operator']) ? await pulse.read() : null;
  app.addHook('preParsing', async (request, reply) => {
    if (request.method !== 'POST' || isOwnForm(request)) return;
    const detail = 'This form was not sent by a page of the console.';
    return tellProblem(reply, problem('LP_API_FORBIDDEN', detail), await pulseFor(request));
  });
  app.setErrorHandler<Error>(async (error, request, reply) => {
    const found = problemIn(error);
    if (found.status >= 500 && found.status !== 503) request.log.error({ err: error }, 'a page of the console failed');
    if (found.status === 503) reply.header('retry-after', 1);
    return tellProblem(reply, found, await pulseFor(request));
  });
}
