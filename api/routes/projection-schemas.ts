import type { OperationKind } from '../../runtime/projector/rebuild/operations.ts';
import { operationAnswer, projectionAnswer } from './projection-answers.ts';
import { askHeaders, id, list, object, problemAnswer, readAnswers, text, wholeAnswer, wholeNumber } from './schemas.ts';
import { streamAnswers } from './sse-schemas.ts';

const tags = ['projections'];
const name = id('The projection.', 'orders');
const params = object({ name }, ['name']);
const numbered = object({ name, id: wholeNumber('The operation.', 1, 7) }, ['name', 'id']);

const { 200: _answer, ...asked } = readAnswers(operationAnswer, 'How far it is.');

const busy = problemAnswer('Something else is under way for it.', 'LP_API_PROJECTION_BUSY');

const askAnswers = {
  ...asked,
  202: { ...operationAnswer, description: 'It was asked for; Location tells how far it is.' },
  409: busy,
};

const throttle = wholeNumber('Records a second at most; left out: as many as go.', 1, 50_000);
const acceptDifferences = text('Why rows that differ from the live ones are right; it is recorded.', 500);

const reason = text(
  'Why; it is kept with what is done, and in the log of who asked what.',
  500,
  'A column was renamed.',
);

const bodyOf = (properties: Parameters<typeof object>[0]) => ({ ...object(properties), type: ['object', 'null'] });

export const listSchema = {
  operationId: 'listProjections',
  summary: 'How every read model stands',
  description:
    'Of each: its generations, how far it has read, what it stands behind by, and what is being done with it.',
  tags,
  response: readAnswers(wholeAnswer({ items: list(projectionAnswer) }), 'All of them.'),
};

export const readSchema = {
  operationId: 'readProjection',
  summary: 'How a read model stands',
  description: 'Its generations, how far it has read, what it stands behind by, and what is being done with it.',
  tags,
  params,
  response: readAnswers(projectionAnswer, 'Computed from the log and the tables.'),
};

type Asking = { readonly path: string; readonly kind: OperationKind; readonly schema: Record<string, unknown> };

export const asking: readonly Asking[] = [
  {
    path: 'rebuilds',
    kind: 'rebuild',
    schema: {
      operationId: 'rebuildProjection',
      summary: 'Rebuild a read model from the log',
      description:
        'A new generation beside the live one, compared with it row by row, and switched to where there is no difference or it is accepted. With `key`: only the rows of this key are made anew, in the live generation.',
      tags,
      params,
      headers: askHeaders,
      body: bodyOf({
        throttle,
        swap: { type: 'boolean', description: 'false: build and compare only.' },
        acceptDifferences,
        key: text('The key whose rows are made anew.', 500),
        reason,
      }),
      response: askAnswers,
    },
  },
  {
    path: 'verifications',
    kind: 'verify',
    schema: {
      operationId: 'verifyProjection',
      summary: 'Compare a read model with what its log says',
      description:
        'Builds a generation beside the live one and compares both row by row at one position; nothing is switched.',
      tags,
      params,
      headers: askHeaders,
      body: bodyOf({ throttle, reason }),
      response: askAnswers,
    },
  },
  {
    path: 'swaps',
    kind: 'swap',
    schema: {
      operationId: 'swapProjection',
      summary: 'Switch to the generation that a rebuild has left ready',
      description: 'At once, for all readers; the generation before stays for a rollback.',
      tags,
      params,
      headers: askHeaders,
      body: bodyOf({ acceptDifferences, reason }),
      response: askAnswers,
    },
  },
  {
    path: 'rollbacks',
    kind: 'rollback',
    schema: {
      operationId: 'rollBackProjection',
      summary: 'Switch back to the generation before',
      description: 'At once, for all readers: it was kept up to date meanwhile.',
      tags,
      params,
      headers: askHeaders,
      body: bodyOf({ reason }),
      response: askAnswers,
    },
  },
];

export const operationsSchema = {
  operationId: 'listProjectionOperations',
  summary: 'What was asked of a read model, the newest first',
  description: 'Rebuilds, verifications, switches and rollbacks, with how each ended.',
  tags,
  params,
  response: readAnswers(wholeAnswer({ items: list(operationAnswer) }), 'The last twenty.'),
};

export const operationSchema = {
  operationId: 'readProjectionOperation',
  summary: 'How far a rebuild, verification or switch is',
  description: 'Its phase, the records that are read and to be read, and what it found.',
  tags,
  params: numbered,
  response: readAnswers(operationAnswer, 'How far it is.'),
};

export const cancelSchema = {
  operationId: 'cancelProjectionOperation',
  summary: 'End a rebuild, verification or switch',
  description: 'The generation that it was building is dropped; the live one is not touched.',
  tags,
  params: numbered,
  querystring: object({ reason }),
  response: { ...asked, 202: { ...operationAnswer, description: 'It ends, and what it made is dropped.' } },
};

const { 429: tooMany, 503: full } = streamAnswers('', '');

export const eventsSchema = {
  operationId: 'followProjectionOperation',
  summary: 'Follow a rebuild, verification or switch',
  description: 'Server-sent events: its progress whenever it changes, until it has ended.',
  tags,
  params: numbered,
  response: {
    ...asked,
    429: tooMany,
    503: full,
    200: {
      type: 'string',
      description: 'Server-sent events: `progress` as it goes on, `end` as the last one. The data is the operation.',
    },
  },
};

const paused = wholeAnswer({ projection: { type: 'string' }, paused: { type: 'boolean' } });

export const pauseSchema = {
  operationId: 'pauseProjection',
  summary: 'Apply nothing to a read model until it is resumed',
  description: 'Readers see it as it stands; how far it is behind is told.',
  tags,
  params,
  body: bodyOf({ reason: { ...reason, description: 'Why; shown with its status.' } }),
  response: readAnswers(paused, 'It is paused.'),
};

export const resumeSchema = {
  operationId: 'resumeProjection',
  summary: 'Apply to a read model again',
  description: 'From where it stopped: nothing is left out.',
  tags,
  params,
  body: bodyOf({ reason }),
  response: readAnswers(paused, 'It goes on.'),
};

export const dropSchema = {
  operationId: 'dropProjectionGenerations',
  summary: 'Drop the generations that readers do not ask',
  description:
    'The one before, which a rollback would switch back to, and one that a rebuild has left ready. The projectors do it within seconds; while an operation is under way nothing is dropped, and the answer is 409.',
  tags,
  params,
  querystring: object({ reason }),
  response: {
    ...readAnswers(
      {
        ...wholeAnswer({ projection: { type: 'string' }, dropped: list({ type: 'integer' }, 'Their numbers.') }),
        examples: [{ projection: 'orders', dropped: [1] }],
      },
      'What is dropped; empty: there was none.',
    ),
    409: busy,
  },
};
