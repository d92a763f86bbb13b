import { LAWS } from '../flow/laws/check.ts';
import { conditionalRead, pagedRead } from './read-schemas.ts';
import { answer, id, links, list, listAnswers, moneyAnswer, nullable, text, time, timeOrNull } from './schemas.ts';

const tags = ['flow'];

const step = answer({
  name: { type: 'string', examples: ['authorise'] },
  owedBy: {
    type: 'string',
    description: 'A processor, the warehouse, the carrier, the customer.',
    examples: ['payments'],
  },
  since: time('Since when it is owed.'),
  due: time('When it passes next.'),
  overdueAt: time('When it passed first.'),
  passes: { type: 'integer', description: 'How often it has passed.' },
});

const KINDS = ['parked', 'stopped', 'paused', 'behind', 'waiting'] as const;

const why = answer(
  {
    kind: { type: 'string', enum: [...KINDS] },
    text: { type: 'string', examples: ['waiting for payments, which waits for provider'] },
    processor: { type: ['string', 'null'], description: 'Which one holds it up; null: it is only waited for.' },
    caseId: { type: ['string', 'null'], description: 'Parked: the case of the hospital in front.' },
    records: { type: ['integer', 'null'], description: 'Behind: what is to be read first, at most.' },
    waitingFor: { type: ['string', 'null'], description: 'Waiting: for whom.' },
    next: nullable(answer({ step: { type: 'string' }, owedBy: { type: 'string' }, since: time('Since when.') })),
  },
  ['kind', 'text'],
);

const stuckOrder = answer(
  {
    orderId: { type: 'string', examples: ['order-17'] },
    customerId: { type: 'string' },
    status: { type: 'string', examples: ['PLACED'] },
    statusSince: time('Since when it has that status.'),
    placedAt: time('When it was placed.'),
    total: moneyAnswer('What it costs, where that is known.'),
    overdueAt: time('Since when it is stuck.'),
    steps: list(step, 'What is overdue, the longest first.'),
    why,
    cases: list(
      { type: 'string' },
      'Every open case that blocks it, or that it waits behind under the key of its customer or of a product.',
    ),
    links: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'The order, its story, and the case in front.',
    },
  },
  ['orderId', 'status', 'overdueAt', 'steps', 'why'],
);

export const stuckSchema = {
  operationId: 'readStuckOrders',
  summary: 'Read which orders are stuck, and why, the longest stuck first',
  description:
    'An order is stuck when a step that somebody owes it is overdue. Why is computed from the hospital and the log, not from what a process says of itself: its key is parked behind a case, or that of its customer or of a product where it waits for one, a processor stands still or is paused, one has to read more first, or somebody has simply not answered. It follows the orders, a moment behind.',
  tags,
  ...pagedRead('orders', stuckOrder, 'A page of stuck orders; none: every step is in time.', {
    owedBy: text('Only those that wait for this one. Left out: all.', 100, 'payments'),
    step: text('Only those that wait for this step. Left out: all.', 100, 'authorise'),
    orderId: id('Only this order, where it is stuck. Left out: all.', 'order-17'),
  }),
};

export const stuckCountsSchema = {
  operationId: 'countStuckOrders',
  summary: 'Count the stuck orders, by who owes which step and by why',
  description:
    'The numbers are exact. An order that waits for two steps counts for both of them, and once in `orders`.',
  tags,
  ...conditionalRead(
    answer({
      orders: { type: 'integer' },
      steps: list(
        answer({ owedBy: { type: 'string' }, step: { type: 'string' }, orders: { type: 'integer' } }),
        'Those with most orders first.',
      ),
      reasons: {
        ...answer(Object.fromEntries([...KINDS, 'unknown'].map(kind => [kind, { type: 'integer' }])), [
          ...KINDS,
          'unknown',
        ]),
        description: 'Orders by why; of very many the rest is `unknown`.',
      },
    }),
    'How many are stuck.',
  ),
};

const ms = (description: string) => ({ type: ['integer', 'null'], description });

export const stepsSchema = {
  operationId: 'readFlowSteps',
  summary: 'Read which steps orders take, what leads to them and how long they take',
  description:
    'Of all orders that the log still tells of, each step once, whatever was read twice. A time is from one step of the order to the next, as its own history has it.',
  tags,
  ...conditionalRead(
    answer({
      steps: list(
        answer({
          from: { type: 'string', examples: ['PLACED'] },
          to: { type: 'string', examples: ['CONFIRMED'] },
          ledBy: {
            type: 'string',
            description: 'The topic whose record led to it, or `deadline`.',
            examples: ['allocations'],
          },
          count: { type: 'integer' },
          overdue: { type: 'integer', description: 'How often the step was overdue meanwhile.' },
          totalMs: { type: 'integer', description: 'What they took in all.' },
          meanMs: { type: 'integer' },
          p50Ms: ms('Half of them took no longer than about that. Null: more than a day.'),
          p95Ms: ms('95 of 100 took no longer than about that. Null: more than a day.'),
          histogram: list(
            answer({
              upToMs: { type: ['integer', 'null'], description: 'Null: longer than all others.' },
              count: { type: 'integer' },
            }),
            'How many took how long.',
          ),
        }),
        'Those that are taken most often first.',
      ),
    }),
    'The steps.',
  ),
};

export const statesSchema = {
  operationId: 'readFlowStates',
  summary: 'Read how many orders stand in each state, and for how long',
  description: 'Every order counts once, in the state that its newest fact says.',
  tags,
  ...conditionalRead(
    answer({
      states: list(
        answer({
          state: { type: 'string', examples: ['PLACED'] },
          orders: { type: 'integer' },
          end: { type: 'boolean', description: 'Whether an order may stay there for ever.' },
          oldest: timeOrNull('Since when the oldest has been there.'),
        }),
      ),
    }),
    'The states in which there is an order.',
  ),
};

const law = { type: 'string', enum: [...LAWS] };

export const lawsSchema = {
  operationId: 'readLaws',
  summary: 'Read whether the laws of orders and stock hold',
  description:
    'Held to all but the last is every order and every product, round after round, a few at a time: owed (an order is at its end, or somebody owes it a step), money (at rest, captured less refunded is what was dispatched and kept is worth), goods (what was dispatched is consumed, and nothing is reserved for an order that has ended), stock-books (received, counted, written off and restocked come to what is on hand and consumed), stock-held (reserved and gone are what the orders say) and versions (each fact on the log is one version later than the one before it of its key). Versions are followed on the log itself as facts are written; one that does not count on is told at once, for a day, since the log is never put right. Any other law counts as broken only when it stays so while every processor and read model has read on, and the key waits behind no case: where one of them stands still, `heldUpBy` says so, and nothing new is told.',
  tags,
  response: listAnswers(
    {
      ...answer(
        {
          lookedAt: timeOrNull('When somebody looked last. Null: nobody has yet.'),
          round: nullable(
            answer({
              beganAt: time('When the last whole round began.'),
              finishedAt: time('When it ended.'),
              orders: { type: 'integer', description: 'Orders that were held to the laws in it.' },
              skus: { type: 'integer', description: 'Products.' },
            }),
          ),
          provedUpTo: timeOrNull(
            'All that was on the log then has been read by everybody whom the laws concern; what came later is proved of no law yet. Null: not known yet.',
          ),
          heldUpBy: list(
            answer(
              {
                reader: {
                  type: 'string',
                  description: 'A processor, or `projections.NAME`.',
                  examples: ['payments'],
                },
                why: {
                  type: 'string',
                  enum: ['paused', 'stopped', 'behind'],
                  description: 'Paused by somebody; stopped by its storm breaker; or not that far.',
                },
                on: list({ type: 'string', examples: ['order-requests 3'] }, 'Topics and partitions, the first ones.'),
              },
              ['reader', 'why', 'on'],
            ),
            'Whoever keeps `provedUpTo` where it is, and so every new violation from being told; none: it goes on.',
          ),
          laws: list(
            answer(
              {
                law,
                broken: { type: 'integer', description: 'In so many places; 0: it holds, as far as is known.' },
                atLeast: {
                  type: 'boolean',
                  description: 'There may be more than `broken`, also where that is 0: more than are kept were found.',
                },
              },
              ['law', 'broken', 'atLeast'],
            ),
          ),
          violations: list(
            answer(
              {
                law,
                key: { type: 'string', description: 'The order, or the sku.' },
                topic: { type: ['string', 'null'], description: 'versions: the topic of the fact.' },
                sentence: { type: 'string' },
                since: time('Since when it was seen.'),
                links,
              },
              ['law', 'key', 'sentence', 'since', 'links'],
            ),
            'The first hundred of each law.',
          ),
        },
        ['lookedAt', 'round', 'provedUpTo', 'heldUpBy', 'laws', 'violations'],
      ),
      examples: [
        {
          lookedAt: '2026-11-21T20:15:30.000Z',
          round: {
            beganAt: '2026-11-21T20:14:00.000Z',
            finishedAt: '2026-11-21T20:15:05.000Z',
            orders: 5120,
            skus: 340,
          },
          provedUpTo: '2026-11-21T20:15:25.000Z',
          heldUpBy: [],
          laws: LAWS.map(name => ({ law: name, broken: name === 'money' ? 1 : 0, atLeast: false })),
          violations: [
            {
              law: 'money',
              key: 'order-17',
              topic: null,
              sentence: '0 - 0 taken for goods of 2490',
              since: '2026-11-21T20:14:20.000Z',
              links: { order: '/orders/order-17' },
            },
          ],
        },
      ],
    },
    'How the laws stand.',
  ),
};
