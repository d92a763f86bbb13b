import type { FastifyPluginAsync } from 'fastify';
import { type InputLag, processorLag } from '../../runtime/tasks/lag.ts';
import type { Station } from '../../schemas/station.ts';
import { topics } from '../../schemas/topics.ts';
import type { Follow } from '../follow/context.ts';
import { answer, list, listAnswers, object } from './schemas.ts';

const names = (description: string) => list({ type: 'string' }, description);

const example = {
  processor: 'payments',
  owns: 'payments',
  reads: ['orders', 'allocations', 'shipments'],
  tables: ['fraud-flags'],
  asks: ['payments.outcomes'],
  effects: ['authorise'],
  lag: 0,
  inputs: [{ topic: 'orders', partition: 0, position: '42', end: '42', lag: 0 }],
};

const schema = {
  operationId: 'readTopology',
  summary: 'Read who reads and writes what',
  description:
    'Each processor with the topic that it owns, the ones that it reads, and the ones that it asks others on; with `live`, how far it has come, computed from the log alone.',
  tags: ['topics'],
  querystring: object({
    live: { type: 'boolean', description: 'Adds how far each processor has read. Default false.', examples: [true] },
  }),
  response: listAnswers(
    {
      ...answer({
        processors: list(
          answer({
            processor: { type: 'string' },
            owns: { type: 'string', description: 'The topic of facts that it alone writes.' },
            reads: names('Topics that cause something.'),
            tables: names('Topics of facts that it looks things up in.'),
            asks: names('Topics of requests that it writes, its outcomes among them.'),
            effects: names('What it has done outside.'),
            lag: {
              type: ['integer', 'null'],
              description:
                'Offsets that are still to be read, markers of transactions among them. Null: not asked for.',
            },
            inputs: list(
              answer({
                topic: { type: 'string' },
                partition: { type: 'integer' },
                position: { type: ['string', 'null'], description: 'Next offset to be read; null: it has not begun.' },
                end: { type: 'string' },
                lag: { type: 'integer' },
              }),
              'None: not asked for.',
            ),
          }),
        ),
        topics: list(
          answer({ name: { type: 'string' }, kind: { type: 'string' }, writtenBy: names('Who writes it.') }),
        ),
      }),
      examples: [{ processors: [example], topics: [{ name: 'payments', kind: 'facts', writtenBy: ['payments'] }] }],
    },
    'Processors, and the topics between them.',
  ),
};

/** Who reads and writes what. */
export const topologyRoutes: FastifyPluginAsync<{ follow: Follow; topology: readonly Station[] }> = async (
  app,
  { follow, topology },
) => {
  app.get<{ Querystring: { live?: boolean } }>(
    '/topology',
    { schema, config: { needs: ['operator'] } },
    async (request, reply) => {
      const { live = false } = request.query;
      reply.header('cache-control', 'no-store');
      const lagOf = ({ processor, reads }: Station) => processorLag(follow, { name: processor, reads });
      return {
        processors: await Promise.all(
          topology.map(async one => ({ ...one, ...shown(live ? await lagOf(one) : null) })),
        ),
        topics: topics.map(({ name, kind, owner, alsoWrittenBy }) => ({
          name,
          kind,
          writtenBy: [owner, ...alsoWrittenBy],
        })),
      };
    },
  );
};

function shown(lags: readonly InputLag[] | null) {
  if (lags === null) return { lag: null, inputs: [] };
  return {
    lag: lags.reduce((sum, { lag }) => sum + Number(lag), 0),
    inputs: lags.map(({ topic, partition, position, end, lag }) => ({
      topic,
      partition,
      position: position === null ? null : String(position),
      end: String(end),
      lag: Number(lag),
    })),
  };
}
