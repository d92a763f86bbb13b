import swaggerUi from '@fastify/swagger-ui';
import type { FastifyPluginAsync } from 'fastify';

/** One style element that the page's own program puts there for a moment while it starts; a browser names its hash. */
const STYLE_AT_START = "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='";

/** Nothing from elsewhere, nothing inline but that, in no frame; what the page tries out goes to this API. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${STYLE_AT_START}`,
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A record and the name, light on the dark bar. */
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="150" height="40" viewBox="0 0 150 40" role="img" aria-label="Longplay">
<circle cx="20" cy="20" r="16" fill="none" stroke="#fff" stroke-width="2"/><circle cx="20" cy="20" r="11" fill="none" stroke="#fff"/>
<circle cx="20" cy="20" r="5" fill="#49cc90"/><text x="46" y="27" fill="#fff" font-family="sans-serif" font-size="21">Longplay</text>
</svg>`;

/** `/docs`: the OpenAPI document as a page to read and to try out. Everything that it loads is served here. */
export const docsPage: FastifyPluginAsync = async app => {
  app.addHook('onRoute', route => {
    route.config = { ...route.config, needs: null };
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: POLICY,
    theme: { title: 'Longplay: the API' },
    logo: { type: 'image/svg+xml', content: Buffer.from(LOGO), href: '/docs' },
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
