import type { FastifyPluginAsync } from 'fastify';
import type { Follow } from '../follow/context.ts';
import { registeredSchemas } from '../follow/registered.ts';
import { schemaIdsIn } from '../follow/schema-ids.ts';
import { answer, list, nullable, object, readAnswers, text } from './schemas.ts';
import { topicParams } from './topic-schemas.ts';

const offset = (description: string) => ({ type: 'string', description, examples: ['41'] });
const place = (description: string) => ({
  ...answer({ partition: { type: 'integer' }, offset: offset('') }, ['partition', 'offset']),
  description,
});

const cursor = text('`cursor` of the look before: goes on where it has ended, and counts on.', 20_000);

const schema = {
  operationId: 'readSchemaIds',
  summary: 'Look which schemas the records of a topic are written with',
  description:
    'Reads the topic from its start to where it ends now, some seconds of it at a time: `partitions` says what was looked at, and `cursor` goes on and counts on. Cases of the hospital hold records too, which `npx longplay schemas check --against topics` looks into.',
  tags: ['topics'],
  params: topicParams,
  querystring: object({ cursor }),
  response: readAnswers(
    {
      ...answer(
        {
          topic: { type: 'string' },
          schemas: list(
            answer(
              {
                id: { type: 'integer', description: 'As the registry counts.' },
                version: { type: ['integer', 'null'], description: 'Of the topic’s subject; null: it lists none.' },
                records: { type: 'integer' },
                first: place('The first that was met.'),
                last: place('The last that was met.'),
              },
              ['id', 'version', 'records', 'first', 'last'],
            ),
            'By id.',
          ),
          tombstones: { type: 'integer', description: 'Records without a value.' },
          foreign: {
            type: 'integer',
            description: 'Values that are not in the registry’s format: nobody can read them.',
          },
          partitions: list(
            answer(
              {
                partition: { type: 'integer' },
                from: offset('Looked at from here …'),
                to: offset('… to before this …'),
                end: offset('… of what ends before this.'),
              },
              ['partition', 'from', 'to', 'end'],
            ),
          ),
          cursor: nullable(cursor),
        },
        ['topic', 'schemas', 'tombstones', 'foreign', 'partitions', 'cursor'],
      ),
      examples: [
        {
          topic: 'orders',
          schemas: [
            {
              id: 8,
              version: 2,
              records: 1_200,
              first: { partition: 0, offset: '0' },
              last: { partition: 2, offset: '610' },
            },
          ],
          tombstones: 0,
          foreign: 0,
          partitions: [{ partition: 0, from: '0', to: '640', end: '640' }],
          cursor: null,
        },
      ],
    },
    'What was seen so far.',
  ),
};

/** Which schemas are alive in a topic. */
export const topicSchemaIdRoutes: FastifyPluginAsync<{ follow: Follow }> = async (app, { follow }) => {
  const { registry, prefix, reads } = follow;
  const registered = registry === null ? null : registeredSchemas(registry, prefix);

  app.get<{ Params: { name: string }; Querystring: { cursor?: string } }>(
    '/topics/:name/schema-ids',
    { schema, config: { needs: ['operator'] } },
    async (request, reply) => {
      const topic = await follow.topic(request.params.name);
      const seen = await schemaIdsIn(reads, topic, request.query.cursor);
      // What the log holds is told without the registry too.
      const listed = (await registered?.all().catch(() => null))?.get(topic.definition.name) ?? [];
      reply.header('cache-control', 'no-store');
      return {
        topic: topic.definition.name,
        ...seen,
        schemas: seen.schemas.map(one => ({
          ...one,
          version: listed.find(({ id }) => id === one.id)?.version ?? null,
        })),
      };
    },
  );
};
