import { lookup as dnsLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { type Resolve, sharedResolve } from './resolve.ts';

/**
 * Where webhooks may go. `public`: addresses of the internet, over https. `loopback`: this machine as well, also over
 * http; for the local stack. `any`: wherever a name leads, also into the network that this process stands in, and over http.
 */
export type TargetPolicy = 'public' | 'loopback' | 'any';

const LONGEST_URL = 2_000;

/**
 * Addresses that are not of the internet: of this host, private, link-local (a cloud’s metadata service), shared,
 * reserved, multicast, for documentation; IPv6’s own, and its ways of writing IPv4 (IANA’s special-purpose registries).
 */
const special = new BlockList();
const loopback = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  special.addSubnet(net, bits, 'ipv4');
}
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');
/** IPv6 that is of the internet begins with 2000::/3; of that, these are not, or hide an IPv4 address. */
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  special.addSubnet(net, bits, 'ipv6');
}

/** Whether a webhook may be posted to this address. An IPv4 address written as IPv6 is judged as what it is. */
export function mayReach(address: string, policy: TargetPolicy): boolean {
  if (policy === 'any') return true;
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) === 0) return false;
  // BlockList itself takes ::ffff:10.0.0.1 for 10.0.0.1.
  if (policy === 'loopback' && loopback.check(address, family)) return true;
  if (special.check(address, family)) return false;
  return family === 'ipv4' || global6.check(address, 'ipv6');
}

/** Why nothing is posted to this URL, in words for whoever asks; null where it may. Names are not resolved here. */
export function targetProblem(text: string, policy: TargetPolicy): string | null {
  if (text.length > LONGEST_URL) return `must not be longer than ${LONGEST_URL} characters`;
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return 'must be an absolute https URL';
  if (url.username !== '' || url.password !== '') return 'must not hold a user or a password';
  if (url.hash !== '') return 'must not have a fragment';
  const host = hostOf(url);
  if (isIP(host) !== 0 && !mayReach(host, policy)) return 'must not name an address that is not of the internet';
  if (url.protocol === 'http:' && !mayBePlain(host, policy)) return 'must be https';
  return null;
}

const mayBePlain = (host: string, policy: TargetPolicy): boolean => {
  if (policy !== 'loopback') return policy === 'any';
  return host === 'localhost' || (isIP(host) !== 0 && loopback.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4'));
};

/** Without the brackets of an IPv6 address. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** A name led to an address that nothing is posted to. */
export class ForbiddenTarget extends Error {}

/** One for the whole process, as is the thread pool that it spares. */
const resolveAll = sharedResolve((host, done) => dnsLookup(host, { all: true }, done));

/**
 * Resolves a name for one connection, which goes to the very address that was looked at: a name that answers otherwise
 * the next time (DNS rebinding) gains nothing. One address that is not allowed refuses the name: it was made for that.
 */
export const guardedLookup =
  (policy: TargetPolicy, resolve: Resolve = resolveAll): LookupFunction =>
  (host, options, callback) => {
    resolve(host, (error, addresses) => {
      if (error !== null) return callback(error, '', 4);
      const [first] = addresses;
      if (first === undefined || addresses.some(({ address }) => !mayReach(address, policy))) {
        return callback(new ForbiddenTarget(`${host} leads to an address that is not allowed.`), '', 4);
      }
      if (options.all === true) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
