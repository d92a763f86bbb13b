import { describe, expect, test } from 'vitest';
import type { Input } from '../../runtime/tasks/definition.ts';
import { answer, passed, SECOND, START, tell } from '../../runtime/tasks/testing/given.ts';
import type { Notification } from '../../schemas/types/notifications.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { customer, order, usd } from '../testing/records.ts';
import type { NotificationInputs } from './model.ts';
import { notifications } from './processor.ts';

type In = Input<NotificationInputs>;
const KEY = 'order-1';
const DAY = 86_400_000;

const anna = customer({ version: 2, name: 'sealed name', email: 'sealed email' });
const given = { processor: notifications, key: KEY, tables: { customers: { 'customer-1': anna } } };

const seen = (status: Order['status'], version: number, over: Partial<Order> = {}): In => ({
  from: 'orders',
  key: KEY,
  value: order(status, { version, ...over }),
});
const steps = (...whats: string[]) =>
  whats.map((what, index) => ({ what, at: START, cause: 'c', version: index + 1, reason: null, actor: null }));
const mailOf = (state: Notification | null, kind: string) => state?.mails.find(mail => mail.kind === kind);
const mailsAfter = (inputs: readonly In[], now?: number) =>
  tell({ ...given, ...(now !== undefined && { now }) }, inputs).state;
const sent = (state: Notification | null, kind: string): In =>
  answer(state, KEY, 'mail', { status: 'done', reference: 'r' }, kind);
const failed = (state: Notification | null, code = 'provider-unreachable'): In =>
  answer(state, KEY, 'mail', { status: 'failed', code });

describe('given an order that is under way', () => {
  test('when it is confirmed, then a mail is intended, to what the table has, sealed as it is', () => {
    const state = mailsAfter([seen('RECEIVED', 1), seen('PLACED', 2), seen('CONFIRMED', 3)]);
    expect(state).toMatchObject({ version: 1, customerId: 'customer-1', order: { version: 3, status: 'CONFIRMED' } });
    expect(state?.mails).toEqual([
      {
        kind: 'CONFIRMED',
        status: 'PENDING',
        messageId: expect.stringMatching(/^<confirmed\.[0-9a-f]{32}@longplay\.invalid>$/),
        at: null,
        reason: null,
        customerVersion: 2,
        name: 'sealed name',
        email: 'sealed email',
        content: { items: 3, total: usd(2500), returned: 0, refund: null, reason: null },
      },
    ]);
    const { messageId } = state?.mails[0] ?? {};
    expect(state?.effects).toMatchObject([
      {
        id: 'order-1/mail/CONFIRMED',
        kind: 'mail',
        about: 'CONFIRMED',
        idempotencyKey: messageId,
        reference: messageId,
      },
    ]);
    expect(state?.deadlines).toMatchObject([{ name: 'mail', owedBy: 'provider' }]);
  });

  test('when nothing happens that is told, then nothing is written', () => {
    expect(mailsAfter([seen('RECEIVED', 1), seen('PLACED', 2)])).toBeNull();
    const before = mailsAfter([seen('CONFIRMED', 3)]);
    expect(tell(given, [seen('STOPPING', 4)], before).state).toBe(before);
  });

  test('when it is published again, or an older fact comes late, then nothing is mailed anew', () => {
    const before = mailsAfter([seen('CONFIRMED', 3)]);
    const state = tell(given, [seen('CONFIRMED', 9), seen('CONFIRMED', 2)], before).state;
    expect(state).toBe(before);
  });

  test('when only its newest fact is read, then the mails are those of its whole way', () => {
    const history = steps('RECEIVED', 'PLACED', 'CONFIRMED', 'PACKED', 'DISPATCHED', 'DELIVERED');
    const newest = mailsAfter([seen('DELIVERED', 6, { history })]);
    const kinds = ['CONFIRMED', 'PACKED', 'DISPATCHED', 'DELIVERED'];
    const all = mailsAfter([
      ...kinds.map((kind, index) => seen(kind as Order['status'], index + 3, { history: history.slice(0, index + 3) })),
    ]);
    expect(newest?.mails.map(({ kind }) => kind)).toEqual(kinds);
    expect(all?.mails).toEqual(newest?.mails);
    expect(newest?.effects).toHaveLength(4);
  });

  test('when news are older than anybody wants to read, then they are skipped, and that is said', () => {
    const history = steps('CONFIRMED');
    const state = mailsAfter([seen('CONFIRMED', 3, { history })], START + 5 * DAY);
    expect(mailOf(state, 'CONFIRMED')).toMatchObject({ status: 'SKIPPED', reason: 'too-late', content: null });
    expect(state?.effects).toEqual([]);
    expect(state?.history).toMatchObject([{ what: 'CONFIRMED_SKIPPED', reason: 'too-late' }]);
  });
});

describe('given an order that ends otherwise', () => {
  test('when it is rejected, then the mail knows why', () => {
    const rejection = { code: 'insufficient-stock', by: 'stock', since: START };
    const state = mailsAfter([seen('REJECTING', 3, { rejection }), seen('REJECTED', 4, { rejection })]);
    expect(state?.mails).toMatchObject([{ kind: 'REJECTED', content: { reason: 'insufficient-stock' } }]);
  });

  test('when some lines come back, then one mail tells it, whatever comes back later', () => {
    const [first, second] = order('DELIVERED').lines;
    const back = (one: number, other: number) =>
      [first, second].map((line, index) => ({
        ...(line as Order['lines'][number]),
        returnedQuantity: index ? other : one,
      }));
    const history = steps('DELIVERED');
    const before = mailsAfter([seen('DELIVERED', 7, { history })]);
    expect(tell(given, [seen('RETURNING', 8, { history, lines: back(1, 0) })], before).state).toBe(before);
    const part = tell(given, [seen('DELIVERED', 9, { history, lines: back(1, 0) })], before).state;
    expect(mailOf(part, 'RETURNED')).toMatchObject({ content: { items: 3, returned: 1, refund: usd(1000) } });
    const all = tell(given, [seen('RETURNED', 11, { history, lines: back(2, 1) })], part).state;
    expect(all).toBe(part);
  });

  test.each([
    ['all of it', 2, 1, null, usd(2500)],
    ['all of it, with a discount', 2, 1, 2000, usd(2000)],
    ['a part, with a discount', 1, 0, 2000, null],
  ])('when %s comes back, then the refund is told where the order alone says it', (_, one, other, total, refund) => {
    const lines = order('DELIVERED').lines.map((line, index) => ({ ...line, returnedQuantity: index ? other : one }));
    const over = total === null ? {} : { total: usd(total) };
    const state = mailsAfter([seen('RETURNED', 8, { lines, ...over })]);
    expect(mailOf(state, 'RETURNED')?.content?.refund).toEqual(refund);
  });
});

describe('given a mail that is pending', () => {
  test('when it is sent, then nothing personal of it stays', () => {
    const before = mailsAfter([seen('CONFIRMED', 3)]);
    const state = tell({ ...given, now: START + SECOND }, [sent(before, 'CONFIRMED')], before).state;
    const gone = { name: null, email: null, content: null };
    expect(state?.mails).toMatchObject([{ status: 'SENT', at: START + SECOND, reason: null, ...gone }]);
    expect(state).toMatchObject({ effects: [], deadlines: [] });
    expect(state?.history.map(({ what }) => what)).toEqual(['CONFIRMED_DUE', 'CONFIRMED_SENT']);
    expect(JSON.stringify(state)).not.toContain('sealed');
  });

  test.each([
    ['recipient-refused-550', 'FAILED'],
    ['message-refused-554', 'FAILED'],
    ['customer-erased', 'SKIPPED'],
    ['address-invalid', 'SKIPPED'],
  ])('when it is refused as %s, then it is %s, for good, and that is said', (code, status) => {
    const before = mailsAfter([seen('CONFIRMED', 3)]);
    const { state } = tell(given, [answer(before, KEY, 'mail', { status: 'refused', code })], before);
    expect(state?.mails).toMatchObject([{ status, reason: code, email: null }]);
    expect(state?.effects).toEqual([]);
    expect(state?.history.at(-1)).toMatchObject({ what: `CONFIRMED_${status}`, reason: code });
    expect(tell(given, [seen('CONFIRMED', 8)], state).state).toBe(state);
  });

  test('when nobody knows whether it is sent, then it is tried again, ever later, as the very same', () => {
    const first = mailsAfter([seen('CONFIRMED', 3)]);
    const second = tell({ ...given, now: START }, [failed(first)], first).state;
    const [before, entry] = [first?.effects[0], second?.effects[0]];
    expect(entry).toEqual({
      ...before,
      attempt: 2,
      retryAt: START + 5 * SECOND,
      lastError: 'provider-unreachable',
    });
    const third = tell({ ...given, now: START }, [failed(second)], second).state;
    expect(third?.effects).toMatchObject([{ attempt: 3, retryAt: START + 10 * SECOND }]);
    expect(third?.mails).toEqual(first?.mails);
  });

  test('when it fails for days, then it is given up with the answer, and a person is called', () => {
    const before = mailsAfter([seen('CONFIRMED', 3)]);
    const { state, alarms } = tell({ ...given, now: START + 4 * DAY }, [failed(before)], before);
    expect(state?.mails).toMatchObject([{ status: 'FAILED', reason: 'provider-unreachable' }]);
    expect(alarms).toEqual(['mail-given-up']);
  });

  test('when its deadline passes, then it stays pending, and a person is called', () => {
    const before = mailsAfter([seen('CONFIRMED', 3)]);
    const { state, alarms } = tell({ ...given, now: START + DAY }, [passed(before, KEY, 'mail')], before);
    expect(alarms).toEqual(['overdue-mail']);
    expect(state).toMatchObject({ effects: before?.effects, deadlines: [{ name: 'mail', passes: 1 }] });
  });

  test('when the customer has moved meanwhile, then the next attempt goes there', () => {
    const before = mailsAfter([seen('CONFIRMED', 3)]);
    const moved = { ...anna, version: 5, email: 'other email' };
    const state = tell({ ...given, tables: { customers: { 'customer-1': moved } } }, [failed(before)], before).state;
    expect(state?.mails).toMatchObject([{ email: 'other email', customerVersion: 5, status: 'PENDING' }]);
  });

  test('when the customer was erased meanwhile, then there is no next attempt', () => {
    const before = mailsAfter([seen('CONFIRMED', 3)]);
    const gone = customer({ version: 6, status: 'ERASED', name: null, email: null });
    const { state } = tell({ ...given, tables: { customers: { 'customer-1': gone } } }, [failed(before)], before);
    expect(state?.mails).toMatchObject([{ status: 'SKIPPED', reason: 'customer-erased', email: null }]);
    expect(state?.effects).toEqual([]);
  });

  test('when another falls due, then each is on its own', () => {
    const first = mailsAfter([seen('CONFIRMED', 3)]);
    const both = tell(given, [seen('PACKED', 4)], first).state;
    const state = tell(given, [sent(both, 'PACKED')], both).state;
    expect(state?.mails.map(({ kind, status }) => [kind, status])).toEqual([
      ['CONFIRMED', 'PENDING'],
      ['PACKED', 'SENT'],
    ]);
    expect(state?.effects).toMatchObject([{ about: 'CONFIRMED' }]);
  });
});

describe('given a customer who is not there', () => {
  const looking = (rows: Record<string, typeof anna>) => ({ ...given, tables: { customers: rows } });
  const known = { customer: { version: 2, status: 'ACTIVE' } } as const;

  test.each([
    ['missing', {}],
    ['older than the one that the order read', { 'customer-1': { ...anna, version: 1 } }],
  ])('when the row is %s, then the mail waits for the table, and goes out when it is there', (_, rows) => {
    const before = tell(looking(rows), [seen('CONFIRMED', 3, known)]).state;
    expect(before).toMatchObject({ effects: [], deadlines: [{ name: 'customer', owedBy: 'customers' }] });
    const still = tell(looking(rows), [passed(before, KEY, 'customer')], before).state;
    expect(still).toMatchObject({ effects: [], deadlines: [{ name: 'customer', passes: 1 }] });
    const there = tell(given, [passed(still, KEY, 'customer')], still).state;
    expect(there).toMatchObject({ effects: [{ about: 'CONFIRMED' }], deadlines: [{ name: 'mail' }] });
  });

  test('when it never comes, then the mail is skipped', () => {
    let state = tell(looking({}), [seen('CONFIRMED', 3, known)]).state;
    for (let pass = 0; pass < 5; pass++) state = tell(looking({}), [passed(state, KEY, 'customer')], state).state;
    expect(state?.mails).toMatchObject([{ status: 'SKIPPED', reason: 'unknown-customer' }]);
    expect(state?.deadlines).toEqual([]);
  });

  test.each([
    ['erased', { status: 'ERASED', email: null }, 'customer-erased'],
    ['without an address', { email: null }, 'address-missing'],
  ] as const)('when he is %s, then no mail is intended, and that is said', (_, over, reason) => {
    const state = tell(looking({ 'customer-1': { ...anna, ...over } }), [seen('CONFIRMED', 3)]).state;
    expect(state?.mails).toMatchObject([{ status: 'SKIPPED', reason, name: null, email: null }]);
    expect(state?.effects).toEqual([]);
  });

  test('when orders did not find him either, then nobody is waited for', () => {
    const rejection = { code: 'unknown-customer', by: 'customers', since: START };
    const state = tell(looking({}), [seen('REJECTED', 3, { customer: null, rejection })]).state;
    expect(state?.mails).toMatchObject([{ kind: 'REJECTED', status: 'SKIPPED', reason: 'unknown-customer' }]);
  });

  test('when he is being erased, then his open orders still tell him', () => {
    const state = tell(looking({ 'customer-1': { ...anna, status: 'ERASING' } }), [seen('CONFIRMED', 3)]).state;
    expect(state?.effects).toHaveLength(1);
  });
});

describe('given a Message-ID', () => {
  const idOf = (over: Partial<Order>) => mailsAfter([seen('CONFIRMED', 3, over)])?.mails[0]?.messageId;
  const came = (at: number) => ({
    history: [{ what: 'RECEIVED', at, cause: 'c', version: 1, reason: null, actor: null }],
  });

  test('then it is the same whichever fact of the order is read', () => {
    expect(idOf({ ...came(START), version: 3 })).toBe(idOf({ ...came(START), version: 30, note: 'x' }));
  });

  test('then another order has another one, also under the same id in another shop', () => {
    expect(idOf({ ...came(START), orderId: 'order-2' })).not.toBe(idOf(came(START)));
    expect(idOf(came(START + 1))).not.toBe(idOf(came(START)));
  });
});

test('a status that this version does not know stops the key', () => {
  const before = mailsAfter([seen('CONFIRMED', 3)]) as Notification;
  const unknown = { ...before, mails: before.mails.map(mail => ({ ...mail, status: 'UNKNOWN' as const })) };
  expect(() => tell(given, [seen('PACKED', 4)], unknown)).toThrow(
    expect.objectContaining({ code: 'LP_STREAMS_VALUE_UNKNOWN' }),
  );
});
