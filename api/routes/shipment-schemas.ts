import { body } from './examples.ts';
import { orderIdSchema, owedSchema } from './order-parts.ts';
import { conditionalRead, pagedRead } from './read-schemas.ts';
import {
  actions,
  addressFields,
  answer,
  changeHeaders,
  links,
  list,
  nullable,
  object,
  optionalText,
  readAnswers,
  type Schema,
  text,
  time,
  timeOrNull,
  wholeNumber,
  writeAnswers,
} from './schemas.ts';

const SHIPMENT_STATUSES = ['PREPARING', 'PACKED', 'DISPATCHED', 'DELIVERED', 'STOPPED', 'FAILED', 'RETURNED'];

const params = object({ orderId: orderIdSchema }, ['orderId']);
const note = optionalText('What the warehouse or the carrier wrote about it: kept encrypted.', 2000);
const line = wholeNumber('Number of the line within its order.', 1, 1);

const report = (operationId: string, summary: string, content: Schema, description: string) => ({
  operationId,
  summary,
  description,
  tags: ['shipments'],
  params,
  headers: changeHeaders,
  body: body(content),
  response: writeAnswers('changes'),
});

export const packSchema = report(
  'packShipment',
  'Report that the goods are packed',
  nullable(object({ parcels: { ...wholeNumber('Into how many parcels. Default 1.', 1, 1), maximum: 1000 } })),
  'The stock is consumed with it. Possible while it is PREPARING.',
);

export const dispatchSchema = report(
  'dispatchShipment',
  'Report that the carrier has taken it',
  object(
    {
      carrier: text('Which carrier.', 200, 'DHL'),
      tracking: optionalText('The carrier’s tracking code.', 200, 'JD0146'),
    },
    ['carrier'],
  ),
  'From here on the order cannot be cancelled, and its payment is captured.',
);

export const deliverSchema = report(
  'deliverShipment',
  'Report that it has arrived',
  nullable(object({ deliveredAt: timeOrNull('By the carrier’s word. Left out: now.') })),
  'Possible once it is DISPATCHED; the customer earns his points with it.',
);

export const failSchema = report(
  'failShipment',
  'Report that it could not be delivered',
  object({ reasonCode: text('Why, as a code.', 100, 'no-such-address'), note }, ['reasonCode']),
  'Possible once it is DISPATCHED; the goods are on their way back then.',
);

export const goodsBackSchema = report(
  'returnShipment',
  'Report what has come back',
  object(
    {
      lines: {
        ...list(
          object(
            {
              line,
              refunded: wholeNumber('How many are to be refunded.', 0, 1),
              restocked: wholeNumber('How many go back to stock; fewer where some are damaged.', 0, 1),
            },
            ['line', 'refunded', 'restocked'],
          ),
          'What has come back.',
        ),
        minItems: 1,
        maxItems: 500,
      },
      note,
    },
    ['lines'],
  ),
  'Lines are refunded and restocked as it says; several reports add up.',
);

const packed = answer({
  line,
  sku: { type: 'string', examples: ['track-2'] },
  quantity: { type: 'integer' },
  title: { type: 'string' },
  refundedQuantity: { type: 'integer' },
  restockedQuantity: { type: 'integer' },
});

export const shipmentFields = {
  orderId: orderIdSchema,
  version: { type: 'integer' },
  status: { type: 'string', enum: SHIPMENT_STATUSES },
  address: { ...answer(addressFields), type: ['object', 'null'], description: 'Where to.' },
  parcels: { type: 'integer' },
  carrier: { type: ['string', 'null'] },
  tracking: { type: ['string', 'null'] },
  lines: list(packed, 'The packing list, and what of it came back.'),
  packedAt: timeOrNull('When it was packed.'),
  dispatchedAt: timeOrNull('When the carrier took it.'),
  deliveredAt: timeOrNull('When it arrived.'),
  failureReason: { type: ['string', 'null'] },
  note: { type: ['string', 'null'] },
  owed: owedSchema,
  links,
  actions,
};

const shipment = answer(shipmentFields, ['orderId', 'version']);

export const readSchema = {
  operationId: 'readShipment',
  summary: 'Read the shipment of an order',
  description: 'There is one once the order is confirmed or ends.',
  tags: ['shipments'],
  params,
  ...conditionalRead(shipment, 'The shipment as it stands.'),
};

export const listSchema = {
  operationId: 'listShipments',
  summary: 'List shipments',
  description:
    'By order. status=PREPARING is what is to be packed, PACKED what waits for the carrier; /warehouse/worklist has both, the oldest first.',
  tags: ['shipments'],
  ...pagedRead('shipments', shipment, 'A page of shipments, by order.', {
    status: { type: 'string', enum: SHIPMENT_STATUSES, description: 'Only these. Left out: all.' },
  }),
};

/** One outcome of a request. */
export const outcomeSchema = {
  operationId: 'readRequest',
  summary: 'Read what became of a request',
  description:
    'The honest answer also where nobody knows yet: who owes the next step, or which case of the hospital it waits behind.',
  tags: ['requests'],
  params: object({ requestId: text('The request.', 200, 'req-1f0c9d7e116a4a3b9f2d2c1f6b5e6f0e') }, ['requestId']),
  response: readAnswers(
    answer(
      {
        requestId: { type: 'string' },
        status: { type: 'string', enum: ['undecided', 'accepted', 'rejected'] },
        takenAt: timeOrNull('When the API took it in; null where it came another way.'),
        askedBy: {
          ...answer({ kind: { type: 'string' }, id: { type: 'string' } }),
          type: ['object', 'null'],
          description: 'Who asked, and in which role; null where it was not noted.',
          examples: [{ kind: 'SHOP', id: 'shop-front' }],
        },
        decidedAt: time('When it was decided.'),
        processor: { type: 'string', description: 'Who decided.' },
        type: { type: 'string', description: 'What was asked, such as CANCEL.' },
        fact: {
          ...answer({ topic: { type: 'string' }, key: { type: 'string' }, version: { type: 'integer' } }),
          type: ['object', 'null'],
          description: 'Accepted: the fact that holds it.',
        },
        reason: { type: ['string', 'null'], description: 'Rejected: why, as a stable code.' },
        fields: list({ type: 'string' }, 'Rejected: JSON pointers of the fields at fault, in the record.'),
        waitingFor: {
          ...owedSchema,
          description: 'Undecided: what is owed, by whom and by when. Empty: only the decision.',
        },
        links,
      },
      ['requestId', 'status'],
    ),
    'What became of it; undecided where nobody has decided it yet.',
  ),
};
