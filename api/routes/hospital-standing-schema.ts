import { actorAnswer, millis } from './hospital-case-schemas.ts';
import { tags } from './hospital-schemas.ts';
import { links, list, nullable, readAnswers, wholeAnswer } from './schemas.ts';

const text = { type: 'string' };
const number = { type: 'integer' };
const partitions = list(number, 'Of its tasks, those that it is true of.');

const standing = wholeAnswer({
  processor: text,
  paused: {
    ...nullable(
      wholeAnswer({
        since: millis('When.'),
        until: { ...millis('When it goes on by itself; null: when it is told to.'), type: ['number', 'null'] },
        operationId: text,
        actor: actorAnswer,
        reason: text,
        partitions,
      }),
    ),
    description: 'An operator has paused it: it takes no inputs.',
  },
  stopped: {
    ...nullable(
      wholeAnswer({
        since: millis('When.'),
        failures: { ...number, description: 'Inputs that failed, of those that were decided lately.' },
        decided: number,
        inARow: number,
        code: text,
        message: text,
        frame: text,
        group: text,
        partitions,
      }),
    ),
    description: 'Its storm breaker has stopped it: nearly everything failed, so its code is at fault, not its inputs.',
  },
  retries: list(
    wholeAnswer({
      operationId: text,
      partition: number,
      group: text,
      since: millis('When it was asked for.'),
      actor: actorAnswer,
      reason: text,
      perSecond: number,
      total: number,
      healed: number,
      back: { ...number, description: 'Failed again.' },
    }),
    'Retries of causes that are under way.',
  ),
  links,
});

const example = {
  processor: 'orders',
  paused: {
    since: 1795296611614,
    until: null,
    operationId: 'req-0c7e4b1f',
    actor: { kind: 'OPERATOR', id: 'ann' },
    reason: 'The provider is down for maintenance.',
    partitions: [0, 1, 2],
  },
  stopped: null,
  retries: [],
  links: { pause: '/streams/orders/pause', resume: '/streams/orders/resume' },
};

export const standingSchema = {
  operationId: 'listStreams',
  summary: 'Read which processors stand still',
  description:
    'Of each processor: whether it was paused, or stopped by its storm breaker, why, and what it is retrying. From its hospital’s topic, whoever runs it; how far it has read is not told here.',
  tags,
  response: readAnswers(
    { ...wholeAnswer({ items: list(standing) }), examples: [{ items: [example] }] },
    'All processors.',
  ),
};
