import type { FastifyReply, FastifyRequest } from 'fastify';
import { projections } from '../../../projections/catalogue.ts';
import type { TopicDefinition } from '../../../schemas/topic-definition.ts';
import { topics } from '../../../schemas/topics.ts';
import { answered } from '../../client/client.ts';
import { problem } from '../../errors.ts';
import type { Follow } from '../../follow/context.ts';
import type { Console } from '../console.ts';
import { tellProblem } from '../failure.ts';
import { seeOther } from '../parts/confirm.ts';
import { place } from '../places.ts';
import { rateText } from './draw.ts';
import type { MapReader } from './map-reader.ts';
import { processorView } from './processor-view.ts';
import { silenceOf } from './seen.ts';
import { aroundTopic, fieldsOf, type SchemaShown, topicView } from './topic-view.ts';
import { forText, topicPlace } from './view.ts';
import { newestSchema, type SampleRecord, writtenTo } from './written.ts';

export const PATH = [{ title: 'Map', href: '/console' }];
/** So many of the newest records are shown. */
const SHOWN = 5;

const nothing = async ({ pulse }: Console, reply: FastifyReply, what: string): Promise<FastifyReply> =>
  tellProblem(reply, problem('LP_API_NOT_FOUND', what), await pulse.read());

/** A processor and a topic may share a name: the processor is meant where nobody says otherwise. */
export function toNode(console: Console, reply: FastifyReply, name: string): FastifyReply {
  const stations = console.shop.follow?.topology ?? [];
  if (stations.some(({ processor }) => processor === name))
    return seeOther(reply, place(['nodes', 'processors', name]));
  return seeOther(reply, topicPlace(name));
}

export async function processorPage(
  console: Console,
  maps: MapReader,
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
): Promise<FastifyReply> {
  const pulse = await console.pulse.read();
  const map = await maps.read(pulse, 'facts');
  const card = map?.cards.find(({ id }) => id === name);
  const of = pulse.processors?.find(({ station }) => station.processor === name);
  if (!map || card === undefined || of === undefined) {
    return nothing(console, reply, `No processor ${name} is known here, or Kafka does not answer.`);
  }
  const { asked } = request.query as { asked?: string };
  const written = await Promise.all(
    card.rows
      .filter(({ way }) => way === 'out')
      .map(async ({ topic }) => writtenTo(console, request, topic, (await maps.topic(pulse, topic)).sample)),
  );
  return console.send(request, reply, {
    title: `Processor ${name}`,
    area: 'map',
    path: PATH,
    live: ['pulse', 'hospital', 'log'],
    body: processorView(map, card, of, pulse.at, { asked, written }),
  });
}

export async function topicPage(
  console: Console,
  maps: MapReader,
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
): Promise<FastifyReply> {
  const { follow } = console.shop;
  const definition = topics.find(one => one.name === name);
  if (definition === undefined || follow === null) return nothing(console, reply, `No topic is named ${name}.`);
  const pulse = await console.pulse.read();
  const [{ sample, grown, rate, partitions }, map, schema, records] = await Promise.all([
    maps.topic(pulse, name),
    maps.read(pulse, name.includes('.') ? 'all' : 'facts').catch(() => null),
    schemaOf(follow, name).catch(() => null),
    newest(console, request, definition).catch(() => []),
  ]);
  const silence = silenceOf(sample, null, pulse.at, grown);
  const stations = follow.topology ?? [];
  const named = (list: 'reads' | 'tables') =>
    stations.filter(one => one[list].includes(name)).map(one => one.processor);
  return console.send(request, reply, {
    title: `Topic ${name}`,
    area: 'map',
    path: PATH,
    live: ['pulse', 'hospital', 'log'],
    body: topicView(
      {
        definition,
        readers: readersOf(definition, named('reads')),
        tables: named('tables'),
        models: projections.filter(one => one.topics.includes(name)).map(one => one.name),
        rate: `${rateText(rate, silence)}${forText(silence, pulse.at)}`,
        sample,
        partitions,
        schema,
        records,
        around: map && aroundTopic(map, name),
      },
      pulse.at,
    ),
  });
}

/** What an operator asks of a processor is read by that processor, of its own topic. */
const readersOf = ({ name }: TopicDefinition, declared: readonly string[]): readonly string[] => {
  const [, processor] = /^(.+)\.(?:operations|hospital)$/.exec(name) ?? [];
  return processor === undefined ? declared : [processor, ...declared];
};

/** The newest version that the registry has. */
async function schemaOf(follow: Follow, name: string): Promise<SchemaShown | null> {
  const found = await newestSchema(follow, name);
  return found && { version: found.version, id: found.id, fields: fieldsOf(JSON.parse(found.schema)) };
}

/** Of each partition the newest; of them those that were written last. */
async function newest(
  console: Console,
  request: FastifyRequest,
  { name }: TopicDefinition,
): Promise<readonly SampleRecord[]> {
  const ask = console.ask(request);
  const path = { name };
  const { partitions = [] } = await answered(ask.GET('/topics/{name}', { params: { path } }));
  const pages = await Promise.all(
    partitions.map(async ({ partition = 0 }) => {
      const query = { partition, limit: SHOWN };
      return (await answered(ask.GET('/topics/{name}/records', { params: { path, query } }))).records ?? [];
    }),
  );
  return (pages.flat() as SampleRecord[]).sort((one, other) => (one.time < other.time ? 1 : -1)).slice(0, SHOWN);
}
