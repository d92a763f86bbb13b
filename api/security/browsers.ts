import type { IncomingMessage, ServerResponse } from 'node:http';
import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';

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
  const headers = securityHeaders();
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
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

/**
 * They are the same for every answer, so helmet is asked once. Its plugin for fastify makes them anew for each request,
 * and sets them past fastify, which then writes every header one by one: together a twelfth of the time of a write.
 */
function securityHeaders(): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  const collector = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value;
    },
    removeHeader: () => undefined,
  };
  const middleware = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
  middleware({} as IncomingMessage, collector as unknown as ServerResponse, error => {
    if (error !== undefined) throw error;
  });
  return headers;
}
