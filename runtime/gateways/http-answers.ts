import { createHash } from 'node:crypto';
import { ProviderFailure } from './failure.ts';
import type { HttpAnswer } from './http.ts';

/** Codes that become facts are short and stable, so nothing else is taken for one. */
const codePattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const longestCode = 64;

/** The statuses with which a provider says no for good; it has understood the request, and will not do it. */
const refusals: readonly number[] = [402, 404, 409, 410, 422];

/**
 * What an answer other than 2xx comes to: the code of a refusal, or the failure that it throws. A refusal needs
 * problem details (RFC 9457) with a code: a bare 404 comes from a proxy or a wrong URL, and declines no payment.
 */
export function refusalIn(answer: HttpAnswer): string {
  const { status, retryAfter } = answer;
  const code = problemCode(answer);
  const said = code === null ? `${status}` : `${status} ${code}`;
  if (status === 401 || status === 403) throw new ProviderFailure('provider-access-denied', `It answered ${said}.`);
  if (status === 408) throw new ProviderFailure('provider-timeout', `It answered ${said}.`, { retryAfter });
  if (status === 425 || status === 429) {
    throw new ProviderFailure('provider-busy', `It answered ${said}.`, { retryAfter });
  }
  if (status >= 500) throw new ProviderFailure('provider-error', `It answered ${said}.`, { retryAfter });
  if (code === null || status < 400) throw invalidAnswer(answer, 'neither a result nor problem details with a code');
  if (status === 400) throw new ProviderFailure('provider-request-rejected', `It answered ${said}.`);
  // As draft-ietf-httpapi-idempotency-key-header names them: 409 while the first is under way, 422 for another body.
  if (code === 'idempotency-key-in-progress') throw new ProviderFailure('call-in-progress', `It answered ${said}.`);
  if (code === 'idempotency-key-reused') throw new ProviderFailure('idempotency-key-reused', `It answered ${said}.`);
  if (!refusals.includes(status)) throw invalidAnswer(answer, `an unexpected refusal (${code})`);
  return code;
}

/** Says where an answer is wrong and never what it holds. */
export function invalidAnswer({ status, mediaType }: HttpAnswer, what: string, cause?: unknown): ProviderFailure {
  const message = `The provider answered ${status} (${mediaType || 'no media type'}) with ${what}.`;
  return new ProviderFailure('provider-answer-invalid', message, { cause });
}

export function isCode(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestCode && codePattern.test(value);
}

function problemCode({ mediaType, body }: HttpAnswer): string | null {
  if (mediaType !== 'application/problem+json' || typeof body !== 'object' || body === null) return null;
  const code = 'code' in body ? body.code : undefined;
  return isCode(code) ? code : null;
}

const longestKey = 255;

/** An idempotency key as a header can carry it; what cannot be sent as it is becomes its hash, always the same one. */
export function keyHeader(key: string): string {
  if (key.length <= longestKey && /^[\x21-\x7e]+$/.test(key)) return key;
  return createHash('sha256').update(key).digest('hex');
}
