import { describe, expect, it } from 'vitest';
import type { HttpAnswer } from './http.ts';
import { keyHeader, refusalIn } from './http-answers.ts';

const plain = (status: number): HttpAnswer => ({ status, mediaType: 'text/html', body: undefined, retryAfter: null });
const problem = (status: number, code: unknown, retryAfter: number | null = null): HttpAnswer => ({
  status,
  mediaType: 'application/problem+json',
  body: { status, code },
  retryAfter,
});

describe('given an answer that is no success', () => {
  it.each([402, 404, 409, 410, 422])('when it is %s with a code, then that is the refusal', status => {
    expect(refusalIn(problem(status, 'card-declined'))).toBe('card-declined');
  });

  it.each([
    ['provider-error', plain(500)],
    ['provider-error', problem(503, 'maintenance')],
    ['provider-busy', plain(429)],
    ['provider-busy', plain(425)],
    ['provider-timeout', plain(408)],
    ['provider-access-denied', problem(401, 'unauthenticated')],
    ['provider-access-denied', plain(403)],
    ['provider-request-rejected', problem(400, 'request-invalid')],
    ['call-in-progress', problem(409, 'idempotency-key-in-progress')],
    ['idempotency-key-reused', problem(422, 'idempotency-key-reused')],
  ])('when it is %s, then it is thrown as that and never taken for a refusal', (code, answer) => {
    expect(() => refusalIn(answer)).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    ['a 404 of a proxy', plain(404)],
    ['a 400 of a proxy', plain(400)],
    ['a redirect', plain(302)],
    ['a 202, which says nothing yet', plain(202)],
    ['a refusal without a code', problem(402, undefined)],
    ['a refusal with a sentence for a code', problem(402, 'Card was declined')],
    ['a refusal with an endless code', problem(402, 'x'.repeat(65))],
    ['a refusal with a number for a code', problem(402, 7)],
    ['a status that refuses nothing', problem(418, 'teapot')],
  ])('when it is %s, then it cannot be understood', (_, answer) => {
    expect(() => refusalIn(answer)).toThrow(expect.objectContaining({ code: 'provider-answer-invalid' }));
  });

  it('when it says for how long to wait, then that is kept', () => {
    expect(() => refusalIn(problem(429, 'slow-down', 1_500))).toThrow(expect.objectContaining({ retryAfter: 1_500 }));
  });
});

describe('given an idempotency key', () => {
  it('when a header can carry it, then it is sent as it is', () => {
    expect(keyHeader('payments/order-1/authorise')).toBe('payments/order-1/authorise');
  });

  it.each(['order-ü', 'order\r\nX-Evil: 1', 'order 1', '', 'x'.repeat(256)])(
    'when a header cannot carry it, then its hash is sent, always the same one',
    key => {
      expect(keyHeader(key)).toMatch(/^[0-9a-f]{64}$/);
      expect(keyHeader(key)).toBe(keyHeader(key));
      expect(keyHeader(key)).not.toBe(keyHeader(`${key}!`));
    },
  );
});
