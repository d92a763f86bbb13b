import { body } from './examples.ts';
import { owedSchema } from './order-parts.ts';
import { conditionalRead, pagedRead } from './read-schemas.ts';
import {
  actions,
  addressFields,
  answer,
  changeHeaders,
  id,
  nullable,
  object,
  optionalText,
  type Schema,
  text,
  timeOrNull,
  wholeNumber,
  writeAnswers,
} from './schemas.ts';

const STATUSES = ['PREPARING', 'ADDRESS_MISSING', 'ADDRESS_WRONG', 'OUT_OF_PACKS', 'SENT', 'STOPPED'];
const tags = ['shipments'];
const customerId = id('The customer.', 'customer-2');
const params = object({ customerId }, ['customerId']);
const addressVersion = nullable(
  wholeNumber(
    'The addressVersion that it was tried with; where another stands by now, it is refused. Left out: the one that stands.',
    1,
    1,
  ),
);

const report = (operationId: string, summary: string, content: Schema, description: string) => ({
  operationId,
  summary,
  description,
  tags,
  params,
  headers: changeHeaders,
  body: body(content),
  response: writeAnswers('changes'),
});

export const reportSchemas = {
  SENT: report(
    'sendWelcomePack',
    'Report that a welcome pack is sent',
    object(
      {
        carrier: text('Which carrier.', 200, 'DHL'),
        tracking: optionalText('The carrier’s tracking code.', 200, 'JD0146'),
        addressVersion,
      },
      ['carrier'],
    ),
    'Possible while it is PREPARING or OUT_OF_PACKS.',
  ),
  FAILED: report(
    'failWelcomePack',
    'Report that a welcome pack cannot be sent',
    object({ reason: { type: 'string', enum: ['no-such-address', 'out-of-packs'] }, addressVersion }, ['reason']),
    'no-such-address: the customer has to correct it, and then it is asked for again. out-of-packs: it is asked for again after a day, or when there are some.',
  ),
  RESTOCKED: report(
    'restockWelcomePack',
    'Report that there are welcome packs again',
    nullable(object({ addressVersion })),
    'Possible while it is OUT_OF_PACKS: it is asked for again at once.',
  ),
};

const pack = answer(
  {
    customerId,
    version: { type: 'integer' },
    status: { type: 'string', enum: STATUSES },
    name: { type: ['string', 'null'], description: 'Of the customer, where the pack is still to be sent.' },
    address: {
      ...answer(addressFields),
      type: ['object', 'null'],
      description: 'Where to, by the customer’s record. Null: see addressMissing.',
    },
    addressMissing: {
      type: ['string', 'null'],
      description:
        'Why there is no address. nothing-to-send: none is needed. record-differs: the customer’s record as it is read says another address than the one of this addressVersion; read again.',
    },
    addressVersion: { type: ['integer', 'null'], description: 'To be named in reports.' },
    failure: {
      ...answer({
        reason: { type: 'string', enum: ['no-such-address', 'out-of-packs'] },
        addressVersion: { type: 'integer', description: 'What it was tried with.' },
        at: timeOrNull('When.'),
      }),
      type: ['object', 'null'],
    },
    carrier: { type: ['string', 'null'] },
    tracking: { type: ['string', 'null'] },
    sentAt: timeOrNull('When it was sent.'),
    owed: owedSchema,
    actions,
  },
  ['customerId', 'version'],
);

export const listSchema = {
  operationId: 'listWelcomePacks',
  summary: 'List the welcome packs that the warehouse owes',
  description: 'By customer, with the address. Each entry names what reports it as done, or as impossible.',
  tags,
  ...pagedRead('packs', pack, 'A page of welcome packs, by customer.', {
    status: { type: 'string', enum: STATUSES, description: 'Only these. Left out: PREPARING and OUT_OF_PACKS.' },
  }),
};

export const readSchema = {
  operationId: 'readWelcomePack',
  summary: 'Read the welcome pack of a customer',
  description: 'There is one for who registers through POST /customers.',
  tags,
  params,
  ...conditionalRead(pack, 'The pack as it stands.'),
};
