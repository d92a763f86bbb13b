import type { FastifyPluginAsync } from 'fastify';
import { sendConditional } from '../conditional.ts';
import type { Shop } from '../context.ts';
import { requestIds } from '../request-ids.ts';
import type { CustomerBody } from '../requests/bodies.ts';
import { changeCustomer, eraseCustomer, registerCustomer } from '../requests/customers.ts';
import { answerWrite } from '../writing.ts';
import { customerRecords } from './customer-records.ts';
import { eraseSchema, putSchema, readSchema, registerSchema } from './customer-schemas.ts';
import { customerPath, customerView } from './customer-view.ts';
import { sendNotFound } from './not-found.ts';

type CustomerParams = { Params: { customerId: string } };

export const customerRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const records = customerRecords(shop);
  const owned = (key: string) => ({ topic: 'customers', key });

  app.post<{ Body: CustomerBody }>(
    '/customers',
    { schema: registerSchema, config: { needs: ['shop'] } },
    (request, reply) => {
      const ids = requestIds(request);
      const customerId = ids.created('customer');
      return answerWrite(shop, request, reply, {
        ids,
        resource: customerPath(customerId),
        creates: true,
        answer: { customerId },
        build: asking => registerCustomer(asking, customerId, request.body, { enrols: true }),
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
        resource: customerPath(customerId),
        owned: owned(customerId),
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
      return sendConditional(request, reply, customerView(found.open));
    },
  );

  app.delete<CustomerParams & { Body: { reasonCode?: string } | null }>(
    '/customers/:customerId',
    { schema: eraseSchema, config: { needs: ['shop'] } },
    (request, reply) => {
      const { customerId } = request.params;
      return answerWrite(shop, request, reply, {
        ids: requestIds(request),
        resource: customerPath(customerId),
        owned: owned(customerId),
        build: asking => eraseCustomer(asking, customerId, request.body ?? {}),
      });
    },
  );
};
