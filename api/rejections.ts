import { type Problem, type ProblemCode, problem } from './errors.ts';
import type { KnownOutcome } from './routes/outcomes.ts';

/** Of what is asked about: unknown-order, unknown-customer. What the content names is told below. */
const UNKNOWN = /^unknown-/;
const VERSION = ['version-overtaken', 'version-unknown', 'version-of-another'];
/** The content itself is at fault: the same one is rejected in any state. */
const CONTENT = [
  'body-missing',
  'customer-missing',
  'no-lines',
  'too-many-lines',
  'line-invalid',
  'line-twice',
  'unknown-line',
  'sku-missing',
  'quantity-invalid',
  'amount-invalid',
  'points-invalid',
  'currency-invalid',
  'title-missing',
  'too-many-addresses',
  'address-twice',
  'url-missing',
  'types-missing',
  'too-many-types',
  'terms-invalid',
  'ends-before-it-begins',
  'reason-unknown',
  'quote-invalid',
  'position-of-another',
];

const codeOf = (reason: string): ProblemCode => {
  if (reason === 'idempotency-key-reused') return 'LP_API_IDEMPOTENCY_KEY_REUSED';
  if (VERSION.includes(reason)) return 'LP_API_REJECTED_VERSION';
  if (CONTENT.includes(reason)) return 'LP_API_REJECTED_CONTENT';
  return UNKNOWN.test(reason) ? 'LP_API_REJECTED_UNKNOWN' : 'LP_API_REJECTED_STATE';
};

/**
 * A rejection in HTTP's terms (RFC 9110): 404 where there is nothing to do it to, 412 where a version was overtaken, 422
 * where the content is at fault, and 409 where the state forbids it, which another time may not.
 */
export function problemOfRejection({ requestId, type, processor, reason, fields }: KnownOutcome): Problem {
  const why = reason ?? 'unknown';
  return problem(codeOf(why), `${processor} has rejected the request ${type}: ${why}.`, {
    reason: why,
    request: `/requests/${requestId}`,
    ...(fields.length > 0 && { errors: fields.map(field => ({ in: 'body', pointer: pointerOf(field), detail: why })) }),
  });
}

/** Owners name fields of the record, whose body is a part of it; the client has sent the body alone. */
const pointerOf = (field: string): string =>
  `#${field.replace(/^\/(place|cancel|return|put|withdraw|register|change|erase|pack|dispatch|deliver|fail|subscribe|sent|failed|book|quote|putPosition|removePosition)(?=\/|$)/, '')}`;
