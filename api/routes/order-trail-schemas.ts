import { TRAIL } from '../trail/event.ts';
import { orderIdSchema } from './order-parts.ts';
import { answer, links, list, nullable, object, readAnswers, type Schema, time } from './schemas.ts';

const orderId = 'order-1f0c9d7e116a4a3b9f2d2c1f6b5e6f0e';
const topic: Schema = { type: 'string', enum: [...TRAIL] };
const offset: Schema = { type: 'string', pattern: '^[0-9]{1,19}$', examples: ['41'] };
const code: Schema = { type: ['string', 'null'], description: 'A stable code; null: there is none.' };

const record: Schema = {
  ...nullable(
    answer(
      {
        partition: { type: 'integer' },
        offset: { ...offset, description: 'As text, since it may be larger than the numbers that JSON readers hold.' },
        time: time('As its writer stamped it.'),
        schemaId: { type: ['integer', 'null'], description: 'Of the schema that it was written with.' },
        schemaVersion: {
          type: ['integer', 'null'],
          description: 'Its version of the topic’s subject; null: the registry lists none, or has not said so in time.',
        },
        tombstone: { type: 'boolean', description: 'There is no value: the key was deleted.' },
        value: { type: ['object', 'null'], description: 'Decoded; personal texts are ciphertext.' },
        undecodable: {
          ...nullable(answer({ reason: { type: 'string' }, detail: { type: 'string' } }, ['reason', 'detail'])),
          description: 'Why the value could not be decoded.',
        },
      },
      ['partition', 'offset', 'time', 'schemaId', 'schemaVersion', 'tombstone', 'value', 'undecodable'],
    ),
  ),
  description: 'Null: it is not on the log any more, or was not found; a fact or an answer tells of it.',
};

const event = {
  ...answer(
    {
      id: {
        type: 'string',
        description:
          'Unique for ever: ce_id. Of what has none, or was asked with another body under an id that is known: its place on the log.',
      },
      topic,
      version: { type: ['integer', 'null'], description: 'Of a fact: counts 1, 2, 3… at its owner.' },
      type: { type: ['string', 'null'], description: 'ce_type; null where the record is gone.' },
      what: list({ type: 'string' }, 'What the history notes; CHANGED: nothing. Of a request what is asked.'),
      reason: code,
      at: time('When it was decided.'),
      causes: list({ type: 'string' }, 'Ids of the events, effects or deadlines that led to it.'),
      correlationId: { type: 'string' },
      traceId: { type: 'string', pattern: '^[0-9a-f]{32}$', description: 'The trace-id of its traceparent.' },
      actor: nullable(answer({ kind: { type: 'string' }, id: { type: 'string' } }, ['kind', 'id'])),
      repeats: { type: 'integer', description: 'How often the same event is on the log again.' },
      outcome: {
        ...nullable(
          answer(
            { accepted: { type: 'boolean' }, reason: code, at: time('When it was decided.'), by: { type: 'string' } },
            ['accepted', 'reason', 'at', 'by'],
          ),
        ),
        description: 'Of a request: what became of it, where that is known.',
      },
      record,
    },
    [
      'id',
      'topic',
      'version',
      'type',
      'what',
      'reason',
      'at',
      'causes',
      'correlationId',
      'traceId',
      'actor',
      'repeats',
      'outcome',
      'record',
    ],
  ),
  examples: [
    {
      id: `orders/${orderId}/2`,
      topic: 'orders',
      version: 2,
      type: 'longplay.order.confirmed',
      what: ['CONFIRMED'],
      reason: null,
      at: '2026-11-21T10:00:04.000Z',
      causes: [`payments/${orderId}/2`, `allocations/${orderId}/2`],
      correlationId: orderId,
      traceId: '5b8aa5a2d2c872e8321cf37308d69df2',
      actor: null,
      repeats: 0,
      outcome: null,
      record: null,
    },
  ],
};

const view = answer(
  {
    name: { type: 'string', examples: ['orders'] },
    topic,
    version: { type: ['integer', 'null'], description: 'Of the fact that it shows; null: it shows none.' },
    behind: { type: 'integer', description: 'How many facts of this order it has not taken in yet.' },
    partition: { type: ['integer', 'null'] },
    position: { ...offset, type: ['string', 'null'], description: 'How far it has read the order’s partition.' },
    end: { ...offset, type: ['string', 'null'], description: 'Where that ends.' },
  },
  ['name', 'topic', 'version', 'behind', 'partition', 'position', 'end'],
);

const searched = answer(
  {
    topic,
    partition: { type: 'integer' },
    records: { type: 'integer' },
    whole: {
      type: 'boolean',
      description:
        'Whether everything since the order began was looked at; false: records were looked up by their times, and one that no history tells of may be missing.',
    },
  },
  ['topic', 'partition', 'records', 'whole'],
);

export const trailSchema = {
  operationId: 'readOrderTrail',
  summary: 'Read every event of an order, with its record, its cause and what each read model shows',
  description:
    'What the log has of an order, in causal order: requests, what became of each, facts, and what its processors asked of stock and loyalty, with the answers. What compaction or trimming has taken is told by the histories of the facts that are kept, with `record` null. Records are found by the times that histories name, so that it costs the same however long the log is.',
  tags: ['orders'],
  params: object({ orderId: orderIdSchema }, ['orderId']),
  response: readAnswers(
    answer(
      {
        orderId: orderIdSchema,
        events: list(event, 'Causes before what they led to, whatever the clocks say.'),
        dropped: { type: 'integer', description: 'Entries that histories do not tell any more.' },
        views: list(view, 'What each read model shows of it.'),
        searched: list(searched, 'Where it was looked for.'),
        links,
      },
      ['orderId', 'events', 'dropped', 'views', 'searched', 'links'],
    ),
    'All that is known to have happened to it.',
  ),
};
