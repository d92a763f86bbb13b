import { customer } from './customer-schemas.ts';
import { lineSchema, orderIdSchema, owedSchema, stepsSchema } from './order-parts.ts';
import {
  actions,
  addressFields,
  answer,
  id,
  links,
  list,
  moneyAnswer,
  nullable,
  type Schema,
  timeOrNull,
  wholeNumber,
} from './schemas.ts';
import { shipmentFields } from './shipment-schemas.ts';

/** What the document says of an order that is read. */

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

const customerId = id('Whose order it is.', 'customer-2');
const sku = id('The product.', 'track-2');
const quantity = wholeNumber('How many.', 1, 2);
const code = { type: ['string', 'null'] };
const status: Schema = { type: 'string', enum: ORDER_STATUSES, examples: ['CONFIRMED'] };
const said = (description: string, fields: Readonly<Record<string, Schema>>): Schema => ({
  ...nullable(answer(fields)),
  description,
});
const linesOf = (description: string): Schema => list(answer({ line: lineSchema, quantity }), description);

const paymentFields: Readonly<Record<string, Schema>> = {
  version: { type: 'integer' },
  status: { type: 'string', examples: ['AUTHORISED'] },
  amount: moneyAnswer('What is to be authorised.'),
  captured: moneyAnswer('Captured in all.'),
  refunded: moneyAnswer('Refunded in all.'),
  declineReason: code,
  failure: said('A step that failed for good.', {
    step: { type: 'string' },
    code: { type: 'string' },
    since: timeOrNull('Since when.'),
  }),
};

const allocationFields: Readonly<Record<string, Schema>> = {
  version: { type: 'integer' },
  status: { type: 'string', examples: ['ALLOCATED'] },
  lines: list(answer({ line: lineSchema, sku, quantity, status: { type: 'string' }, reason: code })),
};

const moneyAt = (description: string, more: Readonly<Record<string, Schema>> = {}): Schema =>
  said(description, { amount: moneyAnswer('How much.'), at: timeOrNull('When.'), ...more });

const expandedFields: Readonly<Record<string, Schema>> = {
  customer: {
    ...nullable(customer),
    description: 'Whose order it is, as /customers has him; null where nobody is known.',
  },
  shipment: said('The shipment, with what it went through; null before there is one.', {
    ...shipmentFields,
    history: stepsSchema,
  }),
  payments: said('The payment in full; null before there is one.', {
    ...paymentFields,
    authorisation: moneyAt('Money set aside.', { expiresAt: timeOrNull('When it lapses by itself.') }),
    capture: moneyAt('Money taken.'),
    voidance: said('That it was let go.', { at: timeOrNull('When.') }),
    refunds: list(
      answer({ amount: moneyAnswer('How much.'), status: { type: 'string' }, at: timeOrNull('When it was done.') }),
    ),
    history: stepsSchema,
  }),
};

export const order = answer(
  {
    orderId: orderIdSchema,
    version: wholeNumber('Counts every change of the order.', 1, 5),
    status,
    customerId,
    placedAt: timeOrNull('When the customer placed it.'),
    lines: list(
      answer({
        line: lineSchema,
        sku,
        title: { type: 'string', examples: ['Kind of Blue'] },
        artist: { type: 'string', examples: ['Miles Davis'] },
        format: { type: 'string', examples: ['LP'] },
        quantity,
        unitPrice: moneyAnswer('The price agreed; null before it is PLACED.'),
        returnedQuantity: { type: 'integer', examples: [0] },
      }),
    ),
    subtotal: moneyAnswer('Sum of the lines.'),
    discount: moneyAnswer('What spent points take off.'),
    total: moneyAnswer('What is to be paid; null before it is PLACED.'),
    shippingAddress: { ...answer(addressFields), type: ['object', 'null'] },
    note: { type: ['string', 'null'], description: 'Null too where the customer was erased.' },
    rejection: said('Why it is being, or was, rejected.', {
      code: { type: 'string' },
      by: { type: 'string' },
      since: timeOrNull('Since when.'),
    }),
    cancellation: said('The cancel, and what became of it.', {
      requestId: { type: 'string' },
      at: timeOrNull('When it was asked for.'),
      status: { type: 'string', examples: ['ACCEPTED'] },
      reasonCode: code,
      reason: code,
    }),
    returns: list(
      answer({
        requestId: { type: 'string' },
        at: timeOrNull('When it was asked for.'),
        lines: linesOf('What was asked for.'),
        status: { type: 'string', examples: ['OPEN'] },
        reasonCode: code,
        reason: code,
        unasked: linesOf('What came back beyond it.'),
      }),
      'Returns asked for.',
    ),
    owed: owedSchema,
    payment: said('Where its payment stands; null before there is one.', paymentFields),
    allocation: said('The reservation of its lines; null before there is one.', allocationFields),
    shipment: said('Where its shipment stands; null before there is one.', shipmentFields),
    story: stepsSchema,
    expanded: { ...answer(expandedFields), description: 'What `expand` asks for; left out where it asks for nothing.' },
    links,
    actions,
  },
  ['orderId', 'version'],
);

export const listedOrder = answer(
  {
    orderId: orderIdSchema,
    version: { type: 'integer' },
    status,
    customerId,
    placedAt: timeOrNull('When it was placed.'),
    total: moneyAnswer('What is to be paid.'),
    links,
  },
  ['orderId', 'version'],
);

export const timeline = answer(
  {
    orderId: orderIdSchema,
    version: { type: 'integer', description: 'Of the order.' },
    status,
    steps: stepsSchema,
    owed: owedSchema,
    links,
  },
  ['orderId', 'version'],
);
