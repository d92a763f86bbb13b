import { body } from './examples.ts';
import { listedOrder, ORDER_STATUSES, order, timeline } from './order-answers.ts';
import { EXPANSIONS } from './order-expand.ts';
import { lineSchema, orderIdSchema, owedSchema } from './order-parts.ts';
import { conditionalRead, pagedRead } from './read-schemas.ts';
import {
  address,
  answer,
  changeHeaders,
  id,
  list,
  money,
  nullable,
  object,
  optionalText,
  text,
  time,
  wholeNumber,
  writeAnswers,
  writeHeaders,
} from './schemas.ts';

const customerId = id('Whose order it is.', 'customer-2');
const sku = id('The product.', 'track-2');
const quantity = wholeNumber('How many.', 1, 2);
const params = object({ orderId: orderIdSchema }, ['orderId']);
const tags = ['orders'];

const code = optionalText('Why, as a code.', 100, 'changed-mind');
const reason = optionalText('Why, in the customer’s own words: kept encrypted.', 2000, 'I found it elsewhere.');

export const cancelSchema = {
  operationId: 'cancelOrder',
  summary: 'Cancel an order',
  description:
    'Possible until the order is dispatched. Once it is confirmed, the warehouse decides between the cancel and its dispatch, so the outcome may take a moment.',
  tags,
  params,
  headers: changeHeaders,
  body: body(nullable(object({ reasonCode: code, reason }))),
  response: writeAnswers('changes'),
};

export const returnSchema = {
  operationId: 'returnOrder',
  summary: 'Ask to send lines back',
  description: 'Possible once the order is delivered. The refund follows when the warehouse has received the goods.',
  tags,
  params,
  headers: changeHeaders,
  body: body(
    object(
      {
        lines: {
          ...list(object({ line: lineSchema, quantity }, ['line', 'quantity']), 'What goes back.'),
          minItems: 1,
          maxItems: 500,
        },
        reasonCode: code,
        reason,
      },
      ['lines'],
    ),
  ),
  response: writeAnswers('changes'),
};

const decision = {
  decision: {
    type: ['string', 'null'],
    enum: ['CONFIRMED', 'REJECTED', 'CANCELLED', null],
    description:
      'With Prefer: until=decision: whether it can be fulfilled; null where payments and stock had not decided it in time.',
  },
  orderStatus: { type: 'string', enum: ORDER_STATUSES, description: 'With Prefer: until=decision.' },
  rejection: {
    ...nullable(answer({ code: { type: 'string' }, by: { type: 'string' } })),
    description: 'With Prefer: until=decision: why it was rejected.',
  },
  waitingFor: { ...owedSchema, description: 'With Prefer: until=decision: who owes the next step, and by when.' },
};

export const placeSchema = {
  operationId: 'placeOrder',
  summary: 'Place an order',
  description:
    'The order is taken in at once; whether it can be fulfilled is decided by payments and stock, and its status tells. Accepting it means that it exists, not that it is paid; Prefer: wait=N, until=decision waits for that too.',
  tags,
  headers: writeHeaders,
  body: {
    ...object(
      {
        customerId,
        lines: {
          ...list(
            object(
              {
                sku,
                quantity,
                unitPrice: nullable(money('The price that the customer saw; the order is rejected where it differs.')),
              },
              ['sku', 'quantity'],
            ),
            'What is ordered.',
          ),
          minItems: 1,
          maxItems: 500,
        },
        shippingAddress: nullable(address('Where to. Left out: the customer’s first address.')),
        pointsToSpend: {
          type: 'integer',
          minimum: 0,
          maximum: 1_000_000_000,
          description: 'Loyalty points. Default 0.',
        },
        expectedTotal: nullable(money('The total that the customer saw; the order is rejected where it differs.')),
        note: optionalText(
          'To the shop or the recipient: kept encrypted.',
          2000,
          'Please leave it with the neighbour.',
        ),
      },
      ['customerId', 'lines'],
    ),
    examples: [
      {
        customerId: 'customer-2',
        lines: [{ sku: 'track-2', quantity: 2 }],
        shippingAddress: {
          street: 'Theodor-Heuss-Straße 34',
          city: 'Stuttgart',
          postalCode: '70174',
          country: 'Germany',
        },
      },
    ],
  },
  response: writeAnswers('creates', { orderId: orderIdSchema, ...decision }),
};

export const readSchema = {
  operationId: 'readOrder',
  summary: 'Read an order, with its payment, its shipment and its story',
  description: 'And what can be done with it next, as it stands.',
  tags,
  params,
  ...conditionalRead(order, 'The order as it stands.', {
    expand: text(`What is read with it, in full: ${EXPANSIONS.join(', ')}, separated by commas.`, 100, 'payments'),
  }),
};

export const timelineSchema = {
  operationId: 'readTimeline',
  summary: 'Read what an order went through',
  description: 'The steps of the order, its payment, its reservation and its shipment, as one story.',
  tags,
  params,
  ...conditionalRead(timeline, 'What happened so far, and what is owed.'),
};

export const listSchema = {
  operationId: 'listOrders',
  summary: 'List orders',
  description: 'By id, so that a page stays what it is while orders are placed.',
  tags,
  ...pagedRead('orders', listedOrder, 'A page of orders, by id.', {
    status: { type: 'string', enum: ORDER_STATUSES, description: 'Only in this status. Left out: all.' },
    customerId: { ...customerId, description: 'Only of this customer. Left out: all.' },
    placedFrom: { ...time('Only those placed then or later.'), examples: ['2026-11-01T00:00:00Z'] },
    placedTo: { ...time('Only those placed before.'), examples: ['2026-12-01T00:00:00Z'] },
  }),
};
