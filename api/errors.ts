import type { FastifyError, FastifyReply } from 'fastify';
import { type ErrorCode, errorCatalogue, LongplayError } from '../runtime/errors.ts';
import { LogError } from '../runtime/log/errors.ts';
import { MalformedJson } from './json-body.ts';

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
  LP_API_UNAUTHENTICATED: { status: 401, title: 'Not authenticated' },
  LP_API_FORBIDDEN: { status: 403, title: 'Not allowed' },
  LP_API_OTHERS: { status: 403, title: 'Not this customer’s' },
  LP_API_NOT_FOUND: { status: 404, title: 'Not found' },
  LP_API_METHOD_NOT_ALLOWED: { status: 405, title: 'Method not allowed' },
  LP_API_REQUEST_TIMEOUT: { status: 408, title: 'Request timeout' },
  LP_API_BODY_TOO_LARGE: { status: 413, title: 'Body too large' },
  LP_API_MEDIA_TYPE_UNSUPPORTED: { status: 415, title: 'Unsupported media type' },
  LP_API_RATE_LIMITED: { status: 429, title: 'Too many requests' },
  LP_API_STREAMS_TOO_MANY: { status: 429, title: 'Too many streams' },
  LP_API_HEADERS_TOO_LARGE: { status: 431, title: 'Headers too large' },
  LP_API_IDEMPOTENCY_KEY_INVALID: { status: 400, title: 'Invalid Idempotency-Key' },
  LP_API_REJECTED_UNKNOWN: { status: 404, title: 'Rejected: unknown' },
  LP_API_REJECTED_STATE: { status: 409, title: 'Rejected: not as things stand' },
  LP_API_AFTER_UNKNOWN: { status: 404, title: 'Request unknown' },
  LP_API_AFTER_UNDECIDED: { status: 409, title: 'Request not decided yet' },
  LP_API_AFTER_PARKED: { status: 409, title: 'Request parked' },
  LP_API_AFTER_REJECTED: { status: 409, title: 'Request was rejected' },
  LP_API_AFTER_ELSEWHERE: { status: 409, title: 'Request changed something else' },
  LP_API_AFTER_LAGGING: { status: 409, title: 'Read model behind' },
  LP_API_TOPIC_OWNED: { status: 409, title: 'Topic owned' },
  LP_API_OWNER_UNKNOWN: { status: 409, title: 'Owner unknown' },
  LP_API_CASE_UNTREATABLE: { status: 409, title: 'Case not treatable so' },
  LP_API_WEBHOOKS_TOO_MANY: { status: 409, title: 'Too many webhooks' },
  LP_API_PROJECTION_BUSY: { status: 409, title: 'Projection busy' },
  LP_API_ERASURE_NOT_DONE: { status: 409, title: 'Erasure not done' },
  LP_API_ERASURE_BUSY: { status: 409, title: 'Another search runs' },
  LP_API_EVENTS_GONE: { status: 410, title: 'Events gone' },
  LP_API_PRECONDITION_FAILED: { status: 412, title: 'Precondition failed' },
  LP_API_REJECTED_VERSION: { status: 412, title: 'Rejected: version overtaken' },
  LP_API_REJECTED_CONTENT: { status: 422, title: 'Rejected: content at fault' },
  LP_API_IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'Idempotency-Key reused' },
  LP_API_INTERNAL: { status: 500, title: 'Internal error' },
  LP_API_UNAVAILABLE: { status: 503, title: 'Temporarily unavailable' },
  LP_API_VIEWS_MISSING: { status: 503, title: 'Read models missing' },
  LP_API_VIEWS_FILLING: { status: 503, title: 'Read model being filled' },
  LP_API_OVERLOADED: { status: 503, title: 'Overloaded' },
  LP_API_DRAINING: { status: 503, title: 'Draining' },
  LP_API_STREAMS_FULL: { status: 503, title: 'As many streams as there may be' },
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
 * What a caller may know of an error. 4xx only for what is wrong with the request, by the framework's word or a code of
 * the API; everything else is ours and says nothing of its inside.
 */
export function problemOf(error: FastifyError | Error): Problem {
  if ('validation' in error && Array.isArray(error.validation)) return invalidInput(error as FastifyError);
  if (error instanceof LongplayError && error.code === 'LP_API_DRAINING') return problem('LP_API_DRAINING');
  if (error instanceof LongplayError && error.code === 'LP_API_VIEWS_FILLING') {
    return problem('LP_API_VIEWS_FILLING', error.message);
  }
  if (error instanceof MalformedJson) {
    const { line, column } = error.place;
    const detail = `The body is no JSON, at line ${line}, column ${column}: ${error.message}.`;
    return problem('LP_API_MALFORMED', detail, error.place);
  }
  if (isAway(error)) return problem('LP_API_UNAVAILABLE');
  if (error instanceof LongplayError) {
    const code = problemCodes.find(one => one === error.code) ?? 'LP_API_INTERNAL';
    return problem(code, kinds[code].status < 500 ? error.message : undefined);
  }
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status === undefined || status >= 500) return problem('LP_API_INTERNAL');
  const code = problemCodes.find(code => kinds[code].status === status) ?? 'LP_API_MALFORMED';
  return problem(code, sentence(error.message));
}

/** The log, the vault and the registry say by `kind` that trying again can help. */
function isAway(error: Error): boolean {
  if (error instanceof LogError) return error.kind !== 'fatal' && error.kind !== 'fenced';
  return error instanceof LongplayError && 'kind' in error && error.kind === 'retriable';
}

/** Most faults that are listed: a body of a megabyte can have a hundred thousand. */
const MOST_FAULTS = 100;

function invalidInput({ validation = [], validationContext = 'body' }: FastifyError): Problem {
  const errors = validation.slice(0, MOST_FAULTS).map(({ instancePath, keyword, message, params }) => {
    const field = keyword === 'required' ? params.missingProperty : params.additionalProperty;
    return {
      in: validationContext,
      pointer: `#${instancePath}${field === undefined ? '' : `/${escaped(String(field))}`}`,
      detail: faultOf(keyword, message),
    };
  });
  return problem('LP_API_INPUT_INVALID', undefined, { errors });
}

function faultOf(keyword: string, message: string | undefined): string {
  if (keyword === 'required') return 'is missing';
  if (keyword === 'additionalProperties') return 'is not a field of this request';
  return message ?? 'is invalid';
}

/** RFC 6901, 3 */
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
