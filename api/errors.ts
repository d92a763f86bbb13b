import type { FastifyError, FastifyReply } from 'fastify';
import { type ErrorCode, errorCatalogue, LongplayError } from '../runtime/errors.ts';
import { LogError } from '../runtime/log/errors.ts';

export const problemMediaType = 'application/problem+json';

/** Problem details, RFC 9457. `code` and `type` never change their meaning. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
  readonly [extension: string]: unknown;
};

const kinds = {
  LP_API_MALFORMED: { status: 400, title: 'Malformed request' },
  LP_API_INPUT_INVALID: { status: 400, title: 'Invalid input' },
  LP_API_NOT_FOUND: { status: 404, title: 'Not found' },
  LP_API_METHOD_NOT_ALLOWED: { status: 405, title: 'Method not allowed' },
  LP_API_REQUEST_TIMEOUT: { status: 408, title: 'Request timeout' },
  LP_API_BODY_TOO_LARGE: { status: 413, title: 'Body too large' },
  LP_API_MEDIA_TYPE_UNSUPPORTED: { status: 415, title: 'Unsupported media type' },
  LP_API_HEADERS_TOO_LARGE: { status: 431, title: 'Headers too large' },
  LP_API_INTERNAL: { status: 500, title: 'Internal error' },
  LP_API_UNAVAILABLE: { status: 503, title: 'Temporarily unavailable' },
  LP_API_NOT_READY: { status: 503, title: 'Not ready' },
} as const satisfies Partial<Record<ErrorCode, { status: number; title: string }>>;

export type ProblemCode = keyof typeof kinds;

export const problemCodes = Object.keys(kinds) as ProblemCode[];

/** A path of this API, so that whoever meets a problem can look its type up. */
export function problemType(code: ProblemCode): string {
  return `/problems/${code.replace('LP_API_', '').replaceAll('_', '-').toLowerCase()}`;
}

export function problem(code: ProblemCode, detail?: string, extensions: Record<string, unknown> = {}): Problem {
  const { status, title } = kinds[code];
  return {
    type: problemType(code),
    title,
    status,
    code,
    detail: detail ?? errorCatalogue[code].meaning,
    ...extensions,
  };
}

export function sendProblem(reply: FastifyReply, found: Problem): FastifyReply {
  return reply
    .code(found.status)
    .type(problemMediaType)
    .send({ ...found, requestId: reply.request.id });
}

/**
 * What a caller may know of an error. 4xx only for what the framework found wrong with the request; everything else is
 * ours and says nothing of its inside.
 */
export function problemOf(error: FastifyError | Error): Problem {
  if ('validation' in error && Array.isArray(error.validation)) return invalidInput(error as FastifyError);
  if (error instanceof LogError && (error.kind === 'unavailable' || error.kind === 'retriable')) {
    return problem('LP_API_UNAVAILABLE');
  }
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (error instanceof LongplayError || status === undefined || status >= 500) return problem('LP_API_INTERNAL');
  const code = problemCodes.find(code => kinds[code].status === status) ?? 'LP_API_MALFORMED';
  return problem(code, sentence(error.message));
}

function invalidInput({ validation = [], validationContext = 'body' }: FastifyError): Problem {
  const errors = validation.map(({ instancePath, message }) => ({
    in: validationContext,
    pointer: `#${instancePath}`,
    detail: message ?? 'is invalid',
  }));
  return problem('LP_API_INPUT_INVALID', undefined, { errors });
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
