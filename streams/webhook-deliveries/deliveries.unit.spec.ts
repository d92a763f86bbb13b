import { describe, expect, test } from 'vitest';
import { answer, passed, SECOND, START, tell } from '../../runtime/tasks/testing/given.ts';
import type { WebhookDelivery } from '../../schemas/types/webhook-deliveries.ts';
import { order, shipment } from '../testing/records.ts';
import { having, key, ordered } from '../testing/webhook-deliveries.ts';
import { webhook } from '../testing/webhooks.ts';
import { composeWebhook } from './compose.ts';
import { pacing } from './model.ts';

const MINUTE = 60 * SECOND;

const one = having(webhook());

const ok = { status: 'done', reference: 'r' } as const;
const down = { status: 'failed', code: 'provider-unreachable' } as const;
const done = (state: WebhookDelivery | null, about = '') => answer(state, key, 'webhook', ok, about);

describe('what happens to an order', () => {
  test('is told to nobody, and leaves no trace, where nobody has subscribed', () => {
    for (const rows of [[], [webhook({ status: 'REMOVED' })], [webhook({ types: ['longplay.order.dispatched'] })]]) {
      expect(tell(having(...rows), [ordered('PLACED', 1)]).state).toBeNull();
    }
    expect(tell(having(webhook({ since: START + 1 })), [ordered('PLACED', 1)]).state).toBeNull();
  });

  test('is told one after the other, each when the one before was taken in', () => {
    const { state } = tell(one, [ordered('PLACED', 1), ordered('CONFIRMED', 2)]);
    expect(state?.effects).toMatchObject([
      { id: 'order-1/webhook/webhook-1/orders/1', attempt: 1, about: 'webhook-1' },
    ]);
    const next = tell(one, [done(state)], state).state;
    expect(next?.effects).toMatchObject([{ id: 'order-1/webhook/webhook-1/orders/2' }]);
    expect(next?.messages).toHaveLength(1);
    const end = tell(one, [done(next)], next).state;
    expect(end).toMatchObject({ status: 'DELIVERED', effects: [], messages: [], deadlines: [] });
    expect(end?.targets).toMatchObject([{ delivered: [{ topic: 'orders', version: 2 }], deliveredCount: 2, url: '' }]);
  });

  test('is a CloudEvent, the same for every attempt', () => {
    const { state } = tell(one, [ordered('PLACED', 1)]);
    const [effect] = state?.effects ?? [];
    const call = composeWebhook(effect as never, state as never);
    expect(call).toMatchObject({
      url: 'https://hooks.example/in',
      secretIds: ['first'],
      attributes: { topic: 'orders', id: 'orders/order-1/1', type: 'longplay.order.placed', subject: 'order-1' },
    });
    expect(JSON.parse(call.data)).toMatchObject({
      orderId: key,
      version: 1,
      status: 'PLACED',
      total: { amount: 2500 },
    });
    const later = tell(one, [answer(state, key, 'webhook', down)], state).state;
    expect(composeWebhook(later?.effects[0] as never, later as never)).toEqual(call);
    expect(later?.effects[0]?.idempotencyKey).toBe(effect?.idempotencyKey);
  });

  test('is no news when it is published again, or came before', () => {
    const first = tell(one, [ordered('PLACED', 2)]).state;
    expect(tell(one, [ordered('PLACED', 3), ordered('RECEIVED', 1)], first).state).toBe(first);
  });

  test('is told by a later fact to whoever asked for a step that compaction has left out', () => {
    const given = having(webhook({ types: ['longplay.order.dispatched'] }));
    const history = ['PACKED', 'DISPATCHED', 'DELIVERED'].map((what, n) => ({
      what,
      at: START,
      cause: '',
      version: 4 + n,
      reason: null,
      actor: null,
    }));
    const { state } = tell(given, [ordered('DELIVERED', 6, { history })]);
    expect(state?.messages).toMatchObject([{ version: 6, type: 'longplay.order.delivered' }]);
    expect(JSON.parse(state?.messages[0]?.data ?? '').steps).toContain('longplay.order.dispatched');
  });

  test('and to its shipment goes to each subscription that wants it', () => {
    const given = having(webhook(), webhook({ subscriptionId: 'webhook-2', types: ['longplay.shipment.*'] }));
    const parcel = shipment('DISPATCHED', {
      version: 3,
      event: { ...shipment('DISPATCHED').event, type: 'longplay.shipment.dispatched' },
    });
    const { state } = tell(given, [ordered('PACKED', 1), { from: 'shipments', key, value: parcel }]);
    expect(state?.targets.map(({ subscriptionId, queue }) => [subscriptionId, queue.length])).toEqual([
      ['webhook-1', 2],
      ['webhook-2', 1],
    ]);
    expect(state?.effects).toHaveLength(2);
  });

  test('is told without anything personal', () => {
    const secret = 'sealed:personal';
    const address = {
      recipient: secret,
      street: secret,
      city: secret,
      state: secret,
      postalCode: secret,
      country: secret,
    };
    const value = ordered('CANCELLED', 1, {
      shippingAddress: address,
      note: secret,
      cancellation: { requestId: 'r', at: START, status: 'ACCEPTED', reasonCode: secret, reason: secret },
      returns: [
        { requestId: 'r', at: START, lines: [], status: 'OPEN', reasonCode: secret, reason: secret, unasked: [] },
      ],
    });
    const parcel = shipment('FAILED', { address, note: secret });
    const { state } = tell(one, [value, { from: 'shipments', key, value: parcel }]);
    expect(state?.messages).toHaveLength(2);
    expect(JSON.stringify(state)).not.toContain(secret);
  });
});

describe('a receiver that fails', () => {
  const placed = tell(one, [ordered('PLACED', 1), ordered('CONFIRMED', 2)]).state as WebhookDelivery;
  const at = (minutes: number) => ({ ...one, now: START + minutes * MINUTE });
  const fails = (state: WebhookDelivery | null, code: string, status: 'failed' | 'refused' = 'failed') =>
    answer(state, key, 'webhook', { status, code });

  test('is tried again, ever later, under the same id', () => {
    const second = tell(at(0), [fails(placed, 'provider-error')], placed).state;
    expect(second?.effects).toMatchObject([{ attempt: 2, retryAt: START + 5 * SECOND, lastError: 'provider-error' }]);
    const third = tell(at(1), [fails(second, 'http-404', 'refused')], second).state;
    expect(third?.effects).toMatchObject([
      { attempt: 3, retryAt: START + MINUTE + 10 * SECOND, lastError: 'http-404' },
    ]);
    expect(new Set([placed, second, third].map(state => state?.effects[0]?.idempotencyKey)).size).toBe(1);
  });

  test('for a quarter of an hour is reported, and what it is to be told waits until it goes on', () => {
    const given = tell(at(16), [fails(placed, 'provider-timeout')], placed);
    expect(given.requests).toMatchObject([
      {
        topic: 'webhook-reports',
        key: 'webhook-1',
        value: { kind: 'FAILING', activation: 1, code: 'provider-timeout' },
      },
    ]);
    expect(given.state).toMatchObject({
      status: 'WAITING',
      effects: [],
      targets: [{ queue: { length: 2 }, waiting: true }],
    });
    const asleep = having(webhook({ status: 'SUSPENDED', version: 2 }));
    const still = tell(
      { ...asleep, now: START + 17 * MINUTE },
      [passed(given.state, key, 'resume')],
      given.state,
    ).state;
    expect(still).toMatchObject({ status: 'WAITING', effects: [], deadlines: [{ passes: 1 }] });
    const awake = having(webhook({ version: 3, activation: 2, url: 'https://new.example/' }));
    const on = tell({ ...awake, now: START + 18 * MINUTE }, [passed(still, key, 'resume')], still).state;
    expect(on).toMatchObject({ status: 'DELIVERING', targets: [{ url: 'https://new.example/', waiting: false }] });
    expect(on?.effects).toMatchObject([
      { id: placed.effects[0]?.id, idempotencyKey: placed.effects[0]?.idempotencyKey },
    ]);
  });

  test('that another order has reported is left alone, and not reported again', () => {
    const asleep = having(webhook({ status: 'SUSPENDED', version: 2 }));
    const { state, requests } = tell(asleep, [fails(placed, 'provider-timeout')], placed);
    expect([state?.status, requests]).toEqual(['WAITING', []]);
  });

  test.each(['endpoint-gone', 'target-forbidden'])('with %s is reported at once', code => {
    const { requests } = tell(one, [fails(placed, code, 'refused')], placed);
    expect(requests).toMatchObject([{ value: { kind: 'GONE', code } }]);
  });

  test('is not reported for the time in which we are busy, or it is', () => {
    for (const code of ['gateway-busy', 'provider-busy']) {
      const { state, requests } = tell(at(60), [fails(placed, code)], placed);
      expect([state?.effects, requests]).toMatchObject([[{ since: START + 60 * MINUTE }], []]);
    }
    const { state } = tell(at(60), [fails(placed, 'gateway-busy')], placed);
    expect(tell(at(61), [fails(state, 'provider-error')], state).requests).toEqual([]);
  });

  test('was late and not dead: what was taken in counts, whichever attempt says so', () => {
    const second = tell(one, [fails(placed, 'provider-timeout')], placed).state;
    const third = tell(at(1), [fails(second, 'provider-timeout')], second).state;
    const told = tell(at(1), [done(placed)], third).state;
    expect(told?.effects).toMatchObject([{ id: 'order-1/webhook/webhook-1/orders/2', attempt: 1 }]);
  });

  test('takes no other’s time: what they are told goes on', () => {
    const both = having(webhook(), webhook({ subscriptionId: 'webhook-2' }));
    const start = tell(both, [ordered('PLACED', 1), ordered('CONFIRMED', 2)]).state;
    const { state } = tell(both, [answer(start, key, 'webhook', down, 'webhook-1'), done(start, 'webhook-2')], start);
    expect(state?.targets.map(({ queue }) => queue.length)).toEqual([2, 1]);
  });

  test('answers a repeat with a conflict: it has it', () => {
    const conflict = { status: 'refused', code: 'http-409' } as const;
    const first = tell(one, [answer(placed, key, 'webhook', conflict)], placed).state;
    expect(first?.status).toBe('REFUSED');
    const second = tell(one, [fails(placed, 'provider-timeout')], placed).state;
    const told = tell(one, [answer(second, key, 'webhook', conflict)], second).state;
    expect(told?.targets).toMatchObject([{ deliveredCount: 1, queue: { length: 1 }, lastError: null }]);
  });

  test('whose subscription is not in the table, such as while that is read, waits and loses nothing', () => {
    const { state, requests } = tell(having(), [fails(placed, 'provider-error')], placed);
    expect([state, requests]).toMatchObject([{ status: 'WAITING', targets: [{ queue: { length: 2 } }] }, []]);
    const back = tell(one, [passed(state, key, 'resume')], state).state;
    expect(back).toMatchObject({ status: 'DELIVERING', effects: [{ attempt: 2 }] });
  });

  test('for long is looked after ever less often, but not where another one begins to wait', () => {
    const asleep = [
      webhook({ status: 'PAUSED' }),
      webhook({ subscriptionId: 'webhook-2', types: ['longplay.order.packed'] }),
    ];
    let state = tell(having(...asleep), [ordered('PLACED', 1)]).state;
    let seen = 0;
    for (let pass = 0; pass < 20; pass++) {
      const [due] = state?.deadlines ?? [];
      seen = due?.due ?? 0;
      state = tell({ ...having(...asleep), now: due?.due ?? 0 }, [passed(state, key, 'resume')], state).state;
    }
    const now = (state?.deadlines[0]?.due ?? 0) - 1;
    expect(now + 1 - seen).toBe(240 * MINUTE);
    expect(state?.deadlines[0]).toMatchObject({ passes: 20 });
    const both = having(...asleep.map(row => ({ ...row, status: 'PAUSED' as const })));
    const fresh = tell({ ...both, now }, [ordered('PACKED', 2)], state).state;
    expect(fresh?.deadlines).toMatchObject([{ passes: 0, due: now + 5 * SECOND }]);
  });

  test('that is removed is told nothing any more, and nothing of it stays', () => {
    const gone = having(webhook({ status: 'REMOVED', url: '' }));
    const { state } = tell(gone, [fails(placed, 'endpoint-gone', 'refused')], placed);
    expect(state).toMatchObject({ status: 'DELIVERED', targets: [], messages: [], effects: [], deadlines: [] });
  });
});

describe('bounds', () => {
  test('of what waits: the older facts give way to the newest, but not the one that is under way', () => {
    const many = Array.from({ length: 40 }, (_, n) =>
      ordered('PLACED', n + 1, { total: { amount: n, currency: 'USD' } }),
    );
    const { state } = tell(one, many);
    const [target] = state?.targets ?? [];
    expect(state?.messages).toHaveLength(32);
    expect([target?.queue.at(0)?.version, target?.queue.at(-1)?.version, target?.dropped]).toEqual([1, 40, 8]);
  });

  test('of size: large orders', () => {
    const lines = Array.from({ length: 500 }, (_, n) => ({
      ...(order('PLACED').lines[0] as never as object),
      line: n,
      title: 'x'.repeat(200),
    }));
    const many = Array.from({ length: 8 }, (_, n) =>
      ordered('PLACED', n + 1, { lines: lines as never, total: { amount: n, currency: 'USD' } }),
    );
    const { state } = tell(one, many);
    expect(JSON.stringify(state).length).toBeLessThan(700_000);
    expect(state?.targets[0]?.queue.map(({ version }) => version)).toEqual([1, 8]);
  });

  test('of subscriptions: 16 are told at once, the next when one is done; those beyond 32 are alarmed', () => {
    const rows = Array.from({ length: 33 }, (_, n) => webhook({ subscriptionId: `w-${n}` }));
    const { state, alarms } = tell(having(...rows), [ordered('PLACED', 1)]);
    expect([state?.effects.length, state?.targets.length, alarms]).toEqual([16, 32, ['webhooks-too-many']]);
    const next = tell(having(...rows), [done(state, 'w-0')], state).state;
    expect(next?.effects).toHaveLength(16);
    expect(pacing.triedFor).toBe(15 * MINUTE);
  });
});
