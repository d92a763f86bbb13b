import { describe, expect, test } from 'vitest';
import { answer, passed, START, tell } from '../../runtime/tasks/testing/given.ts';
import type { WebhookReport } from '../../schemas/types/webhook-reports.ts';
import type { WebhookRequest } from '../../schemas/types/webhook-requests.ts';
import type { Webhook } from '../../schemas/types/webhooks.ts';
import { webhookReport, webhookRequest } from '../testing/webhooks.ts';
import { FAILING_FOR, FORMER_SECRET_FOR, REFUSALS_FOR } from './model.ts';
import { webhooks } from './processor.ts';

const key = 'webhook-1';
const given = { processor: webhooks, key };
const asks = (type: WebhookRequest['type'], over: Partial<WebhookRequest> = {}) =>
  ({ from: 'webhook-requests', key, value: webhookRequest(type, `${type}-1`, over) }) as const;
const reports = (over: Partial<WebhookReport> = {}) =>
  ({ from: 'webhook-reports', key, value: webhookReport(over) }) as const;
const active = tell(given, [asks('SUBSCRIBE')]).state as Webhook;
const failing = (...orders: readonly string[]) =>
  orders.map(orderId => reports({ effectId: `${orderId}/webhook/webhook-1/orders/1` }));
const suspended = tell(given, failing('a', 'b', 'c'), active).state as Webhook;

describe('a subscription', () => {
  test('begins with what happens from now on', () => {
    expect(active).toMatchObject({
      status: 'ACTIVE',
      since: START,
      activation: 1,
      secretId: 'SUBSCRIBE-1',
      types: ['*'],
    });
  });

  test('is paused, goes on, and begins anew with it', () => {
    const { state, outcomes } = tell(given, [asks('PAUSE'), asks('RESUME')], active);
    expect(state).toMatchObject({ status: 'ACTIVE', activation: 2 });
    expect(outcomes).toMatchObject([{ answer: 'ACCEPTED' }, { answer: 'ACCEPTED' }]);
  });

  test('changes where it leads; a suspended one goes on with it, a paused one does not', () => {
    const change = asks('CHANGE', { change: { url: 'https://new.example/', types: ['longplay.order.*'] } });
    const content = { url: 'https://new.example/', types: ['longplay.order.*'] };
    expect(tell(given, [change], active).state).toMatchObject({ status: 'ACTIVE', activation: 1, ...content });
    expect(tell(given, [change], suspended).state).toMatchObject({ status: 'ACTIVE', activation: 2, suspension: null });
    expect(tell(given, [asks('PAUSE'), change], active).state).toMatchObject({ status: 'PAUSED', ...content });
  });

  test('gets another secret, and the one before signs for a day', () => {
    const { state } = tell(given, [asks('ROTATE')], active);
    expect(state).toMatchObject({
      secretId: 'ROTATE-1',
      formerSecretId: 'SUBSCRIBE-1',
      formerSecretUntil: START + FORMER_SECRET_FOR,
    });
  });

  test('is removed for ever: its URL goes, its key is destroyed', () => {
    const removed = tell(given, [asks('REMOVE')], active);
    expect(removed.state).toMatchObject({
      status: 'REMOVED',
      url: '',
      types: [],
      effects: [{ kind: 'destroy-secret' }],
    });
    const late = tell(given, [passed(removed.state, key, 'destroy-secret')], removed.state);
    expect(late.alarms).toEqual(['overdue-destroy-secret']);
    const failed = answer(removed.state, key, 'destroy-secret', { status: 'failed', code: 'provider-unreachable' });
    const again = tell(given, [failed], removed.state).state;
    expect(again?.effects).toMatchObject([{ attempt: 2, lastError: 'provider-unreachable' }]);
    const done = tell(given, [answer(again, key, 'destroy-secret', { status: 'done', reference: 'r' })], again).state;
    expect(done).toMatchObject({ status: 'REMOVED', effects: [], deadlines: [] });
    expect(tell(given, [asks('RESUME', { bodyHash: 'x' })], done).outcomes).toMatchObject([
      { reason: 'webhook-removed' },
    ]);
  });

  test.each([
    ['unknown-webhook', null, asks('PAUSE')],
    ['body-missing', null, asks('SUBSCRIBE', { subscribe: null })],
    ['url-missing', null, asks('SUBSCRIBE', { subscribe: { url: '', types: ['*'] } })],
    ['types-missing', null, asks('SUBSCRIBE', { subscribe: { url: 'https://a.example', types: [] } })],
    ['too-many-types', active, asks('CHANGE', { change: { url: 'u', types: Array(33).fill('*') } })],
    ['already-subscribed', active, { ...asks('SUBSCRIBE'), value: webhookRequest('SUBSCRIBE', 'other') }],
    ['not-paused', active, asks('RESUME')],
    [
      'already-paused',
      tell(given, [asks('PAUSE')], active).state,
      { ...asks('PAUSE'), value: webhookRequest('PAUSE', 'again') },
    ],
    ['version-overtaken', suspended, asks('PAUSE', { restsOn: [{ topic: 'webhooks', key, version: 1 }] })],
  ])('rejects: %s', (reason, state, input) => {
    expect(tell(given, [input], state).outcomes).toMatchObject([{ answer: 'REJECTED', reason }]);
  });
});

describe('a dead endpoint', () => {
  test('suspends its subscription, which is one failure, however many tell of it', () => {
    const { state, alarms } = tell(given, failing('a', 'b', 'c', 'd'), active);
    expect(state).toMatchObject({ status: 'SUSPENDED', version: 4, suspension: { code: 'provider-unreachable' } });
    expect(alarms).toEqual(['webhook-suspended']);
    expect(webhooks.failures?.(state as Webhook)).toEqual([
      { effectId: 'webhook-1/suspended/1', kind: 'webhook', code: 'provider-unreachable' },
    ]);
  });

  test('is not one that fails for one or two orders, or for others now and then', () => {
    const two = tell(given, failing('a', 'b', 'a'), active).state;
    expect(two).toMatchObject({ status: 'ACTIVE', failing: { length: 2 } });
    const later = { ...given, now: START + FAILING_FOR + 60_000 };
    expect(tell(later, failing('c', 'd'), two).state).toMatchObject({ status: 'ACTIVE', failing: { length: 2 } });
  });

  test('is seen to: deliveries go on, and what was said of the time before counts no more', () => {
    const input = { from: 'again', key, effectId: 'webhook-1/suspended/1', attempt: 1 } as const;
    const context = { now: START, version: 3, tables: {} };
    const state = webhooks.again?.(suspended, input, context).state as Webhook;
    expect(state).toMatchObject({ status: 'ACTIVE', activation: 2, suspension: null });
    expect(webhooks.failures?.(state)).toEqual([]);
    const whole = { ...suspended, ...state };
    expect(webhooks.again?.(whole, input, context)).toEqual({});
    expect(tell(given, [reports()], whole).state).toBe(whole);
    expect(tell(given, [reports({ activation: 2, kind: 'GONE', code: 'endpoint-gone' })], whole).state).toMatchObject({
      status: 'SUSPENDED',
    });
  });

  test('that refuses what it is told is suspended with the tenth message, and is told others until then', () => {
    const nth = (n: number) => reports({ kind: 'REFUSED', code: 'http-422', effectId: `order-${n}` });
    const nine = tell(given, [...Array(9).keys()].map(nth), active).state;
    expect(nine).toMatchObject({ status: 'ACTIVE', refusals: { length: 9 } });
    expect(tell(given, [nth(3)], nine).state).toBe(nine);
    expect(tell(given, [nth(9)], nine).state).toMatchObject({ suspension: { code: 'messages-refused' } });
    const nextDay = { ...given, now: START + REFUSALS_FOR + 60_000 };
    expect(tell(nextDay, [nth(9)], nine).state).toMatchObject({ status: 'ACTIVE', refusals: { length: 1 } });
  });

  test('is nothing new of a subscription that is paused, or that nobody knows', () => {
    const paused = tell(given, [asks('PAUSE')], active).state;
    expect(tell(given, [reports()], paused).state).toBe(paused);
    expect(tell(given, [reports()]).state).toBeNull();
  });
});
