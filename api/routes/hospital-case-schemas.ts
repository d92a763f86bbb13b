import { list, nullable, time, timeOrNull, wholeAnswer } from './schemas.ts';

/** Cases as they are answered. */

export const error = nullable(
  wholeAnswer({
    code: { type: 'string' },
    transient: { type: 'boolean', description: 'Whether it is tried again by itself.' },
    message: { type: 'string' },
    frame: { type: 'string', description: 'The first frame of this program.' },
    stack: { type: 'string' },
  }),
);

export const millis = (description: string) => ({
  type: 'number',
  description: `${description} Milliseconds since the epoch.`,
});

/** Null: whoever did it is not known. */
export const actorAnswer = nullable(wholeAnswer({ kind: { type: 'string' }, id: { type: 'string' } }));

const treatment = wholeAnswer({
  operationId: { type: 'string' },
  action: { type: 'string' },
  at: millis('When.'),
  actor: actorAnswer,
  reason: { type: 'string' },
  result: { type: 'string' },
});

const recordPlace = {
  topic: { type: 'string' },
  partition: { type: 'integer' },
  offset: { type: 'integer' },
  timestamp: { ...millis('When it was written.'), type: ['number', 'null'] },
  schemaId: { type: ['integer', 'null'] },
};

export const known = wholeAnswer({
  caseId: { type: 'string' },
  version: { type: 'integer' },
  processor: { type: 'string' },
  processorVersion: { type: 'string' },
  status: { type: 'string', description: 'WAITING, QUEUED, RETRYING; HEALED, DISCARDED, SUPERSEDED.' },
  source: { type: 'string', description: 'RECORD, EFFECT or DEADLINE.' },
  group: { type: 'string' },
  error: { ...error, description: 'Null while it queues behind another case.' },
  key: { type: ['string', 'null'], description: 'The key that waits; of a projection, the one whose row is stale.' },
  admission: { type: 'integer' },
  blockedBy: { type: ['string', 'null'] },
  ownVersion: { type: ['integer', 'null'] },
  record: { ...nullable(wholeAnswer(recordPlace)), description: 'Where the record stands.' },
  effect: nullable(
    wholeAnswer({
      key: { type: 'string' },
      effectId: { type: 'string' },
      kind: { type: 'string' },
      attempt: { type: 'integer' },
    }),
  ),
  deadline: nullable(
    wholeAnswer({ key: { type: 'string' }, name: { type: 'string' }, due: millis('When it was due.') }),
  ),
  attempts: { type: 'integer' },
  admittedAt: time('When it was admitted.'),
  failedAt: timeOrNull('When it failed last.'),
  retryAt: timeOrNull('When it is tried again by itself.'),
  closedAt: timeOrNull('When it was closed.'),
  edited: { type: 'boolean' },
  treatments: list(treatment, 'What was done, when, by whom, why, and its result.'),
  treatmentsDropped: { type: 'integer' },
  generation: { type: ['integer', 'null'], description: 'Of a projection’s case.' },
  links: { type: 'object', additionalProperties: { type: 'string' } },
});

export const cause = wholeAnswer({
  processor: { type: 'string' },
  group: { type: 'string' },
  code: { type: 'string' },
  message: { type: 'string' },
  frame: { type: 'string' },
  transient: { type: 'boolean' },
  cases: { type: 'integer', description: 'Cases that failed by themselves.' },
  queued: { type: 'integer', description: 'Cases that wait behind them.' },
  retrying: { type: 'integer' },
  keysBlocked: { type: 'integer' },
  firstSeen: time('When the oldest was admitted.'),
  lastSeen: time('When one failed last.'),
  retryAt: timeOrNull('When the first of them is tried again by itself.'),
  example: { type: 'string', description: 'The case that has waited longest.' },
  links: { type: 'object', additionalProperties: { type: 'string' } },
});

export const ofQueue = wholeAnswer({
  processor: { type: 'string' },
  key: { type: ['string', 'null'], description: 'Null: the case blocks nobody.' },
  generation: { type: ['integer', 'null'], description: 'Of a projection’s cases.' },
  since: time('When its first case was admitted.'),
  cases: { type: 'integer', description: 'Open cases in all.' },
  queued: { type: 'integer', description: 'Those that wait behind another one.' },
  first: list(
    wholeAnswer({
      caseId: { type: 'string' },
      status: { type: 'string' },
      group: { type: 'string' },
      code: { type: ['string', 'null'] },
      message: { type: ['string', 'null'], description: 'Null while it queues.' },
      attempts: { type: 'integer' },
      admittedAt: time('When it was admitted.'),
      failedAt: timeOrNull('When it failed last.'),
      retryAt: timeOrNull('When it is tried again by itself.'),
    }),
    'The first ten, in the order in which they are treated: the first one holds up the others.',
  ),
});
