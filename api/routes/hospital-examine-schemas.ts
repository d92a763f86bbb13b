import { error } from './hospital-case-schemas.ts';
import { asked, by, group, ofCase, ofOperation, processor, required, tags } from './hospital-schemas.ts';
import {
  askHeaders,
  id,
  links,
  list,
  nullable,
  object,
  problemAnswer,
  readAnswers,
  text,
  wholeAnswer,
} from './schemas.ts';

/** Whatever a schema of a topic says. */
const anything = (description: string) => ({ type: 'object', additionalProperties: true, description });
const anythingOrNull = (description: string) => ({ ...nullable(anything(description)), description });

const unreadable = 'Where nobody can: `undecodable` says why, and `bytes` are what came, in base64.';
const base64 = { type: ['string', 'null'], description: 'In base64.' };
const key = id('The key.', 'order-4711');
/** As long as the rows of a key may be asked to be made anew. */
const anyKey = text('The key.', 500, 'order-4711');

export const contentSchema = {
  operationId: 'readCaseContent',
  summary: 'Read what a case holds, and the state of its key',
  description:
    'The value as it was written, read with the schema that wrote it; personal texts stay sealed. Read from the log, so it takes longer than the case itself.',
  tags,
  params: ofCase,
  response: readAnswers(
    {
      ...wholeAnswer({
        read: anythingOrNull(
          `\`value\` of the record. ${unreadable} Null: it has no record, or is closed and its bytes are gone.`,
        ),
        headers: list(wholeAnswer({ name: { type: 'string' }, value: { type: ['string', 'null'] } }), 'Of the record.'),
        raw: {
          ...nullable(
            wholeAnswer({
              key: base64,
              value: base64,
              headers: list(wholeAnswer({ name: { type: 'string' }, value: base64 })),
              headersDropped: { type: 'integer', description: 'Headers that were too many to be kept.' },
            }),
          ),
          description: 'The record as it came, in base64. Null: it has none, or is closed and its bytes are gone.',
        },
        original: anythingOrNull('The value as it came, where it was edited since, as `read`.'),
        key: { type: ['string', 'null'], description: 'The key whose state may matter.' },
        state: anythingOrNull(
          `The newest fact of that key at its processor, read with today’s schema. ${unreadable} Null: there is none, or it is a projection’s case, whose rows a dry run shows.`,
        ),
      }),
      examples: [
        {
          read: { value: { type: 'PLACE', orderId: 'order-4711', place: { lines: [] } } },
          headers: [{ name: 'ce_id', value: 'order-4711/place' }],
          raw: { key: 'b3JkZXItNDcxMQ==', value: 'AAAAAAg=', headers: [], headersDropped: 0 },
          original: null,
          key: 'order-4711',
          state: null,
        },
      ],
    },
    'What it holds.',
  ),
};

const projected = nullable(
  wholeAnswer({
    projection: { type: 'string' },
    key: { type: 'string' },
    generation: { type: 'integer', description: 'The live one, whose own code makes the rows.' },
    todaysCode: { type: 'boolean', description: 'False: a rebuild would bring other code.' },
    table: { type: 'string' },
    records: { type: 'integer', description: 'Of the key, as far as the generation has read.' },
    before: list(anything('A row as it stands.')),
    after: list(anything('A row as it would be.')),
    cases: list(wholeAnswer({ caseId: { type: 'string' }, would: { type: 'string', enum: ['heal', 'fail again'] } })),
    error: { ...error, description: 'Of what could not be projected all the same.' },
  }),
);

const tried = wholeAnswer({
  runs: list(
    wholeAnswer({
      processor: { type: 'string' },
      key: { type: 'string' },
      before: anythingOrNull('The newest fact of the key.'),
      cases: list(
        wholeAnswer({
          caseId: { type: 'string' },
          would: { type: 'string', enum: ['heal', 'be asked again', 'fail again', 'stay queued'] },
          error: { ...error, description: 'Of the one that would fail again.' },
        }),
        'In the order in which they are tried, 100 at most.',
      ),
      records: list(
        wholeAnswer({
          kind: { type: 'string', enum: ['fact', 'request', 'outcome'] },
          topic: { type: 'string' },
          key: { type: 'string' },
          value: anything('As it would be written; personal texts stay sealed.'),
        }),
        'What it would write.',
      ),
      rows: list(
        wholeAnswer({
          projection: { type: 'string' },
          table: { type: 'string' },
          row: anything('Of an aggregate: what the key adds.'),
        }),
        'Of read models, as this program makes them of what it would write.',
      ),
      effects: list(anything('An effect that it would begin.')),
      alarms: list({ type: 'string' }, 'Codes of the alarms that it would raise.'),
    }),
    'Of each key; empty for a projection.',
  ),
  notTried: { type: 'integer', description: 'Keys that were left out: of a cause those beyond 20.' },
  projected: { ...projected, description: 'Of a projection’s key; null for a processor’s cases.' },
});

const example = {
  runs: [
    {
      processor: 'orders',
      key: 'order-4711',
      before: null,
      cases: [{ caseId: 'orders/order-requests/0/4711', would: 'heal', error: null }],
      records: [{ kind: 'fact', topic: 'orders', key: 'order-4711', value: { orderId: 'order-4711', version: 1 } }],
      rows: [{ projection: 'orders', table: 'orders', row: { order_id: 'order-4711', version: 1 } }],
      effects: [],
      alarms: [],
    },
  ],
  notTried: 0,
  projected: null,
};

const dryRun = (operationId: string, summary: string, params: object) => ({
  operationId,
  summary,
  description:
    'Decides what is parked with the program of this API, or projects it with the code of the live generation, against a copy of the state. Nothing is written and nothing begins. One at a time: it reads whole partitions and the tables.',
  tags,
  params,
  response: {
    ...readAnswers({ ...tried, examples: [example] }, 'What a retry would do.'),
    409: problemAnswer('It is closed, or there is nothing that could be tried.', 'LP_API_CASE_UNTREATABLE'),
  },
});

export const dryRunCaseSchema = dryRun('tryCase', 'See what the retry of a case would write', ofCase);

const ofWhom = object({ processor }, ['processor']);

export const dryRunKeySchema = {
  ...dryRun('tryKey', 'See what the retry of a key would write', object({ key: anyKey }, ['key'])),
  body: ofWhom,
};

export const dryRunGroupSchema = {
  ...dryRun('tryGroup', 'See what the retry of a cause would write', object({ group }, ['group'])),
  body: ofWhom,
};

export const resultSchema = {
  operationId: 'readTreatmentResult',
  summary: 'Read how far a retry is, and how it ended',
  description: 'From the processor’s cases on the log, so it is never behind; a retry of a cause tells its progress.',
  tags,
  ...ofOperation,
  response: readAnswers(
    {
      ...wholeAnswer({
        operationId: { type: 'string' },
        ended: { type: 'boolean', description: 'Whether nothing of it is tried any more.' },
        total: { type: 'integer', description: 'Cases in front that were to be tried.' },
        healed: { type: 'integer' },
        back: { type: 'integer', description: 'Failed again.' },
        errors: list({ type: 'string' }, 'What they failed with, some of it.'),
      }),
      examples: [{ operationId: 'req-0c7e4b1f', ended: true, total: 4, healed: 3, back: 1, errors: ['no disc'] }],
    },
    'So far.',
  ),
};

const ofFact = object({ name: id('The processor that owns it.', 'orders'), key }, ['name', 'key']);

const fact = {
  ...wholeAnswer({
    processor: { type: 'string' },
    topic: { type: 'string' },
    partition: { type: 'integer' },
    key: { type: 'string' },
    version: { type: 'integer' },
    value: anything('The fact, whole; personal texts stay sealed.'),
    links,
  }),
  examples: [
    {
      processor: 'orders',
      topic: 'orders',
      partition: 2,
      key: 'order-4711',
      version: 3,
      value: { orderId: 'order-4711', version: 3, status: 'CONFIRMED' },
      links: { self: '/streams/orders/facts/order-4711', repair: '/streams/orders/facts/order-4711/repair' },
    },
  ],
};

export const factSchema = {
  operationId: 'readFact',
  summary: 'Read the newest fact of a key, as its owner has it',
  description: 'From the owner’s topic, which is read to its end for it; so it is whole, and never behind.',
  tags,
  params: ofFact,
  response: readAnswers(fact, 'The fact.'),
};

export const repairSchema = {
  operationId: 'repairFact',
  summary: 'Correct a fact: its owner writes a value as the next one',
  description:
    'The whole value as GET answers it, corrected, with `version` and `event` as they were read: where another fact has come meanwhile, the outcome is a rejection, `version-changed`. The history names who asked and why.',
  tags,
  params: ofFact,
  headers: askHeaders,
  body: object({ ...by, value: { ...anything('The fact as it is to be.'), examples: [{}] } }, [...required, 'value']),
  response: asked,
};
