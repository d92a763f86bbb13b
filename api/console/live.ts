import type { FastifyPluginAsync } from 'fastify';
import type { Shop } from '../context.ts';
import { type EventStream, eventStreams } from '../follow/sse.ts';
import { revisionsOf } from '../routes/revisions.ts';
import type { Live } from './page.ts';
import type { Pulse, PulseReader } from './pulse.ts';

/** Consoles at the same time, in this process: one more is shown as it was when it was loaded. */
const MOST = 200;
/** While a console is open, is looked for changes so often, ms. */
const LOOK_EVERY_MS = 2_000;

/**
 * `/console/live`: tells open pages what has changed (`changed`, with the parts that did), so that each fetches itself
 * again where it shows one of them. One look serves all who listen; nobody listens: no looks.
 */
export const liveRoutes: FastifyPluginAsync<{ shop: Shop; pulse: PulseReader }> = async (app, { shop, pulse }) => {
  const streams = eventStreams(app, { most: MOST, mostOfClient: MOST, mostOfCustomer: 1 });
  const open = new Set<EventStream>();
  let looking = false;
  let known: Revisions | null = null;

  const look = async (): Promise<void> => {
    const now = await revisions(shop, pulse).catch(() => null);
    const before = known;
    known = now ?? before;
    if (now !== null && before !== null) {
      const changed = (Object.keys(now) as Live[]).filter(part => now[part] !== before[part]);
      // Also where nothing has: whoever hears nothing for long shows that what it has is old.
      for (const one of open) one.send({ event: 'changed', data: changed });
    }
    looking = open.size > 0;
    if (looking) setTimeout(look, LOOK_EVERY_MS).unref();
    else known = null;
  };

  app.get(
    '/console/live',
    { config: { needs: ['operator'], page: true, unlimited: true }, exposeHeadRoute: false },
    async (request, reply) => {
      const stream = streams.take(request.caller).open(reply);
      open.add(stream);
      stream.signal.addEventListener('abort', () => open.delete(stream));
      if (stream.signal.aborted) open.delete(stream);
      if (!looking) void look();
      looking = true;
      return reply;
    },
  );
};

type Revisions = Readonly<Record<Live, string>>;

async function revisions(shop: Shop, pulse: PulseReader): Promise<Revisions> {
  const [of, now] = await Promise.all([revisionsOf(shop.database), pulse.read()]);
  return {
    pulse: pulseText(now),
    orders: of.positions,
    hospital: `${of.parked} ${now.hospital?.map(one => [one.group, one.cases, one.queued, one.retrying, one.keysBlocked].join()).join()}`,
    projections: `${of.positions} ${of.operations}`,
    log: now.processors?.map(({ inputs }) => inputs.map(({ end }) => end).join()).join() ?? '',
  };
}

/** Without what moves at every look: how long an answer took. */
function pulseText({ servers, degraded, processors, clock }: Pulse): string {
  const up = Object.entries(servers).map(([name, { status }]) => `${name} ${status}`);
  const lags = processors?.map(({ lag }) => lag).join() ?? '';
  return JSON.stringify([up, degraded, lags, clock === null ? null : Math.round(clock.ahead / 100)]);
}
