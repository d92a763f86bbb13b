import { describe, expect, test } from 'vitest';
import { ForbiddenTarget, guardedLookup, mayReach, targetProblem } from './targets.ts';

describe('an address', () => {
  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:127.0.0.1',
    '64:ff9b::a00:1',
    'fe80::1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '2001:db8::1',
    '2002:a00:1::1',
    'localhost',
    '',
  ])('%s is not of the internet', address => {
    expect(mayReach(address, 'public')).toBe(false);
  });

  test.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111'])('%s is', address => {
    expect(mayReach(address, 'public')).toBe(true);
  });

  test('of this machine is reached where that is allowed, and its neighbours are not', () => {
    for (const own of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])
      expect(mayReach(own, 'loopback')).toBe(true);
    for (const other of ['10.0.0.1', '169.254.169.254', 'fe80::1']) expect(mayReach(other, 'loopback')).toBe(false);
    expect(mayReach('10.0.0.1', 'any')).toBe(true);
  });
});

describe('a URL', () => {
  test.each([
    ['https://hooks.example/a?b=c', 'public', null],
    ['https://hooks.example:8443/', 'public', null],
    ['http://hooks.example/', 'public', 'must be https'],
    ['http://localhost:9000/', 'public', 'must be https'],
    ['http://localhost:9000/', 'loopback', null],
    ['http://[::1]:9000/', 'loopback', null],
    ['http://hooks.example/', 'loopback', 'must be https'],
    ['http://hooks.internal/', 'any', null],
    ['https://10.0.0.1/', 'public', 'must not name an address'],
    // Written so that a simple comparison misses it; the URL standard reads all of them as 127.0.0.1.
    ['https://2130706433/', 'public', 'must not name an address'],
    ['https://0x7f.1/', 'public', 'must not name an address'],
    ['https://[::ffff:127.0.0.1]/', 'public', 'must not name an address'],
    ['https://me:secret@hooks.example/', 'public', 'must not hold a user'],
    ['https://hooks.example/#part', 'public', 'must not have a fragment'],
    ['ftp://hooks.example/', 'any', 'must be an absolute https URL'],
    ['hooks.example', 'any', 'must be an absolute https URL'],
    [`https://hooks.example/${'a'.repeat(2_000)}`, 'any', 'must not be longer'],
  ] as const)('%s where %s is allowed: %s', (url, policy, problem) => {
    const said = targetProblem(url, policy);
    if (problem === null) expect(said).toBeNull();
    else expect(said).toContain(problem);
  });
});

describe('a name', () => {
  const lookUp = (addresses: readonly string[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const found = addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }));
      const look = guardedLookup('public', (_, done) => done(null, found));
      look('hooks.example', { all: true }, (error, all) => (error === null ? resolve(all) : reject(error)));
    });

  test('leads to the addresses that were looked at', async () => {
    await expect(lookUp(['1.1.1.1', '2606:4700::1111'])).resolves.toHaveLength(2);
  });

  test.each([[['10.0.0.1']], [['1.1.1.1', '169.254.169.254']], [[]]])('that leads to %j leads nowhere', async found => {
    await expect(lookUp(found)).rejects.toBeInstanceOf(ForbiddenTarget);
  });
});
