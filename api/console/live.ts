import type { FastifyPluginAsync } from 'fastify';
import { type EventStream, eventStreams } from '../follow/sse.ts';
import type { Revisions } from './changes.ts';
import type { Live } from './page.ts';

/** Consoles at the same time, in this process: one more is shown as it was when it was loaded. */
const MOST = 200;
/** While a console is open, is looked for changes so often, ms. */
const LOOK_EVERY_MS = 2_000;

export type LiveOptions = {
  /** What is now; where it rejects, nothing is told. */
  readonly look: () => Promise<Revisions>;
  /** Default 2,000 ms. */
  readonly every?: number;
};

/**
 * `/console/live`: tells open pages what has changed (`changed`, with the parts that did), so that each fetches itself
 * again where it shows one of them. One look serves all who listen; nobody listens: no looks.
 */
export const liveRoutes: FastifyPluginAsync<LiveOptions> = async (app, { look, every = LOOK_EVERY_MS }) => {
  const streams = eventStreams(app, { most: MOST, mostOfClient: MOST, mostOfCustomer: 1 });
  const open = new Set<EventStream>();
  /** Told nothing yet: what has changed between the making of their pages and the first look, nobody knows. */
  const fresh = new Set<EventStream>();
  let looking = false;
  let known: Revisions | null = null;

  const lookAgain = async (): Promise<void> => {
    const now = await look().catch(() => null);
    if (now !== null) {
      const before = known;
      const all = Object.keys(now) as Live[];
      const changed = all.filter(part => now[part] !== before?.[part]);
      // Also where nothing has: whoever hears nothing for long shows that what it has is old.
      for (const one of open) one.send({ event: 'changed', data: fresh.delete(one) ? all : changed });
    }
    known = now ?? known;
    looking = open.size > 0;
    if (looking) setTimeout(lookAgain, every).unref();
    else known = null;
  };

  app.get('/console/live', { config: { unlimited: true }, exposeHeadRoute: false }, async (request, reply) => {
    const stream = streams.take(request.caller).open(reply);
    const gone = (): void => {
      open.delete(stream);
      fresh.delete(stream);
    };
    open.add(stream);
    fresh.add(stream);
    stream.signal.addEventListener('abort', gone);
    if (stream.signal.aborted) gone();
    if (!looking) void lookAgain();
    looking = true;
    return reply;
  });
};
