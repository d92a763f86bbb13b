import swaggerUi from '@fastify/swagger-ui';
import type { FastifyPluginAsync } from 'fastify';

/** Nothing from elsewhere, nothing inline, in no frame; what the page tries out goes to this API. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `/docs`: the OpenAPI document as a page to read and to try out. Everything that it loads is served here. */
export const docsPage: FastifyPluginAsync = async app => {
  app.addHook('onRoute', route => {
    route.config = { ...route.config, needs: null };
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: POLICY,
    theme: { title: 'Longplay: the API' },
    uiConfig: {
      deepLinking: true,
      docExpansion: 'none',
      filter: true,
      tryItOutEnabled: true,
      displayOperationId: true,
      // What is typed in as a key is gone with the page.
      persistAuthorization: false,
      // Nobody else is told about this document.
      validatorUrl: null,
      // Colouring writes styles inline, which the policy forbids.
      syntaxHighlight: false,
    },
  });
};
