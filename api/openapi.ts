import swagger from '@fastify/swagger';
import { type FastifyInstance, fastify } from 'fastify';
import type { ErasureDesk } from '../runtime/erasure/desk.ts';
import type { Health } from '../runtime/observe/health.ts';
import type { ProjectionDesk } from '../runtime/projector/desk.ts';
import type { Shop } from './context.ts';
import { withExamples } from './openapi-examples.ts';
import { withFailures } from './openapi-failures.ts';
import { withKeyRule } from './openapi-headers.ts';
import { withSharedAnswers } from './openapi-shared.ts';
import { erasureRoutes } from './routes/erasure.ts';
import { healthRoutes } from './routes/health.ts';
import { problemRoutes } from './routes/problems.ts';
import { projectionRoutes } from './routes/projections.ts';
import { type SchemaCheckDependencies, schemaCheckRoutes } from './routes/schema-check.ts';
import { shopRoutes } from './routes/shop.ts';
import { securitySchemes, withSecurity } from './security/describe.ts';
import { validateStrictly } from './validation.ts';
import { versionOfProgram } from './version.ts';

/** Has the app describe its routes: those that are registered after it. */
export function describeRoutes(app: FastifyInstance): void {
  app.register(swagger, {
    transform: ({ schema, url, route }) => ({ schema: withFailures(withSecurity(schema, route), route), url }),
    transformObject: documented =>
      withKeyRule(
        withExamples(withSharedAnswers('openapiObject' in documented ? documented.openapiObject : {})),
      ) as never,
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Longplay',
        version: versionOfProgram(),
        description:
          'The order-fulfilment backend of a music shop. Writes are requests: they are taken in at once (202), and decided by their owner; Prefer: wait=N waits for the decision. Every failure is problem details (RFC 9457).',
      },
      components: { securitySchemes },
      tags: [
        { name: 'orders', description: 'From request to doorstep.' },
        { name: 'products', description: 'What the shop sells.' },
        { name: 'stock', description: 'What the warehouse has.' },
        { name: 'customers', description: 'Who buys; everything personal is encrypted.' },
        { name: 'shipments', description: 'The warehouse’s work.' },
        { name: 'reports', description: 'What was sold, summed as it happens.' },
        { name: 'flow', description: 'How orders go on, and which are stuck.' },
        { name: 'requests', description: 'What became of a request.' },
        { name: 'webhooks', description: 'What happens to orders, told to whoever subscribes.' },
        { name: 'holidays', description: 'Car, hotel and flight, or nothing.' },
        { name: 'schemas', description: 'Whether a schema may change so.' },
        { name: 'topics', description: 'The log itself: what is in it, and what comes.' },
        { name: 'projections', description: 'The read models: how they stand, and rebuilding them.' },
        { name: 'hospital', description: 'What could not be processed, and what is done about it.' },
        { name: 'operations', description: 'Health, and what problems mean.' },
      ],
    },
  });
}

export const openApiRoute = async (app: FastifyInstance): Promise<void> => {
  app.get('/openapi.json', { schema: { hide: true }, config: { needs: null } }, async () => app.swagger());
};

/** The OpenAPI document of this version, without any server. */
export async function openApiDocument(): Promise<object> {
  const app = fastify();
  validateStrictly(app);
  describeRoutes(app);
  app.register(healthRoutes, { health: neverAsked<Health>('health') });
  app.register(problemRoutes);
  app.register(projectionRoutes, { desk: neverAsked<ProjectionDesk>('desk') });
  app.register(shopRoutes, { shop: neverAsked<Shop>('shop') });
  app.register(erasureRoutes, { desk: neverAsked<ErasureDesk>('erasure desk') });
  app.register(schemaCheckRoutes, { schemas: neverAsked<SchemaCheckDependencies>('schemas') });
  await app.ready();
  const document = app.swagger();
  await app.close();
  return document;
}

/** Stands where routes are described and never called; they may take it apart, not use it. */
function neverAsked<T extends object>(what: string): T {
  const refuse = (): never => {
    throw new Error(`Nobody may ask the ${what} while routes are described.`);
  };
  return new Proxy(refuse, { get: () => neverAsked(what) }) as unknown as T;
}
