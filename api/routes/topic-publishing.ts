import type { FastifyPluginAsync } from 'fastify';
import type { Shop } from '../context.ts';
import { mayPublish, type PublishedValue, publishable, publishing } from '../follow/publishing.ts';
import { requestIds } from '../request-ids.ts';
import { answerWrite } from '../writing.ts';
import { id, object, problemAnswer, writeAnswers, writeHeaders } from './schemas.ts';

const answers = writeAnswers('changes');

const schema = {
  operationId: 'publishRequest',
  summary: 'Publish a request as a JSON event',
  description: `For what no route of its own asks: the record of the topic’s schema (\`GET /schemas\`) as JSON, without \`event\` and \`bodyHash\`, which are stamped here. Every field is checked, bad ones are named by pointer, and personal texts are sealed. Its owner decides it as any other request. Beside the scope operator it needs the one that the topic’s own routes need: warehouse for stock-receipts, shipment-requests and welcome-pack-requests, shop for the others; admin may publish to all. Topics that take requests: ${publishable.join(', ')}; the others are written by their owner alone (409).`,
  tags: ['topics'],
  params: object({ name: id('A topic that takes requests, without the installation’s prefix.', 'product-requests') }, [
    'name',
  ]),
  headers: writeHeaders,
  body: {
    type: 'object',
    additionalProperties: true,
    description: 'The record. Fields that have a default in the schema may be left out.',
    examples: [
      {
        sku: 'lp-1',
        type: 'PUT',
        put: { title: 'Kind of Blue', artist: 'Miles Davis', format: 'LP', price: { amount: 2490, currency: 'USD' } },
      },
    ],
  },
  response: {
    ...answers,
    404: problemAnswer(
      'There is no such topic; or rejected: its owner does not know what it is about.',
      'LP_API_NOT_FOUND',
      'LP_API_REJECTED_UNKNOWN',
    ),
    409: problemAnswer(
      'The topic is written by its owner alone; or rejected: not as things stand.',
      'LP_API_TOPIC_OWNED',
      'LP_API_REJECTED_STATE',
    ),
  },
};

/** The way in for requests that have no route, such as those of tools. */
export const topicPublishingRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  type Asked = { Params: { name: string }; Body: PublishedValue };
  app.post<Asked>('/topics/:name/records', { schema, config: { needs: ['operator'] } }, async (request, reply) => {
    mayPublish(request.params.name, request.caller);
    const { resource, build } = await publishing(request.params.name, request.body, shop.vault);
    return answerWrite(shop, request, reply, {
      ids: requestIds(request),
      resource,
      build: asking => ({ request: build(asking), options: { sealed: true } }),
    });
  });
};
