import { answer, id, list, type Schema, time, wholeNumber } from './schemas.ts';

/** What the document says of the parts that orders, shipments and requests have in common. */

export const orderIdSchema = id('The order.', 'order-1f0c9d7e116a4a3b9f2d2c1f6b5e6f0e');

export const lineSchema = wholeNumber('Number of the line, from 1, in the order that they were sent.', 1, 1);

export const owedSchema: Schema = list(
  answer({
    step: { type: 'string', examples: ['pack'] },
    owedBy: { type: 'string', examples: ['warehouse'] },
    since: time('Since when.'),
    due: time('By when.'),
    overdue: { type: 'boolean', description: 'Whether that has passed, and somebody was alarmed.' },
  }),
  'Who owes the next step, and by when.',
);

export const stepsSchema: Schema = list(
  answer({
    at: time('When.'),
    by: { type: 'string', description: 'orders, payments, allocations or shipping.', examples: ['orders'] },
    what: { type: 'string', examples: ['CONFIRMED'] },
    reason: { type: ['string', 'null'] },
    version: { type: 'integer', description: 'Of the fact that says so.' },
  }),
  'All that happened, in the order of time.',
);
