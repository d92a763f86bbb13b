import { expect, test } from 'vitest';
import type { CustomerDocument } from '../../projections/customers/project.ts';
import { addressDigest } from '../../schemas/address-digest.ts';
import type { Address } from '../../schemas/types/shared.ts';
import type { KnownCustomer } from './customer-records.ts';
import { packView } from './welcome-pack-view.ts';

const at = (street: string): Address => ({
  recipient: null,
  street,
  city: 'sealed city',
  state: null,
  postalCode: null,
  country: 'sealed country',
});
const record = (street: string, version: number): CustomerDocument =>
  ({ customerId: 'c-1', version, name: 'Ann', addresses: [{ addressId: '1', address: at(street) }] }) as never;
const known = (street: string, version: number): KnownCustomer => ({
  sealed: record(`sealed ${street}`, version),
  open: record(street, version),
});
const pack = (street: string, version: number, status = 'PREPARING') =>
  packView.bind(null, {
    customerId: 'c-1',
    version: 2,
    status,
    address: { addressId: '1', version, digest: addressDigest(at(`sealed ${street}`)) ?? '' },
    failure: null,
    carrier: null,
    tracking: null,
    sentAt: null,
    deadlines: [],
  } as never);

test('the warehouse sees the address that the pack means, whatever else of the record has changed', () => {
  const seen = { name: 'Ann', address: at('old'), addressMissing: null, addressVersion: 1 };
  expect(pack('old', 1)(known('old', 7))).toMatchObject(seen);
});

test.each([
  ['newer than the pack, and says another', known('new', 2)],
  ['older than the pack, and says another', known('older', 0)],
  ['not read yet', undefined],
])('but none where the record is %s', (_, customer) => {
  const seen = { name: null, address: null, addressMissing: 'record-differs', addressVersion: 1 };
  expect(pack('old', 1)(customer)).toMatchObject(seen);
});

test('nor where nothing is to be sent', () => {
  expect(pack('old', 1, 'SENT')(known('old', 1))).toMatchObject({ address: null, addressMissing: 'nothing-to-send' });
});

test('an address is told by its texts, in whichever order a store keeps them', () => {
  const backwards = Object.fromEntries(Object.entries(at('old')).reverse()) as Address;
  expect(addressDigest(backwards)).toBe(addressDigest(at('old')));
});
