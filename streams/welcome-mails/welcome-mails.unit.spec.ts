import { describe, expect, test } from 'vitest';
import type { EffectAnswer } from '../../runtime/tasks/definition.ts';
import { foldKey } from '../../runtime/tasks/fold.ts';
import { answer, passed, START, tell } from '../../runtime/tasks/testing/given.ts';
import type { WelcomeMail } from '../../schemas/types/welcome-mails.ts';
import { composeMail } from '../mails.ts';
import { STALE } from '../notifications/model.ts';
import { enrolling, erased } from '../testing/welcome.ts';
import { welcomeMails } from './processor.ts';

const given = { processor: welcomeMails, key: 'customer-1' };
const answered = (before: WelcomeMail | null, what: EffectAnswer, now = START) =>
  tell({ ...given, now }, [answer(before, 'customer-1', 'mail', what)], before);

const pending = tell(given, [enrolling(1)]).state;
const sent = answered(pending, { status: 'done', reference: '' }).state;
const failed = answered(pending, { status: 'refused', code: 'address-invalid' }).state;
const waiting = tell(given, [enrolling(1, { email: null })]).state;

describe('a customer who enrols', () => {
  test('is written to, once, and then nothing personal stays', () => {
    expect(pending).toMatchObject({
      status: 'PENDING',
      name: 'n',
      email: 'e',
      effects: [{ kind: 'mail', about: 'WELCOME', idempotencyKey: pending?.messageId }],
      deadlines: [{ name: 'mail', owedBy: 'provider' }],
    });
    expect(sent).toMatchObject({ status: 'SENT', at: START, name: null, email: null, effects: [], deadlines: [] });
    expect(tell(given, [enrolling(2, { email: 'other' })], sent).state).toBe(sent);
  });

  test('but not one who was brought in from elsewhere', () => {
    expect(tell(given, [enrolling(1, { enrolledAt: null })]).state).toBeNull();
  });

  test('without an address has to give one', () => {
    expect(waiting).toMatchObject({
      status: 'WAITING',
      effects: [],
      deadlines: [{ name: 'give-email', owedBy: 'customer' }],
    });
    const named = tell(given, [enrolling(2, { email: null, name: 'N' })], waiting).state;
    expect(named).toMatchObject({ status: 'WAITING', name: 'N', history: [{ what: 'WAITING' }] });
    expect(tell(given, [enrolling(3)], named).state).toMatchObject({ status: 'PENDING', email: 'e' });
  });

  test('the mail is the same at every attempt, and greets by name', () => {
    const [effect] = pending?.effects ?? [];
    if (effect === undefined || pending === null) throw new Error('nothing is pending');
    const mail = composeMail(effect, pending);
    expect(mail).toMatchObject({
      customerId: 'customer-1',
      email: 'e',
      messageId: pending.messageId,
      subject: 'Welcome to MusicCorp',
    });
    expect(mail.text('Ann')).toMatch(/^Hello Ann,\n\nWelcome .*200 points/s);
  });
});

describe('a mail that does not get through', () => {
  test('is tried again, later each time, to where the customer is reached by then', () => {
    const again = answered(pending, { status: 'failed', code: 'provider-unreachable' }).state;
    expect(again).toMatchObject({ status: 'PENDING', effects: [{ attempt: 2, retryAt: START + 5_000 }] });
    const moved = tell(given, [enrolling(2, { email: 'new' })], again).state;
    expect(moved).toMatchObject({ status: 'PENDING', email: 'new', effects: [{ attempt: 3, retryAt: null }] });
    const nowhere = tell(given, [enrolling(3, { email: null })], moved).state;
    expect(nowhere).toMatchObject({ status: 'WAITING', email: null, effects: [] });
    expect(tell(given, [enrolling(4)], nowhere).state).toMatchObject({ status: 'PENDING', effects: [{ attempt: 4 }] });
    const over = answered(again, { status: 'failed', code: 'provider-unreachable' }, START + STALE);
    expect(over).toMatchObject({
      state: { status: 'FAILED', reason: 'provider-unreachable' },
      alarms: ['mail-given-up'],
    });
  });

  test('and is refused is a case for a person, who has it tried again', () => {
    expect(failed).toMatchObject({ status: 'FAILED', reason: 'address-invalid', deadlines: [{ owedBy: 'operator' }] });
    const [failure] = welcomeMails.failures?.(failed as WelcomeMail) ?? [];
    expect(failure).toEqual({ effectId: 'customer-1/mail/WELCOME', kind: 'mail', code: 'address-invalid' });
    const input = { from: 'again', key: 'customer-1', effectId: failure?.effectId ?? '', attempt: 1 } as const;
    const cause = { input, id: 'again', correlationId: '', actor: null };
    const [fact] = foldKey(welcomeMails, 'customer-1', failed, [cause], { now: START, tables: {} }).facts;
    expect(fact).toMatchObject({ status: 'PENDING', reason: null, effects: [{ attempt: 2 }] });
    expect(welcomeMails.failures?.(fact as WelcomeMail)).toEqual([]);
  });

  test('and is refused is tried again at once where the customer has another address', () => {
    expect(tell(given, [enrolling(2, { name: 'N' })], failed).state?.status).toBe('FAILED');
    expect(tell(given, [enrolling(2, { email: 'new' })], failed).state).toMatchObject({
      status: 'PENDING',
      email: 'new',
      effects: [{ attempt: 2, idempotencyKey: pending?.messageId }],
    });
  });

  test('ends the same whether its refusal or the right address is heard first', () => {
    const right = enrolling(2, { email: 'right' });
    const refusal = answer(pending, 'customer-1', 'mail', { status: 'refused', code: 'address-invalid' });
    for (const inputs of [[refusal, right] as const, [right, refusal] as const]) {
      const { state } = tell(given, [...inputs], pending);
      const [effect] = state?.effects ?? [];
      expect(state).toMatchObject({ status: 'PENDING', email: 'right', attempts: 2, reason: null });
      expect(effect).toMatchObject({ attempt: 2, retryAt: null, idempotencyKey: pending?.messageId });
      expect(answered(state, { status: 'done', reference: '' }).state?.status).toBe('SENT');
    }
  });

  test('and whose address changes meanwhile: sent is sent, and erased is erased, whichever attempt found out', () => {
    const moved = tell(given, [enrolling(2, { email: 'new' })], pending).state;
    const early = (what: EffectAnswer) => tell(given, [answer(pending, 'customer-1', 'mail', what)], moved).state;
    expect(early({ status: 'done', reference: '' })).toMatchObject({ status: 'SENT', email: null });
    expect(early({ status: 'refused', code: 'customer-erased' })).toMatchObject({ status: 'SKIPPED', email: null });
    expect(early({ status: 'refused', code: 'address-invalid' })).toBe(moved);
    const named = tell(given, [enrolling(2, { name: 'N' })], pending).state;
    expect(named).toMatchObject({ status: 'PENDING', name: 'N', effects: [{ attempt: 1 }] });
  });

  test('is alarmed, and stays owed', () => {
    const told = tell(given, [passed(pending, 'customer-1', 'mail')], pending);
    expect(told).toMatchObject({ state: { status: 'PENDING', effects: [{}] }, alarms: ['overdue-mail'] });
  });
});

test('a fact that has lost when he enrolled, by a process of an earlier release, says the rest all the same', () => {
  const moved = tell(given, [enrolling(2, { enrolledAt: null, email: 'right' })], failed).state;
  expect(moved).toMatchObject({ status: 'PENDING', email: 'right', messageId: pending?.messageId });
  expect(tell(given, [erased(3, { enrolledAt: null })], moved).state).toMatchObject({ status: 'SKIPPED', email: null });
});

describe('an erased customer', () => {
  test.each([
    ['PENDING', pending],
    ['FAILED', failed],
    ['WAITING', waiting],
    ['of whom nothing was read before', null],
  ])('%s: is not written to, and nothing of him is kept', (_, before) => {
    const gone = { status: 'SKIPPED', reason: 'customer-erased', name: null, email: null, effects: [], deadlines: [] };
    expect(tell(given, [enrolling(2, { status: 'ERASING' })], before).state).toMatchObject(gone);
    expect(tell(given, [erased(3)], before).state).toMatchObject(gone);
  });

  test('whose key the gateway finds destroyed: the same', () => {
    const { state } = answered(pending, { status: 'refused', code: 'customer-erased' });
    expect(state).toMatchObject({ status: 'SKIPPED', reason: 'customer-erased', email: null });
  });
});
