import { describe, expect, test } from 'vitest';
import type { Input } from '../../runtime/tasks/definition.ts';
import { passed, START, stampOf, tell } from '../../runtime/tasks/testing/given.ts';
import type { LoyaltyAccount } from '../../schemas/types/loyalty-accounts.ts';
import type { Deadline } from '../../schemas/types/shared.ts';
import type { WelcomeMail } from '../../schemas/types/welcome-mails.ts';
import type { WelcomePack } from '../../schemas/types/welcome-packs.ts';
import { enrolling, erased } from '../testing/welcome.ts';
import { enrolments } from './processor.ts';
import type { EnrolmentInputs } from './steps.ts';

const given = { processor: enrolments, key: 'customer-1' };
const due = (name: string, owedBy: string): Deadline[] => [{ name, owedBy, since: START, due: START + 1, passes: 0 }];
const from = (topic: keyof EnrolmentInputs, version: number, value: object) =>
  ({
    from: topic,
    key: 'customer-1',
    value: { event: stampOf(), version, deadlines: [], ...value },
  }) as unknown as Input<EnrolmentInputs>;
const account = (version: number, over: Partial<LoyaltyAccount> = {}) =>
  from('loyalty-accounts', version, { status: 'OPEN', grantedAt: START, ...over });
const pack = (version: number, status: WelcomePack['status'], over: Partial<WelcomePack> = {}) =>
  from('welcome-packs', version, { status, sentAt: status === 'SENT' ? START : null, failure: null, ...over });
const mail = (version: number, status: WelcomeMail['status'], over: Partial<WelcomeMail> = {}) =>
  from('welcome-mails', version, { status, at: START, reason: null, ...over });

const all = [enrolling(1), account(1), pack(1, 'SENT'), mail(2, 'SENT')];
const begun = tell(given, [enrolling(1)]).state;
const enrolled = tell(given, all).state;

function orders<T>(list: readonly T[]): T[][] {
  if (list.length < 2) return [[...list]];
  return list.flatMap((one, at) => orders(list.toSpliced(at, 1)).map(rest => [one, ...rest]));
}

test('a customer who enrols is owed three steps, each by somebody who is watched', () => {
  expect(begun).toMatchObject({ status: 'ENROLLING', enrolledAt: START });
  expect(begun?.steps.map(({ name, status, owedBy }) => [name, status, owedBy])).toEqual([
    ['record', 'DONE', null],
    ['points', 'OWED', 'loyalty'],
    ['pack', 'OWED', 'welcome-packs'],
    ['mail', 'OWED', 'welcome-mails'],
  ]);
  expect(begun?.deadlines.map(({ name, owedBy }) => [name, owedBy])).toEqual([
    ['points', 'loyalty'],
    ['pack', 'welcome-packs'],
    ['mail', 'welcome-mails'],
  ]);
});

test('is ENROLLED when all are done, in whichever order that is told', () => {
  for (const inputs of orders(all)) {
    const { state } = tell(given, inputs);
    expect(state).toMatchObject({ status: 'ENROLLED', enrolledAt: START, deadlines: [] });
    expect(state?.steps).toEqual(enrolled?.steps);
  }
});

test('what others tell of a customer who does not enrol is nothing', () => {
  const inputs = [enrolling(1, { enrolledAt: null }), account(1, { grantedAt: null })];
  expect(tell(given, inputs).state).toBeNull();
});

describe('a step that has failed', () => {
  const reason = { reason: 'no-such-address', addressVersion: 1, at: START };
  const wrong = pack(2, 'ADDRESS_WRONG', { failure: reason, deadlines: due('correct-address', 'customer') });
  const refused = mail(2, 'FAILED', { reason: 'address-invalid', deadlines: due('treat', 'operator') });
  const stuck = tell(
    given,
    [pack(1, 'PREPARING', { deadlines: due('send', 'warehouse') }), wrong, refused],
    begun,
  ).state;

  test('says who failed, why, and who can help', () => {
    expect(stuck).toMatchObject({
      status: 'STUCK',
      steps: [
        { name: 'record' },
        { name: 'points' },
        { status: 'FAILED', by: 'warehouse', owedBy: 'customer', code: 'no-such-address', since: START },
        { status: 'FAILED', by: 'provider', owedBy: 'operator', code: 'address-invalid' },
      ],
    });
    expect(stuck?.deadlines.map(({ name, owedBy }) => `${name} ${owedBy}`)).toEqual([
      'points loyalty',
      'pack customer',
      'mail operator',
    ]);
  });

  test('goes forward', () => {
    const inputs = [pack(3, 'PREPARING'), mail(3, 'PENDING'), account(1), mail(4, 'SENT'), pack(4, 'SENT')];
    const { state } = tell(given, inputs, stuck);
    expect(state?.history.map(({ what }) => what)).toEqual(['ENROLLING', 'STUCK', 'ENROLLING', 'ENROLLED']);
    expect(tell(given, [wrong, refused], state).state).toBe(state);
  });

  test('and is overdue is alarmed', () => {
    expect(tell(given, [passed(stuck, 'customer-1', 'pack')], stuck)).toMatchObject({
      state: { status: 'STUCK', deadlines: [{}, { name: 'pack', passes: 1 }, {}] },
      alarms: ['overdue-pack'],
    });
  });
});

test('published again, or with other content that is none of an enrolment, changes nothing', () => {
  const inputs = [enrolling(7, { openOrders: ['o-1'] }), account(9, { points: 7 }), pack(3, 'SENT'), mail(5, 'SENT')];
  expect(tell(given, inputs, enrolled).state).toBe(enrolled);
});

describe('a customer whose fact has lost when he enrolled, by a process of an earlier release', () => {
  test('is erased all the same', () => {
    for (const before of [begun, enrolled, tell(given, [pack(1, 'SENT')]).state]) {
      const { state } = tell(given, [enrolling(2, { enrolledAt: null, status: 'ERASING' })], before);
      expect(state).toMatchObject({ status: 'ENDED', steps: [], enrolledAt: before?.enrolledAt });
    }
  });

  test('is known to have enrolled, and his record is', () => {
    expect(tell(given, [enrolling(2, { enrolledAt: null })], begun).state).toBe(begun);
    const inputs = [pack(1, 'SENT'), enrolling(2, { enrolledAt: null })];
    expect(tell(given, inputs).state?.steps[0]).toMatchObject({ name: 'record', status: 'DONE', owedBy: null });
  });
});

describe('an erased customer', () => {
  const ends = [erased(3), account(2, { status: 'CLOSED', grantedAt: null }), pack(2, 'STOPPED'), mail(3, 'SKIPPED')];
  test('ends it: no step is open, whatever is told in whichever order', () => {
    for (const inputs of orders(ends)) {
      for (const before of [null, begun, enrolled]) {
        const { state } = tell(given, inputs, before);
        expect(state).toMatchObject({ status: 'ENDED', steps: [], deadlines: [], enrolledAt: START });
      }
    }
  });

  test('also while his orders come to their end', () => {
    expect(tell(given, [enrolling(2, { status: 'ERASING' })], begun).state).toMatchObject({
      status: 'ENDED',
      steps: [],
    });
  });
});
