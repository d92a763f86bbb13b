import { expect, it } from 'vitest';
import { sslOf } from './connect.ts';

it.each([
  ['disable', false],
  ['prefer', 'prefer'],
  ['require', 'require'],
  [{ verify: 'host', ca: 'PEM' }, { ca: 'PEM' }],
  [{ verify: 'host' }, {}],
] as const)('speaks TLS as %o asks for', (tls, expected) => {
  expect(sslOf(tls)).toEqual(expected);
});

it('leaves the host name alone with verify-ca, and only then', () => {
  const ssl = sslOf({ verify: 'ca', ca: 'PEM' }) as { ca: string; checkServerIdentity: () => unknown };
  expect(ssl.ca).toBe('PEM');
  expect(ssl.checkServerIdentity()).toBeUndefined();
});
