import { topicOf } from '../../../runtime/tasks/engine.ts';
import { topics } from '../../../schemas/topics.ts';
import type { Follow } from '../../follow/context.ts';
import type { PageRoutes } from '../console.ts';
import type { Ends, Pulse } from '../pulse.ts';
import type { Detail } from './graph.ts';
import { type LiveMap, overlaid } from './overlay.ts';
import { type Overlook, overlook } from './overlook.ts';
import { mapView, noTopology } from './view.ts';

type Asked = { Querystring: { topics?: string } };

/** Outcomes, hospitals and operations, which every processor has. */
const own = topics.filter(({ name }) => name.includes('.')).map(({ name }) => name);
/** Nobody waits for these: their ends are asked for seldom, ms. */
const OWN_EVERY_MS = 10_000;

export type MapReader = {
  /** Null: nobody can tell who reads and writes what. `complete`: the log was looked at already. */
  read(pulse: Pulse, detail: Detail): Promise<(LiveMap & { readonly complete: boolean }) | null>;
};

export function mapReader(follow: Follow | null): MapReader {
  const looking: Overlook | null = follow === null ? null : overlook(follow);
  let ofOwn: { readonly at: number; readonly ends: Promise<Ends> } | null = null;

  const endsOf = async ({ at, ends }: Pulse, detail: Detail): Promise<Ends> => {
    if (follow === null || ends === null || detail === 'facts') return ends ?? new Map();
    if (ofOwn === null || at - ofOwn.at > OWN_EVERY_MS) {
      const asked = Promise.all(
        own.map(async name => [name, await follow.reads.offsets(topicOf(follow, name))] as const),
      );
      ofOwn = { at, ends: asked.then(all => new Map(all)) };
      asked.catch(() => {
        ofOwn = null;
      });
    }
    return new Map([...ends, ...(await ofOwn.ends)]);
  };

  return {
    read: async (pulse, detail) => {
      if (looking === null || pulse.processors === null) return null;
      const ends = await endsOf(pulse, detail);
      const { complete, ...seen } = await looking.look(ends, pulse.at);
      return { ...overlaid(pulse.processors, pulse.hospital, topics, seen, detail), complete };
    },
  };
}

/** `/console`: who waits for whom, and how it goes. */
export const mapRoutes: PageRoutes = async (app, { console }) => {
  const maps = mapReader(console.shop.follow);

  app.get<Asked>('/console', async (request, reply) => {
    const detail: Detail = request.query.topics === 'all' ? 'all' : 'facts';
    const pulse = await console.pulse.read();
    const map = await maps.read(pulse, detail);
    // The first look at the log is still under way: the page is loaded again, with or without a script.
    if (map?.complete === false) reply.header('refresh', '2');
    return console.send(request, reply, {
      title: 'Map',
      area: 'map',
      live: ['pulse', 'hospital', 'log'],
      body: map === null ? noTopology : mapView(map, pulse.at),
    });
  });
};
