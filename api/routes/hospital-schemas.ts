import { cause, known, ofQueue } from './hospital-case-schemas.ts';
import {
  answer,
  askHeaders,
  id,
  list,
  listAnswers,
  object,
  paging,
  problemAnswer,
  readAnswers,
  text,
  time,
  wholeAnswer,
  wholeNumber,
} from './schemas.ts';

export const tags = ['hospital'];

export const processor = id('The processor; of a projection’s own cases `projections.NAME`.', 'orders');
export const caseId = text('The case.', 1_000, 'orders/order-requests/0/4711');
export const group = id('Fingerprint of the cause, as GET /hospital lists it.', 'a3f1c09e77b2d4e8');
const actor = id(
  'Who asks; the case keeps it, behind the id of the key or the subject of the token that was shown.',
  'ann',
);
const reason = text('Why; the case keeps it.', 500, 'The code was corrected in 1.4.2.');
export const by = { actor, reason };
export const required = ['actor', 'reason'];

export const groupsSchema = {
  operationId: 'readHospital',
  summary: 'Read what could not be processed, by cause',
  description: 'Open cases of all processors and projections, grouped by processor, error code and top frame.',
  tags,
  querystring: object({ processor: { ...processor, description: 'Only this one. Left out: all.' } }),
  response: listAnswers(wholeAnswer({ groups: list(cause) }), 'Those with most cases first.'),
};

const STATUSES = ['WAITING', 'QUEUED', 'RETRYING', 'HEALED', 'DISCARDED', 'SUPERSEDED'];

export const casesSchema = {
  operationId: 'listCases',
  summary: 'List cases, the oldest first',
  description: 'What could not be processed and is waiting, or was treated; pages by cursor.',
  tags,
  querystring: object({
    processor: { ...processor, description: 'Only of this one.' },
    group: { ...group, description: 'Only of this cause.' },
    key: id('Only of this key.', 'order-4711'),
    status: { type: 'string', enum: STATUSES, description: 'Only these.' },
    state: { type: 'string', enum: ['open', 'closed', 'all'], description: 'Default open.' },
    ...paging,
    cursor: text('Where the page begins: `nextCursor` of the page before it.', 1_600),
  }),
  response: listAnswers(
    wholeAnswer({
      cases: list(known),
      nextCursor: { type: ['string', 'null'], description: 'Null on the last page.' },
    }),
    'A page of cases.',
  ),
};

export const queuesSchema = {
  operationId: 'listParkedKeys',
  summary: 'List the keys that wait, with the queue of each',
  description: 'Open cases by key, the key that has waited longest first; pages by cursor.',
  tags,
  querystring: object({
    processor: { ...processor, description: 'Only of this one.' },
    group: { ...group, description: 'Only of this cause.' },
    key: id('Only this key.', 'order-4711'),
    ...paging,
    cursor: text('Where the page begins: `nextCursor` of the page before it.', 1_600),
  }),
  response: listAnswers(
    wholeAnswer({
      keys: list(ofQueue),
      nextCursor: { type: ['string', 'null'], description: 'Null on the last page.' },
    }),
    'A page of keys.',
  ),
};

export const ofCase = object({ caseId }, ['caseId']);

export const caseSchema = {
  operationId: 'readCase',
  summary: 'Read a case, and what queues with it',
  description:
    'From the read model, without bytes: its link `content` has those. `queue`: the open cases of its key, in order.',
  tags,
  params: ofCase,
  response: readAnswers(
    wholeAnswer({
      case: known,
      queue: list(wholeAnswer({ caseId: { type: 'string' }, status: { type: 'string' }, admittedAt: time('When.') })),
      queued: { type: 'integer', description: 'How many there are; at most a hundred are listed.' },
    }),
    'All that is known of it.',
  ),
};

export const asked = {
  202: {
    ...answer({
      operationId: { type: 'string' },
      links: { type: 'object', additionalProperties: { type: 'string' } },
    }),
    description: 'It was asked for; Location is where its outcome will be.',
    examples: [
      {
        operationId: 'req-0c7e4b1f',
        links: { outcome: '/hospital/operations/req-0c7e4b1f?processor=orders&tasks=1', case: '/hospital/cases/…' },
      },
    ],
  },
  ...readAnswers(answer({ status: { type: 'string' } }), 'It is done.'),
  409: problemAnswer('Not as things stand.', 'LP_API_CASE_UNTREATABLE', 'LP_API_PROJECTION_BUSY'),
};

export const retryCaseSchema = {
  operationId: 'retryCase',
  summary: 'Try a case again, and what queues behind it',
  description: 'Of a projection: the rows of its key are made anew.',
  tags,
  params: ofCase,
  headers: askHeaders,
  body: object(by, required),
  response: asked,
};

export const discardCaseSchema = {
  operationId: 'discardCase',
  summary: 'Give a case up',
  description: 'What queues behind it goes on. Of a projection it is done at once (200).',
  tags,
  params: ofCase,
  headers: askHeaders,
  body: object(by, required),
  response: asked,
};

export const editCaseSchema = {
  operationId: 'editCase',
  summary: 'Replace the value of a request that is parked, and try it again',
  description:
    'The whole value as `longplay hospital show ID --value` prints it, sealed texts as they are. The one as it came is kept. A fact is never edited: its owner repairs it.',
  tags,
  params: ofCase,
  headers: askHeaders,
  body: object(
    { ...by, value: { type: 'object', additionalProperties: true, description: 'The value.', examples: [{}] } },
    [...required, 'value'],
  ),
  response: asked,
};

export const retryKeySchema = {
  operationId: 'retryKey',
  summary: 'Try all cases of a key again, in their order',
  description: 'A retry that fails parks the key again, and the later cases stay where they are.',
  tags,
  params: object({ key: id('The key.', 'order-4711') }, ['key']),
  headers: askHeaders,
  body: object({ ...by, processor }, [...required, 'processor']),
  response: asked,
};

export const retryGroupSchema = {
  operationId: 'retryGroup',
  summary: 'Try all cases of a cause again, at a rate',
  description: 'How far it is, its link `result` tells.',
  tags,
  params: object({ group }, ['group']),
  headers: askHeaders,
  body: object(
    { ...by, processor, perSecond: wholeNumber('At most so many a second; left out: the configured rate.', 1, 50) },
    [...required, 'processor'],
  ),
  response: asked,
};

const named = object({ name: id('The processor.', 'orders') }, ['name']);

export const pauseStreamSchema = {
  operationId: 'pauseStream',
  summary: 'Have a processor take no more inputs',
  description: 'It survives restarts. Retries are done meanwhile.',
  tags,
  params: named,
  headers: askHeaders,
  body: object({ ...by, until: { ...time('When it goes on by itself; left out: when it is told to.') } }, required),
  response: asked,
};

export const resumeStreamSchema = {
  operationId: 'resumeStream',
  summary: 'Have a processor go on, from where it stood',
  description: 'Also where its storm breaker has stopped it.',
  tags,
  params: named,
  headers: askHeaders,
  body: object(by, required),
  response: asked,
};

export const ofOperation = {
  params: object({ operationId: id('As the 202 said it.', 'req-0c7e4b1f') }, ['operationId']),
  querystring: object(
    {
      processor,
      // No more than there can be partitions: an id is made for each.
      tasks: {
        ...wholeNumber('How many of its tasks were asked, as the 202 said it. Default 1.', 1, 1),
        maximum: 1_000,
      },
    },
    ['processor'],
  ),
};

export const operationSchema = {
  operationId: 'readHospitalOperation',
  summary: 'Read what became of a treatment that was asked for',
  description: 'Whether it is done, refused or still to be done, and by which processor.',
  tags,
  ...ofOperation,
  response: readAnswers(
    wholeAnswer({
      operationId: { type: 'string' },
      status: { type: 'string', enum: ['undecided', 'accepted', 'rejected', 'partly'] },
      outcomes: list(
        wholeAnswer({
          requestId: { type: 'string' },
          status: { type: 'string' },
          reason: { type: ['string', 'null'], description: 'Why it was rejected, as a code.' },
          decidedAt: time('When.'),
        }),
        'Of each task that has answered.',
      ),
    }),
    'accepted: it is being done; the case tells its result.',
  ),
};
