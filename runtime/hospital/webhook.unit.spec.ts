import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { createLogger } from '../observe/logger.ts';
import type { HospitalAlarm } from './options.ts';
import { createWebhook, type Webhook } from './webhook.ts';

const error = {
  code: 'LP_TASK_POISON',
  transient: false,
  message: 'no such disc',
  stack: 'long',
  frame: 'decide.ts:7',
};
const alarm: HospitalAlarm = {
  what: 'new-group',
  processor: 'orders',
  partition: 1,
  caseId: 'orders/order-requests/1/7',
  key: 'o-1',
  group: 'abc',
  error,
};
const logger = createLogger({ level: 'silent' });
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server that answers with these statuses, one after another, and the last one for ever. */
async function given(...statuses: readonly number[]) {
  const bodies: unknown[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(await json(request));
    response.statusCode = statuses[Math.min(bodies.length, statuses.length) - 1] as number;
    response.end();
  });
  await new Promise<void>(done => void server.listen(0, '127.0.0.1', done));
  const webhook: Webhook = createWebhook({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/room`,
    logger,
    pauses: [1, 1],
  });
  closing.push(
    () => webhook.close(),
    () => server.close(),
  );
  return { bodies, webhook };
}

describe('the webhook of alarms', () => {
  it('posts what a person and what a program needs, and no stack', async () => {
    const { bodies, webhook } = await given(200);
    webhook.post(alarm);
    await expect.poll(() => bodies.length).toBe(1);
    expect(bodies[0]).toMatchObject({
      text: expect.stringContaining('longplay hospital show orders/order-requests/1/7'),
      what: 'new-group',
      processor: 'orders',
      key: 'o-1',
      error: { code: 'LP_TASK_POISON', frame: 'decide.ts:7' },
    });
    expect(JSON.stringify(bodies)).not.toContain('long"');
  });

  it('tries again where it was not taken, in order, and not for ever', async () => {
    const { bodies, webhook } = await given(500, 503, 500, 200);
    webhook.post(alarm);
    webhook.post({ ...alarm, what: 'tripped', caseId: null });
    await expect.poll(() => bodies.length).toBe(4);
    expect(bodies.map(body => (body as { what: string }).what)).toEqual([
      ...['new-group', 'new-group', 'new-group'],
      'tripped',
    ]);
  });

  it('says whether one was dealt with: posted or given up, and not where it was closed before', async () => {
    const said = { text: 'orders wait', what: 'stuck' };
    const { webhook } = await given(200, 500);
    expect([await webhook.tell(said), await webhook.tell(said)]).toEqual([true, true]);
    await webhook.close();
    expect(await webhook.tell(said)).toBe(false);
  });

  it('ends at once, also while it waits', async () => {
    const { bodies, webhook } = await given(500);
    webhook.post(alarm);
    await expect.poll(() => bodies.length).toBeGreaterThan(0);
    await webhook.close();
    const then = bodies.length;
    webhook.post(alarm);
    expect(bodies.length).toBe(then);
  });
});
