import { LongplayError } from '../../../runtime/errors.ts';
import { answered } from '../../client/client.ts';
import type { PageRoutes } from '../console.ts';
import { place } from '../places.ts';
import { browsed, momentOf, questionsOf } from './browse.ts';
import { recordPage } from './record-page.ts';
import { recordViewOf, showsNewest, withinTopic } from './record-view.ts';
import { topicList } from './topic-list.ts';
import { topicPage } from './topic-page.ts';

type Named = { Params: { topic: string }; Querystring: Record<string, string | string[] | undefined> };
type One = { Params: { topic: string; partition: string; offset: string }; Querystring: { open?: string } };

const trail = [{ title: 'Records', href: place(['topics']) }];

/** `/console/topics`: what is on the log, record by record. */
export const recordPages: PageRoutes = async (app, { console }) => {
  app.get('/console/topics', async (request, reply) => {
    const { topics = [] } = await answered(
      console.ask(request).GET('/topics', { params: { query: { newest: true } } }),
    );
    const body = topicList(topics, console.shop.now());
    return console.send(request, reply, { title: 'Records', area: 'records', body, live: ['log'] });
  });

  app.get<Named>('/console/topics/:topic', async (request, reply) => {
    const name = request.params.topic;
    const wanted = recordViewOf(name, request.query);
    if (wanted.time !== null && momentOf(wanted.time) === null) {
      throw new LongplayError(
        'LP_API_INPUT_INVALID',
        `${wanted.time} is no time: write it as 2026-11-21 10:00, in UTC.`,
      );
    }
    const api = console.ask(request);
    const path = { name };
    const topic = await answered(api.GET('/topics/{name}', { params: { path } }));
    const { partitionedBy = 'key', partitions = [] } = topic;
    const view = withinTopic(wanted, partitions.length);
    const asked = questionsOf(view, { partitionedBy, partitions });
    const parts = await Promise.all(
      asked.map(query => answered(api.GET('/topics/{name}/records', { params: { path, query } }))),
    );
    const body = topicPage({
      topic,
      view,
      asked,
      browsed: browsed(parts, view),
      base: `${request.protocol}://${request.host}`,
    });
    return console.send(request, reply, {
      title: name,
      area: 'records',
      path: trail,
      body,
      live: showsNewest(view) ? ['log'] : [],
    });
  });

  app.get<One>('/console/topics/:topic/:partition/:offset', async (request, reply) => {
    const { topic, partition, offset } = request.params;
    if (!/^\d{1,6}$/.test(partition) || !/^\d{1,19}$/.test(offset)) {
      throw new LongplayError('LP_API_NOT_FOUND', `${partition} · ${offset} is no partition and offset.`);
    }
    const opened = request.query.open === 'true';
    const query = { partition: Number(partition), offset, limit: 1, ...(opened && { open: true }) };
    const part = await answered(
      console.ask(request).GET('/topics/{name}/records', { params: { path: { name: topic }, query } }),
    );
    const mayOpen = request.caller.scopes.has('admin');
    const body = recordPage({
      ...{ topic, partition: Number(partition), offset: BigInt(offset), part, opened, mayOpen },
      base: `${request.protocol}://${request.host}`,
    });
    return console.send(request, reply, {
      title: `${topic} ${partition} · ${offset}`,
      area: 'records',
      path: [...trail, { title: topic, href: place(['topics', topic]) }],
      body,
    });
  });
};
