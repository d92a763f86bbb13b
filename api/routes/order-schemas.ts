import {
  address,
  addressFields,
  answer,
  conditionalRead,
  id,
  links,
  list,
  money,
  moneyAnswer,
  nullable,
  object,
  optionalText,
  paging,
  readAnswers,
  time,
  timeOrNull,
  wholeNumber,
  writeAnswers,
  writeHeaders,
} from './schemas.ts';

export const ORDER_STATUSES = [
  'RECEIVED',
  'PLACED',
  'CONFIRMED',
  'PACKED',
  'DISPATCHED',
  'DELIVERED',
  'REJECTING',
  'REJECTED',
  'STOPPING',
  'CANCELLING',
  'CANCELLED',
  'DELIVERY_FAILED',
  'RETURNING',
  'RETURNED',
] as const;

const orderId = id('The order.', 'order-1f0c9d7e116a4a3b9f2d2c1f6b5e6f0e');
const customerId = id('Whose order it is.', 'customer-2');
const sku = id('The product.', 'track-2');
const quantity = wholeNumber('How many.', 1, 2);
const line = wholeNumber('Number of the line, from 1, in the order that they were sent.', 1, 1);

export const orderParams = object({ orderId }, ['orderId']);

const code = optionalText('Why, as a code.', 100, 'changed-mind');
const reason = optionalText('Why, in the customer’s own words: kept encrypted.', 2000, 'I found it elsewhere.');

export const reasonSchema = nullable(object({ reasonCode: code, reason }));

export const returnSchema = object(
  {
    lines: { ...list(object({ line, quantity }, ['line', 'quantity']), 'What goes back.'), minItems: 1, maxItems: 500 },
    reasonCode: code,
    reason,
  },
  ['lines'],
);

export const placeSchema = {
  operationId: 'placeOrder',
  summary: 'Place an order',
  description:
    'The order is taken in at once; whether it can be fulfilled is decided by payments and stock, and its status tells. Accepting it means that it exists, not that it is paid.',
  tags: ['orders'],
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
  response: writeAnswers('creates', { orderId }),
};

const owed = list(
  answer({
    step: { type: 'string' },
    owedBy: { type: 'string' },
    since: time('Since when.'),
    due: time('By when.'),
    overdue: { type: 'boolean', description: 'Whether that has passed, and somebody was alarmed.' },
  }),
  'Who owes the next step, and by when.',
);

const part = (description: string) => ({ type: ['object', 'null'], description });

const order = answer(
  {
    orderId,
    version: wholeNumber('Counts every change of the order.', 1, 5),
    status: { type: 'string', enum: ORDER_STATUSES },
    customerId,
    placedAt: timeOrNull('When the customer placed it.'),
    lines: list(
      answer({
        line,
        sku,
        title: { type: 'string' },
        artist: { type: 'string' },
        format: { type: 'string' },
        quantity,
        unitPrice: moneyAnswer('The price agreed; null before it is PLACED.'),
        returnedQuantity: { type: 'integer' },
      }),
    ),
    subtotal: moneyAnswer('Sum of the lines.'),
    discount: moneyAnswer('What spent points take off.'),
    total: moneyAnswer('What is to be paid; null before it is PLACED.'),
    shippingAddress: { ...answer(addressFields), type: ['object', 'null'] },
    note: { type: ['string', 'null'], description: 'Null too where the customer was erased.' },
    rejection: part('Why it is being, or was, rejected.'),
    cancellation: part('The cancel, and what became of it.'),
    returns: list({ type: 'object' }, 'Returns asked for.'),
    owed,
    payment: part('Where its payment stands; null before there is one.'),
    allocation: part('The reservation of its lines; null before there is one.'),
    shipment: part('Where its shipment stands; null before there is one.'),
    story: list(
      answer({
        at: time('When.'),
        by: { type: 'string', description: 'orders, payments, allocations or shipping.' },
        what: { type: 'string' },
        reason: { type: ['string', 'null'] },
        version: { type: 'integer' },
      }),
      'All that happened, in the order of time.',
    ),
    links,
  },
  ['orderId', 'version', 'status', 'lines', 'owed', 'story', 'links'],
);

export const readSchema = {
  operationId: 'readOrder',
  summary: 'Read an order, with its payment, its shipment and its story',
  tags: ['orders'],
  params: orderParams,
  ...conditionalRead(order, 'The order as it stands.'),
};

const { 404: _never, ...listAnswers } = readAnswers(
  answer(
    {
      orders: list(
        answer({
          orderId,
          version: { type: 'integer' },
          status: { type: 'string', enum: ORDER_STATUSES },
          customerId,
          placedAt: timeOrNull('When it was placed.'),
          total: moneyAnswer('What is to be paid.'),
          links,
        }),
      ),
      nextCursor: { type: ['string', 'null'], description: 'Null on the last page.' },
    },
    ['orders', 'nextCursor'],
  ),
  'A page of orders, by id.',
);

export const listSchema = {
  operationId: 'listOrders',
  summary: 'List orders',
  tags: ['orders'],
  querystring: object({ status: { type: 'string', enum: ORDER_STATUSES }, customerId, ...paging }),
  response: listAnswers,
};

export { orderId as orderIdSchema, owed as owedSchema };
