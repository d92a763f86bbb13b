import { describe, expect, it } from 'vitest';
import { problemOfRejection } from './rejections.ts';
import type { KnownOutcome } from './routes/outcomes.ts';

const rejected = (reason: string, fields: string[] = []): KnownOutcome => ({
  requestId: 'req-1',
  bodyHash: 'hash',
  answer: 'REJECTED',
  processor: 'orders',
  type: 'PLACE',
  key: 'o-1',
  fact: null,
  reason,
  fields,
  decidedAt: '2026-01-01T00:00:00.000Z',
});

describe('a rejection', () => {
  it.each([
    ['unknown-order', 404, 'LP_API_REJECTED_UNKNOWN'],
    ['unknown-gift-card', 404, 'LP_API_REJECTED_UNKNOWN'],
    ['unknown-line', 422, 'LP_API_REJECTED_CONTENT'],
    ['already-dispatched', 409, 'LP_API_REJECTED_STATE'],
    ['a-reason-of-tomorrow', 409, 'LP_API_REJECTED_STATE'],
    ['version-overtaken', 412, 'LP_API_REJECTED_VERSION'],
    ['no-lines', 422, 'LP_API_REJECTED_CONTENT'],
    ['idempotency-key-reused', 422, 'LP_API_IDEMPOTENCY_KEY_REUSED'],
  ])('for %s is a %d', (reason, status, code) => {
    expect(problemOfRejection(rejected(reason))).toMatchObject({ status, code, reason, request: '/requests/req-1' });
  });

  it('names the fields as the client sent them', () => {
    const { errors } = problemOfRejection(rejected('sku-missing', ['/place/lines/0/sku', '/customerId', '/place']));
    expect((errors as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([
      '#/lines/0/sku',
      '#/customerId',
      '#',
    ]);
  });
});
