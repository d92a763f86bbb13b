import type { FastifySchema, RouteOptions } from 'fastify';
import { problemAnswer } from '../routes/schemas.ts';

export const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description:
      'A key of this installation (`longplay keys new`), or an access token (JWT) of its issuer, where one is configured. The scopes that an operation lists are alternatives: one of them is enough.',
  },
} as const;

const tooMany = problemAnswer('The client has asked too often; see Retry-After.', 'LP_API_RATE_LIMITED');

const refusals = {
  401: problemAnswer('No valid key or token was shown; see WWW-Authenticate.', 'LP_API_UNAUTHENTICATED'),
  403: problemAnswer('The scope is missing, or it is another customer’s.', 'LP_API_FORBIDDEN', 'LP_API_OTHERS'),
};

/** A route's description, with who may ask and how those are answered who may not. */
export function withSecurity(described: FastifySchema | undefined, route: Pick<RouteOptions, 'config'>): FastifySchema {
  const schema = described ?? {};
  const { needs = [], rateLimit } = (route.config ?? {}) as { needs?: readonly string[] | null; rateLimit?: unknown };
  const limits = rateLimit === false ? {} : { 429: tooMany };
  const known = schema.response as Record<number, unknown> | undefined;
  if (needs === null) return { ...schema, security: [], response: { ...limits, ...known } };
  const alternatives = [...needs.filter(one => one !== 'admin'), 'admin'];
  return {
    ...schema,
    security: alternatives.map(scope => ({ bearer: [scope] })),
    response: { ...refusals, ...limits, ...known },
  };
}
