import { ORDER_STATUSES } from './order-answers.ts';
import { orderIdSchema } from './order-parts.ts';
import { pagedRead } from './read-schemas.ts';
import { answer, id, links, list, moneyAnswer, text, time } from './schemas.ts';

const told = answer(
  {
    what: { type: 'string', examples: ['PLACED'] },
    at: time('When.'),
    reason: { type: ['string', 'null'] },
  },
  ['what', 'at', 'reason'],
);

const owed = answer(
  {
    name: { type: 'string', examples: ['authorise'] },
    owedBy: { type: 'string', examples: ['payments'] },
    since: time('Since when it is owed.'),
    due: time('When it passes next.'),
    overdueAt: time('When it passed first, or will.'),
    passes: { type: 'integer', description: 'How often it has passed.' },
  },
  ['name', 'owedBy', 'since', 'due', 'overdueAt', 'passes'],
);

const progress = answer(
  {
    orderId: orderIdSchema,
    version: { type: 'integer' },
    customerId: { type: 'string', examples: ['customer-2'] },
    status: { type: 'string', enum: ORDER_STATUSES, examples: ['CONFIRMED'] },
    statusSince: time('Since when it has that status.'),
    placedAt: time('When it was placed; of an order that does not say, when it came in.'),
    changedAt: time('When its newest fact was decided.'),
    total: moneyAnswer('What it costs, where that is known.'),
    final: { type: 'boolean', description: 'It has ended, and nobody owes it a step.' },
    owed: list(owed, 'Steps that it waits for.'),
    timeline: list(told, 'What it went through: the first entry, and the newest ones.'),
    timelineDropped: { type: 'integer', description: 'Entries that are left out after the first.' },
    links,
  },
  ['orderId', 'version', 'customerId', 'status', 'statusSince', 'placedAt', 'total', 'final', 'owed', 'timeline'],
);

export const orderProgressSchema = {
  operationId: 'listOrderProgress',
  summary: 'List where orders stand, the newest first, or find those that a text names',
  description:
    'Each with its compact timeline and what it is owed. `named` is looked up as an order, as an event of one, as a request about one and as a customer, by key: it costs the same however many orders there are. Of a customer all orders follow page by page, after what else has that name.',
  tags: ['flow'],
  ...pagedRead('orders', progress, 'A page of orders, newest first.', {
    status: { type: 'string', enum: ORDER_STATUSES, description: 'Only in this status. Left out: all.' },
    customerId: id('Only of this customer. Left out: all.', 'customer-2'),
    named: text('An order, event, request or customer id. Left out: all.', 500, 'orders/order-17/3'),
  }),
};
