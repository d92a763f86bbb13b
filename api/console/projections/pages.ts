import { answered } from '../../client/client.ts';
import type { PageRoutes } from '../console.ts';
import { html } from '../html.ts';
import { counted } from '../parts/parts.ts';
import { projectionTable, standingBadge } from './list-view.ts';
import {
  driftView,
  generationTable,
  operationTable,
  overview,
  partitionTable,
  projectionDeeds,
  projectionNotices,
} from './one-view.ts';
import { operationView, stateBadge, titleOf } from './operation-view.ts';
import { inProjection, inProjections } from './places.ts';
import { ratesSeen } from './rates.ts';
import { isEnded, lagOf } from './standing.ts';

const live = ['projections'] as const;

/** How read models stand, and what is done with them. */
export const projectionPages: PageRoutes = async (app, { console }) => {
  const rates = ratesSeen(console.shop.now);

  app.get('/console/projections', async (request, reply) => {
    const { items } = await answered(console.ask(request).GET('/projections', {}));
    const behind = items.filter(one => lagOf(one) > 0).length;
    return console.send(request, reply, {
      title: 'Projections',
      area: 'projections',
      beside: html`<span class="soft">${counted(items.length, 'read model')}, ${behind === 0 ? 'none behind' : `${behind} behind`}</span>`,
      body: html`${projectionTable(items, rates.of(items))}
<p class="hint">Computed from the log and the tables. Lag counts offsets up to the end, of which some are markers of transactions; stale by: the age of the oldest record that is missing. Drift: what the sentinel saw, which compares rows with the log all the time.</p>`,
      live,
    });
  });

  app.get<{ Params: { name: string } }>('/console/projections/:name', async (request, reply) => {
    const params = { path: { name: request.params.name } };
    const client = console.ask(request);
    const [one, { items: operations }] = await Promise.all([
      answered(client.GET('/projections/{name}', { params })),
      answered(client.GET('/projections/{name}/operations', { params })),
    ]);
    return console.send(request, reply, {
      title: one.name,
      area: 'projections',
      path: inProjections,
      beside: standingBadge(one),
      body: html`${projectionNotices(one)}
${projectionDeeds(one)}
${overview(one, rates.of([one]).get(one.name) ?? null)}
${driftView(one)}
<h2>Partitions</h2>${partitionTable(one)}
<h2>Generations</h2>${generationTable(one)}
<h2>What was asked of it</h2>${operationTable(operations)}`,
      live,
    });
  });

  app.get<{ Params: { name: string; id: string } }>(
    '/console/projections/:name/operations/:id',
    async (request, reply) => {
      const { name } = request.params;
      const path = { name, id: Number(request.params.id) };
      const client = console.ask(request);
      const [operation, projection] = await Promise.all([
        answered(client.GET('/projections/{name}/operations/{id}', { params: { path } })),
        answered(client.GET('/projections/{name}', { params: { path: { name } } })),
      ]);
      const { generations, operation: last } = projection;
      const left = {
        ready: generations.some(one => one.state === 'ready' && one.number === operation.generation),
        previous: generations.some(({ state }) => state === 'previous'),
        // What came after it decides now.
        busy: last !== null && (last.id !== operation.id || !isEnded(last)),
      };
      return console.send(request, reply, {
        title: titleOf(operation),
        area: 'projections',
        path: inProjection(name),
        beside: stateBadge(operation),
        body: operationView(operation, left),
        live,
      });
    },
  );
};
