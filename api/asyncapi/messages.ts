import type { RecordSchema } from '../../schemas/avro.ts';
import type { TopicDefinition } from '../../schemas/topic-definition.ts';

export type Json = Readonly<Record<string, unknown>>;

const AVRO = 'application/vnd.apache.avro;version=1.9.0';

/** As every record of Longplay carries them (`eventHeaders` in runtime/tasks/records.ts; a spec compares). */
export const eventHeadersSchema: Json = {
  type: 'object',
  description: 'CloudEvents 1.0, Kafka binding in binary mode, with W3C Trace Context beside it.',
  required: [
    'ce_specversion',
    'ce_id',
    'ce_type',
    'ce_source',
    'ce_time',
    'ce_subject',
    'ce_correlationid',
    'content-type',
    'traceparent',
  ],
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: { type: 'string', description: 'Of the event: unique for ever. Of a request: the request id.' },
    ce_type: { type: 'string', description: 'What happened.', examples: ['longplay.order.placed'] },
    ce_source: { type: 'string', description: 'Who says so.', examples: ['/longplay/orders'] },
    ce_time: { type: 'string', format: 'date-time', description: 'When it was decided, UTC.' },
    ce_subject: { type: 'string', description: 'The record’s key.' },
    ce_correlationid: {
      type: 'string',
      description: 'The whole story that it belongs to; for an order, the order id.',
    },
    ce_causationid: { type: 'string', description: 'The newest cause; left out where there is none.' },
    'content-type': { type: 'string', const: 'application/avro' },
    traceparent: {
      type: 'string',
      description: 'The story is the trace, the event is the span; both are hashes of their ids.',
      examples: ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'],
    },
  },
};

/** One message for each schema: topics that share a schema share it. */
export function messagesOf(
  topics: readonly TopicDefinition[],
  schemaOf: (folder: string) => RecordSchema,
): Record<string, Json> {
  const messages: Record<string, Json> = {};
  for (const { schema: folder, record, key, kind } of topics) {
    if (messages[folder] !== undefined) continue;
    const schema = schemaOf(folder);
    messages[folder] = {
      name: record,
      title: record,
      summary: schema.doc ?? record,
      contentType: 'application/avro',
      headers: { $ref: '#/components/schemas/EventHeaders' },
      correlationId: { location: '$message.header#/ce_correlationid' },
      tags: [{ name: kind }],
      bindings: {
        kafka: {
          key: { type: 'string', description: `The ${key}, as UTF-8 text.` },
          schemaIdLocation: 'payload',
          schemaIdPayloadEncoding: '4',
          schemaLookupStrategy: 'TopicNameStrategy',
          bindingVersion: '0.5.0',
        },
      },
      payload: { schemaFormat: AVRO, schema },
    };
  }
  return messages;
}
