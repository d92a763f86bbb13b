import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** What a page may read of an answer beside its body. */
const shown = [
  'ETag',
  'Link',
  'Location',
  'Preference-Applied',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'Retry-After',
  'WWW-Authenticate',
  'longplay-stale',
  'longplay-staleness-ms',
];

const A_DAY_S = 86_400;

/** What browsers are told: an answer of the API is data, no page; and which other pages may read it. */
export function adviseBrowsers(app: FastifyInstance, origins: readonly string[]): void {
  app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
  if (origins.length === 0) return;
  app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: shown,
    maxAge: A_DAY_S,
    strictPreflight: false,
  });
}
