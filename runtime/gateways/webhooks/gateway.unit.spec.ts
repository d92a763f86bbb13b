import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { FatEvent } from '../../tasks/fat-event.ts';
import { createMemoryVault } from '../../vault/memory.ts';
import { pending, unbroken, watcher } from '../testing/effects.ts';
import { scriptedServer } from '../testing/scripted-server.ts';
import { createWebhookGateway, type WebhookCall, type WebhookGatewayOptions } from './gateway.ts';
import { secretText, signingSecret, webhookSubject } from './signature.ts';
import { type Receiver, startReceiver } from './stand-in/receiver.ts';

const attributes = { topic: 'orders', id: 'orders/order-1/2', type: 'longplay.order.placed', subject: 'order-1' };
const effect = pending({ id: 'order-1/webhook', kind: 'webhook', idempotencyKey: 'msg_1' });
const state = {} as FatEvent;
let receiver: Receiver;

afterEach(() => receiver?.close());

async function given(over: Partial<WebhookGatewayOptions> = {}, call: Partial<WebhookCall> = {}) {
  receiver = await startReceiver();
  const vault = createMemoryVault();
  const subject = webhookSubject('w');
  const key = (await vault.keysFor([subject])).get(subject)?.secret ?? null;
  receiver.trust(secretText(signingSecret(key, 'first') as Buffer));
  const compose = () => ({
    subscriptionId: 'w',
    url: receiver.url,
    secretIds: ['first'],
    attributes,
    data: '{"orderId":"order-1"}',
    ...call,
  });
  const watched = watcher();
  const options = {
    vault,
    compose,
    policy: 'loopback',
    prefix: 'shop',
    firstDelay: 1,
    longestDelay: 2,
    ...over,
  } as const;
  const gateway = createWebhookGateway(options, [watched]);
  onTestFinished(() => gateway.close());
  return { gateway, vault, watched, run: () => gateway.runners.webhook(effect, state, unbroken()) };
}

describe('a webhook', () => {
  test('is posted as a signed CloudEvent, and done with any 2xx', async () => {
    const { run } = await given();
    expect(await run()).toEqual({ status: 'done', reference: 'msg_1' });
    expect(receiver.received).toEqual([
      {
        id: 'msg_1',
        signed: true,
        status: 204,
        event: {
          specversion: '1.0',
          source: '/shop/orders',
          id: 'orders/order-1/2',
          type: 'longplay.order.placed',
          subject: 'order-1',
          datacontenttype: 'application/json',
          data: { orderId: 'order-1' },
        },
      },
    ]);
  });

  test('is tried again under the same id where the receiver fails, and not where it says no', async () => {
    const { run } = await given();
    receiver.answer(503);
    expect(await run()).toEqual({ status: 'failed', code: 'provider-error' });
    expect(receiver.received.map(({ id }) => id)).toEqual(['msg_1', 'msg_1', 'msg_1']);
    for (const [status, code] of [
      [410, 'endpoint-gone'],
      [404, 'http-404'],
      [302, 'http-302'],
    ] as const) {
      receiver.answer(status);
      expect(await run()).toEqual({ status: 'refused', code });
    }
    expect(receiver.received).toHaveLength(6);
  });

  test('that hangs, or finds nobody, has failed', async () => {
    const { run } = await given({ timeout: 500, tries: 1 });
    receiver.answer('hang');
    expect(await run()).toEqual({ status: 'failed', code: 'provider-timeout' });
    const patient = await given({ tries: 1 });
    await receiver.vanish();
    expect(await patient.run()).toEqual({ status: 'failed', code: 'provider-unreachable' });
    await receiver.comeBack();
    receiver.answer(200);
    expect(await patient.run()).toMatchObject({ status: 'done' });
  });

  test('does not follow a redirect to where it may not go, nor goes where a name leads inside', async () => {
    const inside = await scriptedServer({ status: 200 });
    const outside = await scriptedServer({ status: 307, headers: { location: inside.url } });
    const redirected = await given({}, { url: outside.url });
    expect(await redirected.run()).toEqual({ status: 'refused', code: 'http-307' });
    const forbidden = await given({ policy: 'public' }, { url: `https://localhost:${new URL(inside.url).port}/` });
    expect(await forbidden.run()).toEqual({ status: 'refused', code: 'target-forbidden' });
    const literal = await given({ policy: 'public' }, { url: inside.url });
    expect(await literal.run()).toEqual({ status: 'refused', code: 'target-forbidden' });
    expect(inside.seen).toEqual([]);
  });

  test('of a receiver that is dead waits for it, while others are posted to', async () => {
    let url = 'http://127.0.0.1:1/dead';
    const call = () => ({ subscriptionId: 'w', url, secretIds: ['first'], attributes, data: '{}' });
    const { run, watched } = await given({ compose: call, tries: 1, breakerCalls: 4 });
    for (let times = 0; times < 4; times++) await run();
    expect(await run()).toEqual({ status: 'failed', code: 'circuit-open' });
    url = receiver.url;
    expect(await run()).toMatchObject({ status: 'done' });
    expect(watched.alarms).toEqual([]);
  });

  test('of a subscription whose key is gone is not sent', async () => {
    const { run, vault } = await given();
    await vault.destroy(webhookSubject('w'));
    expect(await run()).toEqual({ status: 'refused', code: 'endpoint-gone' });
    expect(receiver.received).toEqual([]);
  });
});
