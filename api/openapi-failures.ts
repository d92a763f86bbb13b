import type { FastifySchema, RouteOptions } from 'fastify';
import { problemAnswer } from './routes/schemas.ts';

const INVALID = problemAnswer('The request is malformed or invalid.', 'LP_API_INPUT_INVALID', 'LP_API_MALFORMED');
const FAILED = problemAnswer('Longplay failed.', 'LP_API_INTERNAL');
const AWAY = problemAnswer(
  'Too much is under way, or a server is away; see Retry-After.',
  'LP_API_OVERLOADED',
  'LP_API_UNAVAILABLE',
);
const TOO_LONG = problemAnswer(
  'The address or the headers are larger than the server takes.',
  'LP_API_HEADERS_TOO_LARGE',
);
const OF_BODIES = {
  413: problemAnswer('The body is too large.', 'LP_API_BODY_TOO_LARGE'),
  415: problemAnswer('The body is not JSON.', 'LP_API_MEDIA_TYPE_UNSUPPORTED'),
};

/** A route's description, with how a request fails before the route sees it, where the route does not say so itself. */
export function withFailures(schema: FastifySchema, route: Pick<RouteOptions, 'config'>): FastifySchema {
  const takesBody = schema.body !== undefined;
  const takesAnything = takesBody || [schema.params, schema.querystring].some(part => part !== undefined);
  const unlimited = route.config?.unlimited === true;
  return {
    ...schema,
    response: {
      ...(takesAnything && { 400: INVALID, 431: TOO_LONG }),
      ...(takesBody && OF_BODIES),
      ...(!unlimited && { 500: FAILED, 503: AWAY }),
      ...(schema.response as object | undefined),
    },
  };
}
