import type { OperationKind } from '../../runtime/projector/rebuild/operations.ts';
import { answer, id, list, object, problemAnswer, readAnswers, text, wholeNumber } from './schemas.ts';
import { streamAnswers } from './sse-schemas.ts';

const tags = ['projections'];
const name = id('The projection.', 'orders');
const params = object({ name }, ['name']);
const numbered = object({ name, id: wholeNumber('The operation.', 1, 7) }, ['name', 'id']);

const projection = answer({
  name: { type: 'string' },
  paused: { type: ['object', 'null'] },
  generations: list({ type: 'object' }, 'Fillings of its tables: which one readers ask, which are kept beside it.'),
  partitions: list({ type: 'object' }, 'Position, end and lag of the live generation.'),
  filling: {
    type: ['object', 'null'],
    description: 'Offsets passed and in all, of a first filling from history; readers see it afterwards.',
  },
  operation: { type: ['object', 'null'], description: 'What was asked of it last.' },
  drift: { type: ['object', 'null'], description: 'What the sentinel saw when it looked last.' },
});

const operation = answer({
  id: { type: 'integer' },
  projection: { type: 'string' },
  kind: { type: 'string' },
  state: {
    type: 'string',
    description: 'waiting, loading, indexing, catching-up, proving, swapping; done, different, cancelled, failed.',
  },
  generation: { type: ['integer', 'null'] },
  progress: { type: ['object', 'null'], description: 'Records read and to be read, rate and time left, by partition.' },
  error: { type: ['object', 'null'] },
  report: { type: ['object', 'null'], description: 'What the comparison found, and how long everything took.' },
  links: { type: 'object' },
});

const { 200: _answer, ...asked } = readAnswers(operation, 'How far it is.');

const askAnswers = {
  ...asked,
  202: { ...operation, description: 'It was asked for; Location tells how far it is.' },
  409: problemAnswer('Something else is under way for it.', 'LP_API_PROJECTION_BUSY'),
};

const throttle = wholeNumber('Records a second at most; left out: as many as go.', 1, 50_000);
const acceptDifferences = text('Why rows that differ from the live ones are right; it is recorded.', 500);

const bodyOf = (properties: Parameters<typeof object>[0]) => ({ ...object(properties), type: ['object', 'null'] });

export const listSchema = {
  operationId: 'listProjections',
  summary: 'How every read model stands',
  description:
    'Of each: its generations, how far it has read, what it stands behind by, and what is being done with it.',
  tags,
  response: readAnswers(answer({ items: list(projection) }), 'All of them.'),
};

export const readSchema = {
  operationId: 'readProjection',
  summary: 'How a read model stands',
  description: 'Its generations, how far it has read, what it stands behind by, and what is being done with it.',
  tags,
  params,
  response: readAnswers(projection, 'Computed from the log and the tables.'),
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
      body: bodyOf({
        throttle,
        swap: { type: 'boolean', description: 'false: build and compare only.' },
        acceptDifferences,
        key: text('The key whose rows are made anew.', 500),
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
      body: bodyOf({ throttle }),
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
      body: bodyOf({ acceptDifferences }),
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
      body: bodyOf({}),
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
  response: readAnswers(answer({ items: list(operation) }), 'The last twenty.'),
};

export const operationSchema = {
  operationId: 'readProjectionOperation',
  summary: 'How far a rebuild, verification or switch is',
  description: 'Its phase, the records that are read and to be read, and what it found.',
  tags,
  params: numbered,
  response: readAnswers(operation, 'How far it is.'),
};

export const cancelSchema = {
  operationId: 'cancelProjectionOperation',
  summary: 'End a rebuild, verification or switch',
  description: 'The generation that it was building is dropped; the live one is not touched.',
  tags,
  params: numbered,
  response: { ...asked, 202: { ...operation, description: 'It ends, and what it made is dropped.' } },
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

const paused = answer({ projection: { type: 'string' }, paused: { type: 'boolean' } });

export const pauseSchema = {
  operationId: 'pauseProjection',
  summary: 'Apply nothing to a read model until it is resumed',
  description: 'Readers see it as it stands; how far it is behind is told.',
  tags,
  params,
  body: bodyOf({ reason: text('Shown with its status.', 500) }),
  response: readAnswers(paused, 'It is paused.'),
};

export const resumeSchema = {
  operationId: 'resumeProjection',
  summary: 'Apply to a read model again',
  description: 'From where it stopped: nothing is left out.',
  tags,
  params,
  body: bodyOf({}),
  response: readAnswers(paused, 'It goes on.'),
};
