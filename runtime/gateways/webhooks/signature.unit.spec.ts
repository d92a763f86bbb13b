import { createSecretKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isSigned, secretText, signed, signingSecret } from './signature.ts';

const key = createSecretKey(Buffer.alloc(32, 7));
const secret = signingSecret(key, 'a') as Buffer;
const now = 1_614_265_330_000;

describe('a signature', () => {
  test('is what Standard Webhooks’ own libraries make of the same message', () => {
    const theirs = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
    const headers = signed('msg_p5jXN8AQM9LWM0D4loKWxJek', now, '{"test": 2432232314}', [theirs]);
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  test('holds for the old and the new secret while both sign', () => {
    const next = signingSecret(key, 'b') as Buffer;
    const headers = signed('m', now, 'body', [next, secret]);
    for (const one of [secret, next]) expect(isSigned(headers, 'body', secretText(one), now)).toBe(true);
  });

  test.each([
    ['another body', 'other', 0, {}],
    ['another id', 'body', 0, { 'webhook-id': 'n' }],
    ['a time of five minutes ago', 'body', 301_000, {}],
    ['a newer time under an old signature', 'body', 301_000, { 'webhook-timestamp': String(now / 1_000 + 301) }],
    ['no time', 'body', 0, { 'webhook-timestamp': '' }],
    ['no signature', 'body', 0, { 'webhook-signature': '' }],
    ['a signature of another version', 'body', 0, { 'webhook-signature': 'v2,AAAA' }],
  ])('does not hold for %s', (_, body, later, over) => {
    const headers = { ...signed('m', now, 'body', [secret]), ...over };
    expect(isSigned(headers, body, secretText(secret), now + later)).toBe(false);
  });
});

describe('a secret', () => {
  test('is the same in every process, another with each rotation, and gone with its key', () => {
    expect(signingSecret(key, 'a')).toEqual(secret);
    expect(signingSecret(key, 'b')).not.toEqual(secret);
    expect(signingSecret(null, 'a')).toBeNull();
    expect(secretText(secret)).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  });
});
