import { body } from './examples.ts';
import { conditionalRead } from './read-schemas.ts';
import {
  actions,
  addressFields,
  answer,
  changeHeaders,
  id,
  links,
  list,
  nullable,
  object,
  optionalText,
  text,
  writeAnswers,
  writeHeaders,
} from './schemas.ts';

const customerId = id('The customer.', 'customer-2');
const params = object({ customerId }, ['customerId']);
const tags = ['customers'];

const details = {
  name: optionalText('Full name.', 300, 'Leonie Köhler'),
  email: optionalText('Where mail goes.', 320, 'leonie@example.org'),
  phone: optionalText('Phone number.', 50),
  company: optionalText('Company, where the customer buys for one.', 300),
};
const addressId = text('Unique within the customer. Left out: its place in the list, from 1.', 100, 'home');

const content = {
  ...object({
    ...details,
    addresses: { ...list(object({ addressId, ...addressFields }), 'The first is the default.'), maxItems: 16 },
  }),
  examples: [
    {
      name: 'Leonie Köhler',
      email: 'leonie@example.org',
      addresses: [{ street: 'Theodor-Heuss-Straße 34', city: 'Stuttgart', postalCode: '70174', country: 'Germany' }],
    },
  ],
};

export const registerSchema = {
  operationId: 'registerCustomer',
  summary: 'Register a customer',
  description: 'Everything personal is kept encrypted with a key of the customer’s own.',
  tags,
  headers: writeHeaders,
  body: content,
  response: writeAnswers('creates', { customerId }),
};

export const putSchema = {
  operationId: 'putCustomer',
  summary: 'Register or change a customer',
  description: 'The whole content: what is left out is no longer known.',
  tags,
  params,
  headers: changeHeaders,
  body: content,
  response: writeAnswers('changes', { customerId }),
};

export const eraseSchema = {
  operationId: 'eraseCustomer',
  summary: 'Erase a customer',
  description:
    'New orders are rejected from now on. It is done, and so decided, when no order is open any more; then everything personal is unreadable for ever.',
  tags,
  params,
  headers: changeHeaders,
  body: body(nullable(object({ reasonCode: optionalText('Why, as a code.', 100, 'asked-for') }))),
  response: writeAnswers('changes'),
};

export const customer = answer(
  {
    customerId,
    version: { type: 'integer' },
    status: { type: 'string', enum: ['ACTIVE', 'ERASING', 'ERASED'] },
    ...details,
    addresses: list(answer({ addressId, ...addressFields })),
    acceptsOrders: { type: 'boolean' },
    links,
    actions,
  },
  ['customerId', 'version'],
);

export const readSchema = {
  operationId: 'readCustomer',
  summary: 'Read a customer',
  description: 'As he stands, in clear text.',
  tags,
  params,
  ...conditionalRead(customer, 'The customer as he stands; personal texts are null once he was erased.'),
};
