import type { FastifyPluginAsync } from 'fastify';
import { sendConditional } from '../conditional.ts';
import type { Shop } from '../context.ts';
import { requestIds } from '../request-ids.ts';
import type { CustomerBody } from '../requests/bodies.ts';
import { changeCustomer, eraseCustomer, registerCustomer } from '../requests/customers.ts';
import { answerWrite } from '../writing.ts';
import { customerRecords } from './customer-records.ts';
import { sendNotFound } from './not-found.ts';
import {
  addressFields,
  answer,
  conditionalRead,
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

type CustomerParams = { Params: { customerId: string } };

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

const body = {
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

const registerSchema = {
  operationId: 'registerCustomer',
  summary: 'Register a customer',
  description: 'Everything personal is kept encrypted with a key of the customer’s own.',
  tags,
  headers: writeHeaders,
  body,
  response: writeAnswers('creates', { customerId }),
};

const putSchema = {
  operationId: 'putCustomer',
  summary: 'Register or change a customer',
  description: 'The whole content: what is left out is no longer known.',
  tags,
  params,
  headers: writeHeaders,
  body,
  response: writeAnswers('changes', { customerId }),
};

const eraseSchema = {
  operationId: 'eraseCustomer',
  summary: 'Erase a customer',
  description:
    'New orders are rejected from now on. It is done, and so decided, when no order is open any more; then everything personal is unreadable for ever.',
  tags,
  params,
  headers: writeHeaders,
  body: nullable(object({ reasonCode: optionalText('Why, as a code.', 100, 'asked-for') })),
  response: writeAnswers('changes'),
};

const readSchema = {
  operationId: 'readCustomer',
  summary: 'Read a customer',
  tags,
  params,
  ...conditionalRead(
    answer({
      customerId,
      version: { type: 'integer' },
      status: { type: 'string', enum: ['ACTIVE', 'ERASING', 'ERASED'] },
      ...details,
      addresses: list(answer({ addressId, ...addressFields })),
      acceptsOrders: { type: 'boolean' },
      links,
    }),
    'The customer as he stands; personal texts are null once he was erased.',
  ),
};

const pathOf = (id: string): string => `/customers/${encodeURIComponent(id)}`;

export const customerRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const records = customerRecords(shop);

  app.post<{ Body: CustomerBody }>(
    '/customers',
    { schema: registerSchema, config: { needs: ['shop'] } },
    (request, reply) => {
      const ids = requestIds(request);
      const customerId = ids.created('customer');
      return answerWrite(shop, request, reply, {
        ids,
        resource: pathOf(customerId),
        creates: true,
        answer: { customerId },
        build: asking => registerCustomer(asking, customerId, request.body),
      });
    },
  );

  app.put<CustomerParams & { Body: CustomerBody }>(
    '/customers/:customerId',
    { schema: putSchema, config: { needs: ['shop'] } },
    (request, reply) => {
      const { customerId } = request.params;
      return answerWrite(shop, request, reply, {
        ids: requestIds(request),
        resource: pathOf(customerId),
        answer: { customerId },
        build: async asking => {
          const known = await records.find(customerId);
          if (known === null) return registerCustomer(asking, customerId, request.body);
          const change = changeCustomer(asking, customerId, request.body);
          return { request: await records.sealChange(known, change), options: { sealed: true } };
        },
      });
    },
  );

  app.get<CustomerParams>(
    '/customers/:customerId',
    { schema: readSchema, config: { needs: ['shop'], shows: { of: ['customers'], key: 'customerId' } } },
    async (request, reply) => {
      const { customerId } = request.params;
      const found = await records.find(customerId);
      if (found === null) return sendNotFound(shop, reply, 'The customer', customerId);
      const { version, status, name, email, phone, company, addresses, acceptsOrders } = found.open;
      return sendConditional(request, reply, {
        customerId,
        version,
        status,
        name,
        email,
        phone,
        company,
        addresses: addresses.map(({ addressId, address }) => ({ addressId, ...address })),
        acceptsOrders,
        links: {
          self: pathOf(customerId),
          orders: `/orders?customerId=${encodeURIComponent(customerId)}`,
          summary: `${pathOf(customerId)}/orders`,
          points: `/loyalty-accounts/${encodeURIComponent(customerId)}`,
        },
      });
    },
  );

  app.delete<CustomerParams & { Body: { reasonCode?: string } | null }>(
    '/customers/:customerId',
    { schema: eraseSchema, config: { needs: ['shop'] } },
    (request, reply) =>
      answerWrite(shop, request, reply, {
        ids: requestIds(request),
        resource: pathOf(request.params.customerId),
        build: asking => eraseCustomer(asking, request.params.customerId, request.body ?? {}),
      }),
  );
};
