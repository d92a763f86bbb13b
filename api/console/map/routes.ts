import { afterListening } from '../../after-listening.ts';
import type { PageRoutes } from '../console.ts';
import type { Html } from '../html.ts';
import { pausingRoutes } from '../parts/pausing.ts';
import { place } from '../places.ts';
import type { Pulse } from '../pulse.ts';
import type { Detail } from './graph.ts';
import { mapReader } from './map-reader.ts';
import { PATH, processorPage, toNode, topicPage } from './node-routes.ts';
import { mapView, noTopology } from './view.ts';

type Asked = { Querystring: { topics?: string } };
type Named = { Params: { name: string } };

/** `/console`: who waits for whom, and how it goes. */
export const mapRoutes: PageRoutes = async (app, { console }) => {
  const maps = mapReader(console.shop.follow);
  // The first look reads a little of every topic.
  afterListening(app, async () => maps.read(await console.pulse.read(), 'all'));

  /** All who look within the same two seconds are shown the same picture, drawn once. */
  let drawn: { readonly pulse: Pulse; readonly detail: Detail; readonly body: Html } | null = null;

  app.get<Asked>('/console', async (request, reply) => {
    const detail: Detail = request.query.topics === 'all' ? 'all' : 'facts';
    const pulse = await console.pulse.read();
    let body = drawn?.pulse === pulse && drawn.detail === detail ? drawn.body : null;
    let partial = false;
    if (body === null) {
      const map = await maps.read(pulse, detail);
      body = map === null ? noTopology : mapView(map, pulse.at);
      // The first look at the log is still under way.
      partial = map?.complete === false;
      if (!partial) drawn = { pulse, detail, body };
    }
    return console.send(request, reply, {
      title: 'Map',
      area: 'map',
      live: ['pulse', 'hospital', 'log'],
      partial,
      body,
    });
  });

  app.get<Named>('/console/nodes/:name', (request, reply) => toNode(console, reply, request.params.name));
  app.get<Named>('/console/nodes/topics/:name', (request, reply) =>
    topicPage(console, maps, request, reply, request.params.name),
  );
  app.get<Named>('/console/nodes/processors/:name', (request, reply) =>
    processorPage(console, maps, request, reply, request.params.name),
  );
  const nodePlace = (name: string, query = {}) => place(['nodes', 'processors', name], query);
  pausingRoutes(app, console, {
    under: '/console/nodes/processors',
    area: 'map',
    path: name => [...PATH, { title: `Processor ${name}`, href: nodePlace(name) }],
    back: nodePlace,
    seen: (name, deed) => nodePlace(name, { asked: deed }),
  });
};
