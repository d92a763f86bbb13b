import { describe, expect, test } from 'vitest';
import { answer, passed, START, tell } from '../../runtime/tasks/testing/given.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import { keyOwner } from './erasure.ts';
import { change, closes, details, erase, given, news, opens, register, request, returns } from './testing/inputs.ts';

const known = tell(given, [register]).state;
const withOne = tell(given, [opens('order-1')], known).state;
const erasing = tell(given, [erase], withOne).state;
const done = tell(given, [closes('order-1')], erasing);
const erased = done.state;
const destroyed = { status: 'done', reference: 'customer-1/destroy-key' } as const;
const away = { status: 'failed', code: 'provider-unreachable' } as const;
const gone = tell(given, [answer(erased, 'customer-1', 'destroy-key', destroyed)], erased).state;

describe('an erasure', () => {
  test('waits for the open order: no new one is taken, its mails still go out, and nothing is decided', () => {
    const { state, outcomes } = tell(given, [erase], withOne);
    expect(state).toMatchObject({
      status: 'ERASING',
      acceptsOrders: false,
      email: details.email,
      erasure: { requestId: 'ERASE', keyDestroyedAt: null },
      deadlines: [{ name: 'erase', owedBy: 'customers' }],
      effects: [],
    });
    expect(outcomes).toEqual([]);
  });

  test('is done with the end of the last one: accepted, and only then the key is to be destroyed', () => {
    expect(erased).toMatchObject({
      status: 'ERASED',
      version: (erasing?.version ?? 0) + 1,
      erasure: { requestId: 'ERASE', keyDestroyedAt: null },
      deadlines: [{ name: 'destroy-key', owedBy: 'vault' }],
      effects: [{ kind: 'destroy-key', attempt: 1 }],
    });
    expect(done.outcomes).toMatchObject([
      { requestId: 'ERASE', answer: 'ACCEPTED', bodyHash: 'hash', fact: { version: erased?.version } },
    ]);
    expect(erased?.requests).toMatchObject([{ id: 'REGISTER' }, { id: 'ERASE', accepted: true, reason: null }]);
  });

  test('leaves nothing personal, and nothing by which an order would be known', () => {
    expect(erased).toMatchObject({ addresses: [], addressChanges: [], openOrders: [], openOrdersBeyond: 0 });
    const text = JSON.stringify({ ...erased, event: null, history: null });
    const { name, email, phone, company, addresses } = details;
    const texts = [name, email, phone, company, ...Object.values(addresses[0]?.address ?? {}), 'order-1'];
    for (const personal of texts.filter(one => one !== null)) expect(text).not.toContain(personal);
    expect(erased?.applied).toHaveLength(0);
  });

  test('of a customer without an open order is done at once', () => {
    const { state, outcomes } = tell(given, [erase], known);
    expect(state).toMatchObject({ status: 'ERASED', version: 2, effects: [{ kind: 'destroy-key' }] });
    expect(state?.history.map(({ what }) => what)).toEqual(['REGISTERED', 'ERASING', 'ERASED']);
    expect(outcomes).toMatchObject([{ requestId: 'ERASE', answer: 'ACCEPTED', fact: { version: 2 } }]);
  });

  test('waits also for what was placed before it and is only told of now, and for a return', () => {
    const later = tell(given, [opens('order-2'), closes('order-1'), returns('order-1'), closes('order-2')], erasing);
    expect(later.state).toMatchObject({ status: 'ERASING', acceptsOrders: false, openOrders: ['order-1'] });
    const back = news('order-1', 4, { open: false, orderStatus: 'RETURNED' }, { open: true });
    expect(tell(given, [back], later.state).state).toMatchObject({ status: 'ERASED' });
  });

  test('is remembered, also after 64 later requests; each of them is rejected', () => {
    const others = Array.from({ length: 64 }, (_, at) => change({}, `change-${at}`));
    const { state, outcomes } = tell(given, others, erasing);
    expect(new Set(outcomes.map(outcome => 'reason' in outcome && outcome.reason))).toEqual(new Set(['being-erased']));
    expect(tell(given, [erase], state)).toMatchObject({ state: { version: state?.version }, outcomes: [] });
    expect(tell(given, [closes('order-1')], state).outcomes).toMatchObject([
      { requestId: 'ERASE', answer: 'ACCEPTED' },
    ]);
  });

  test('that takes long is alarmed', () => {
    const { state, alarms } = tell(given, [passed(erasing, 'customer-1', 'erase')], erasing);
    expect([state?.status, alarms]).toEqual(['ERASING', ['overdue-erase']]);
  });
});

describe('the key of an erased customer', () => {
  test('is found by the state that intends to destroy it', () => {
    expect(erased && keyOwner(erased)).toBe('customer-1');
  });

  const asked = (state: Customer | null, what: Parameters<typeof answer>[3], now = START) =>
    tell({ ...given, now }, [answer(state, 'customer-1', 'destroy-key', what)], state);

  test('destroyed is noted, once', () => {
    expect(gone).toMatchObject({ status: 'ERASED', erasure: { keyDestroyedAt: START }, effects: [], deadlines: [] });
    expect(gone?.history.at(-1)?.what).toBe('KEY_DESTROYED');
  });

  test.each([away, { status: 'refused', code: 'no' }] as const)(
    'not known to be destroyed is asked for again: %o',
    no => {
      let state = erased;
      for (const [attempt, wait] of [
        [2, 5_000],
        [3, 10_000],
        [4, 20_000],
      ] as const) {
        state = asked(state, no).state;
        expect(state?.effects).toMatchObject([
          { attempt, retryAt: START + wait, lastError: no.code, idempotencyKey: 'customer-1/destroy-key' },
        ]);
      }
      expect(asked(state, destroyed).state).toMatchObject({ effects: [], erasure: { keyDestroyedAt: START } });
    },
  );

  test('that is not destroyed for long is alarmed, and stays owed', () => {
    const { state, alarms } = tell(given, [passed(erased, 'customer-1', 'destroy-key')], erased);
    expect(alarms).toEqual(['overdue-destroy-key']);
    expect(state).toMatchObject({ effects: [{ attempt: 1 }], deadlines: [{ name: 'destroy-key', passes: 1 }] });
  });
});

describe('an erased customer', () => {
  test.each([
    ['whose key is still there', erased],
    ['whose key is destroyed', gone],
  ])('%s, is revived by nothing', (_, before) => {
    const late = [
      request('REGISTER', { register: details }, 'again'),
      change({}, 'late'),
      request('ERASE', {}, 'twice'),
      change({}, 'later'),
    ];
    const { state, outcomes } = tell(given, late, before);
    expect(state).toBe(before);
    expect(outcomes).toHaveLength(4);
    for (const one of outcomes) expect(one).toMatchObject({ answer: 'REJECTED', reason: 'customer-erased' });
    expect(tell(given, [opens('order-9'), returns('order-1'), closes('order-9')], before).state).toBe(before);
  });

  test('answers no request a second time that was decided before', () => {
    expect(tell(given, [register, erase], gone)).toMatchObject({ state: { version: gone?.version }, outcomes: [] });
  });
});
