import { describe, expect, test } from 'vitest';
import { answer, passed, SECOND, START, tell } from '../../runtime/tasks/testing/given.ts';
import type { WebhookDelivery } from '../../schemas/types/webhook-deliveries.ts';
import { having, key, ordered } from '../testing/webhook-deliveries.ts';
import { webhook } from '../testing/webhooks.ts';
import { webhookDeliveries } from './processor.ts';

const MINUTE = 60 * SECOND;

const one = having(webhook());

describe('a receiver that refuses a message', () => {
  const placed = tell(one, [ordered('PLACED', 1), ordered('CONFIRMED', 2)]).state as WebhookDelivery;
  const no = answer(placed, key, 'webhook', { status: 'refused', code: 'http-422' });
  const refused = tell(one, [no], placed);

  test('is a failure of this order, and the later messages wait behind', () => {
    expect(refused.requests).toMatchObject([{ value: { kind: 'REFUSED', code: 'http-422' } }]);
    expect(refused.state).toMatchObject({ status: 'REFUSED', effects: [], deadlines: [{ name: 'resume' }] });
    expect(webhookDeliveries.failures?.(refused.state as WebhookDelivery)).toEqual([
      { effectId: 'order-1/webhook/webhook-1/orders/1', kind: 'webhook', code: 'http-422' },
    ]);
    const later = tell(one, [ordered('PACKED', 3)], refused.state).state;
    expect(later).toMatchObject({ status: 'REFUSED', effects: [], targets: [{ queue: { length: 3 } }] });
  });

  test('is asked again by the hospital, under the same id', () => {
    const input = { from: 'again', key, effectId: 'order-1/webhook/webhook-1/orders/1', attempt: 1 } as const;
    const tables = { webhooks: new Map([['webhook-1', webhook()]]) };
    const context = { now: START, version: 9, tables };
    const state = webhookDeliveries.again?.(refused.state as WebhookDelivery, input, context).state;
    expect(state).toMatchObject({
      status: 'DELIVERING',
      effects: [{ attempt: 2, idempotencyKey: placed.effects[0]?.idempotencyKey }],
    });
    expect(webhookDeliveries.failures?.(state as WebhookDelivery)).toEqual([]);
  });

  test('is asked again when its subscription begins anew', () => {
    const anew = having(webhook({ activation: 2, version: 3 }));
    const { state } = tell(anew, [ordered('PACKED', 3)], refused.state);
    expect(state).toMatchObject({ status: 'DELIVERING', effects: [{ attempt: 2 }] });
    const woken = tell(anew, [passed(refused.state, key, 'resume')], refused.state).state;
    expect(woken).toMatchObject({ status: 'DELIVERING', effects: [{ attempt: 2 }] });
  });

  test('is skipped where its fact was repaired so: the next message follows as soon as the order looks', () => {
    const targets = refused.state?.targets.map(one => ({ ...one, queue: one.queue.slice(1), refused: null })) ?? [];
    const repaired = { ...(refused.state as WebhookDelivery), targets };
    expect(webhookDeliveries.failures?.(repaired)).toEqual([]);
    const { state } = tell(one, [passed(repaired, key, 'resume')], repaired);
    expect(state).toMatchObject({ status: 'DELIVERING', effects: [{ id: 'order-1/webhook/webhook-1/orders/2' }] });
    expect(state).toMatchObject({ messages: { length: 1 }, targets: [{ deliveredCount: 0, queue: { length: 1 } }] });
  });

  test('is a failure no more when its subscription is removed', () => {
    const gone = having(webhook({ status: 'REMOVED', url: '' }));
    const { state } = tell(gone, [passed(refused.state, key, 'resume')], refused.state);
    expect(state).toMatchObject({ status: 'DELIVERED', targets: [], messages: [], deadlines: [] });
    expect(webhookDeliveries.failures?.(state as WebhookDelivery)).toEqual([]);
  });
});

describe('a receiver that keeps failing', () => {
  const placed = tell(one, [ordered('PLACED', 1), ordered('CONFIRMED', 2)]).state as WebhookDelivery;
  const at = (minutes: number) => ({ ...one, now: START + minutes * MINUTE });
  const fails = (state: WebhookDelivery | null, code: string, status: 'failed' | 'refused' = 'failed') =>
    answer(state, key, 'webhook', { status, code });

  test('for this message alone is a case of its order, and the webhook goes on for others', () => {
    const given = tell(at(16), [fails(placed, 'provider-error')], placed);
    const unread = tell(at(17), [passed(given.state, key, 'resume'), ordered('PACKED', 3)], given.state).state;
    expect(unread).toMatchObject({ status: 'WAITING', effects: [], targets: [{ queue: { length: 3 } }] });
    const id = 'order-1/webhook/webhook-1/orders/1';
    const noted = having(webhook({ version: 2, failing: [{ effectId: id, at: START }] }));
    const now = START + 18 * MINUTE;
    const alone = tell({ ...noted, now }, [passed(unread, key, 'resume')], unread).state as WebhookDelivery;
    expect(alone).toMatchObject({ status: 'REFUSED', effects: [], targets: [{ refused: 'provider-error' }] });
    expect(webhookDeliveries.failures?.(alone)).toEqual([{ effectId: id, kind: 'webhook', code: 'provider-error' }]);
  });

  test('is not given up by a try that was not sent, as the circuit is open, but by the next that is', () => {
    const { state, requests } = tell(at(16), [fails(placed, 'circuit-open')], placed);
    expect([state?.status, requests]).toEqual(['DELIVERING', []]);
    expect(tell(at(17), [fails(state, 'provider-timeout')], state).requests).toHaveLength(1);
  });

  test('and of which nothing came of the report is tried anew', () => {
    const { state } = tell(at(16), [fails(placed, 'provider-error')], placed);
    const late = tell(at(80), [passed(state, key, 'resume')], state).state;
    expect(late).toMatchObject({ status: 'DELIVERING', effects: [{ attempt: 2, since: START + 80 * MINUTE }] });
  });
});
