import { describe, expect, test } from 'vitest';
import { passed, tell } from '../../runtime/tasks/testing/given.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { WelcomePackRequest } from '../../schemas/types/welcome-pack-requests.ts';
import type { WelcomePack } from '../../schemas/types/welcome-packs.ts';
import { readable } from '../testing/records.ts';
import { enrolling, erased, packRequest } from '../testing/welcome.ts';
import { welcomePacks } from './processor.ts';

const given = { processor: welcomePacks, key: 'customer-1' };
const at = (street: string): Customer['addresses'] => [{ addressId: '1', address: { ...readable, street } }];
const said = (...request: Parameters<typeof packRequest>) =>
  ({ from: 'welcome-pack-requests', key: 'customer-1', value: packRequest(...request) }) as const;
const outOfPacks = said('FAILED', 'out', { failed: { reason: 'out-of-packs' } });

const preparing = tell(given, [enrolling(1)]).state;
const sent = tell(given, [said('SENT')], preparing).state;
const wrong = tell(given, [said('FAILED')], preparing).state;
const out = tell(given, [outOfPacks], preparing).state;
const missing = tell(given, [enrolling(1, { addresses: [] })]).state;
const stopped = tell(given, [enrolling(2, { status: 'ERASING' })], preparing).state;

describe('a customer who enrols', () => {
  test('is owed a pack by the warehouse, and its fact tells no address', () => {
    expect(preparing).toMatchObject({
      status: 'PREPARING',
      address: { addressId: '1', version: 1 },
      deadlines: [{ name: 'send', owedBy: 'warehouse' }],
    });
    expect(JSON.stringify(preparing)).not.toContain(readable.street);
  });

  test.each([
    ['who was brought in from elsewhere', enrolling(1, { enrolledAt: null })],
    ['of whom the warehouse speaks before anybody else', said('SENT')],
  ])('but not one %s', (_, input) => {
    expect(tell(given, [input]).state).toBeNull();
  });

  test('without an address has to give one', () => {
    expect(missing).toMatchObject({ status: 'ADDRESS_MISSING', deadlines: [{ owedBy: 'customer' }] });
    const unreadable = { ...readable, street: null, city: null, postalCode: null, country: null };
    expect(tell(given, [enrolling(1, { addresses: [{ addressId: '1', address: unreadable }] })]).state?.status).toBe(
      'ADDRESS_MISSING',
    );
    const { state } = tell(given, [enrolling(2)], missing);
    expect(state).toMatchObject({ status: 'PREPARING', address: { version: 2 } });
  });

  test('whose record changes otherwise, or comes late, is owed the same', () => {
    const same = [enrolling(4, { openOrders: ['o-1'] }), enrolling(3, { addresses: at('old') })];
    expect(tell(given, [same[0] as never], preparing).state).toBe(preparing);
    const moved = tell(given, [enrolling(5, { addresses: at('new') })], preparing).state;
    expect(moved).toMatchObject({ status: 'PREPARING', address: { version: 5 } });
    expect(tell(given, [same[1] as never], moved).state).toBe(moved);
  });
});

describe('the warehouse’s word', () => {
  test('sent: it is, where and by whom', () => {
    expect(sent).toMatchObject({ status: 'SENT', carrier: 'post', tracking: 'T1', deadlines: [] });
    expect(tell(given, [enrolling(3, { addresses: at('new') })], sent).state).toBe(sent);
  });

  test('no such address: the customer has to correct it, and then it is tried again', () => {
    expect(wrong).toMatchObject({
      status: 'ADDRESS_WRONG',
      failure: { reason: 'no-such-address', addressVersion: 1 },
      deadlines: [{ name: 'correct-address', owedBy: 'customer' }],
    });
    const { state } = tell(given, [enrolling(4, { addresses: at('right') })], wrong);
    expect(state).toMatchObject({ status: 'PREPARING', address: { version: 4 }, deadlines: [{ owedBy: 'warehouse' }] });
    expect(tell(given, [said('SENT', 'again', { addressVersion: 4 })], state).state).toMatchObject({
      status: 'SENT',
      failure: null,
    });
  });

  test('out of packs: it is owed anew when the warehouse has some, or after a day', () => {
    expect(out).toMatchObject({ status: 'OUT_OF_PACKS', deadlines: [{ name: 'restock', owedBy: 'warehouse' }] });
    expect(tell(given, [said('RESTOCKED')], out).state).toMatchObject({ status: 'PREPARING', failure: null });
    expect(tell(given, [passed(out, 'customer-1', 'restock')], out)).toMatchObject({
      state: { status: 'PREPARING', failure: null, deadlines: [{ name: 'send', passes: 0 }] },
      alarms: ['overdue-restock'],
    });
    expect(tell(given, [said('SENT')], out).state?.status).toBe('SENT');
    const moved = tell(given, [enrolling(2, { addresses: at('new') })], out).state;
    expect(moved).toMatchObject({ status: 'OUT_OF_PACKS', address: { version: 2 } });
  });

  test.each([
    ['unknown-welcome-pack', null, said('SENT')],
    ['already-sent', sent, said('SENT', 'other')],
    ['stopped', stopped, said('SENT')],
    ['address-missing', missing, said('SENT')],
    ['address-wrong', wrong, said('SENT', 'other')],
    ['address-changed', preparing, said('SENT', 'other', { addressVersion: 9 })],
    ['not-out-of-packs', preparing, said('RESTOCKED')],
    ['reason-unknown', preparing, said('FAILED', 'other', { failed: { reason: 'tired' } })],
    [
      'version-overtaken',
      wrong,
      said('SENT', 'o', { restsOn: [{ topic: 'welcome-packs', key: 'customer-1', version: 1 }] }),
    ],
  ] satisfies [string, WelcomePack | null, { value: WelcomePackRequest }][])(
    'is rejected: %s',
    (reason, before, input) => {
      expect(tell(given, [input], before).outcomes).toMatchObject([{ answer: 'REJECTED', reason }]);
    },
  );
});

test('who owes it is reminded, ever less often', () => {
  const told = tell(given, [passed(wrong, 'customer-1', 'correct-address')], wrong);
  expect(told).toMatchObject({
    state: { status: 'ADDRESS_WRONG', deadlines: [{ passes: 1 }] },
    alarms: ['overdue-correct-address'],
  });
});

test('a fact that has lost when he enrolled, by a process of an earlier release, says the rest all the same', () => {
  const moved = tell(given, [enrolling(2, { enrolledAt: null, addresses: at('right') })], wrong).state;
  expect(moved).toMatchObject({ status: 'PREPARING', address: { version: 2 } });
  expect(tell(given, [erased(3, { enrolledAt: null })], moved).state).toMatchObject({
    status: 'STOPPED',
    address: null,
  });
});

describe('an erased customer', () => {
  test.each([
    ['PREPARING', preparing],
    ['ADDRESS_WRONG', wrong],
    ['OUT_OF_PACKS', out],
    ['of whom nothing was read before', null],
  ])('%s: the pack is stopped, nobody owes it, and nothing of him is kept', (_, before) => {
    const { state } = tell(given, [erased(9)], before);
    expect(state).toMatchObject({ status: 'STOPPED', address: null, failure: null, deadlines: [] });
  });

  test('whose pack was sent: that is all that is known', () => {
    expect(tell(given, [erased(9)], sent).state).toMatchObject({ status: 'SENT', address: null, tracking: null });
  });
});
