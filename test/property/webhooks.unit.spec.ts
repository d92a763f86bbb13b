import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EffectAnswer, Processor } from '../../runtime/tasks/definition.ts';
import type { WebhookDelivery } from '../../schemas/types/webhook-deliveries.ts';
import type { Webhook } from '../../schemas/types/webhooks.ts';
import { order, shipment } from '../../streams/testing/records.ts';
import { webhookRequest } from '../../streams/testing/webhooks.ts';
import { composeWebhook } from '../../streams/webhook-deliveries/compose.ts';
import { webhookDeliveries } from '../../streams/webhook-deliveries/processor.ts';
import { webhooks } from '../../streams/webhooks/processor.ts';
import {
  type AnyWorld,
  answer,
  catchUp,
  createAnyWorld,
  dueEffects,
  fireAll,
  heal,
  type Pending,
} from './any-world.ts';
import { factsOf, writtenTo } from './log.ts';
import { type Random, randomOf } from './random.ts';
import { script, tellStorm } from './stories.ts';
import { crash, decideBatch, nextBatch, refresh, rewind, type Task } from './task.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const SUBSCRIPTIONS = ['webhook-a', 'webhook-b'];
const ORDERS = ['order-1', 'order-2', 'order-3'];

/** What a receiver got: the first time of each message, and all of them. */
type Receiver = {
  up: boolean;
  refuses: boolean;
  chokesOn: string;
  readonly bodies: Map<string, string>;
  readonly firsts: Told[];
};
type Told = { readonly orderId: string; readonly topic: string; readonly version: number };

type World = AnyWorld & {
  readonly receivers: ReadonlyMap<string, Receiver>;
  /** Version of each fact that there is. */
  readonly facts: Map<string, number>;
  asked: number;
  losses: number;
};

function createWorld(): World {
  const world = createAnyWorld([webhooks, webhookDeliveries] as unknown as readonly Processor[]);
  const receiver = (): Receiver => ({ up: true, refuses: false, chokesOn: '', bodies: new Map(), firsts: [] });
  const receivers = new Map(SUBSCRIPTIONS.map(id => [id, receiver()]));
  return { ...world, receivers, facts: new Map(), asked: 0, losses: 0 };
}

const ask = (world: World, id: string, type: 'SUBSCRIBE' | 'PAUSE' | 'RESUME'): void =>
  world.log.append('webhook-requests', id, webhookRequest(type, `request-${++world.asked}`, { subscriptionId: id }));

/** The next fact of an order, or of its shipment, always with other content. */
function happens(world: World, topic: 'orders' | 'shipments', orderId: string): void {
  const version = (world.facts.get(`${topic} ${orderId}`) ?? 0) + 1;
  world.facts.set(`${topic} ${orderId}`, version);
  const entity = topic === 'orders' ? 'order' : 'shipment';
  const event = { id: `${topic}/${orderId}/${version}`, type: `longplay.${entity}.changed`, time: world.now };
  const made = topic === 'orders' ? order('PLACED') : shipment('PACKED');
  const content = topic === 'orders' ? { total: { amount: version, currency: 'USD' } } : { parcels: version };
  const fact = { ...made, ...content, orderId, version, event: { ...made.event, ...event } };
  world.log.append(topic, orderId, fact);
}

/** One attempt: the receiver takes the message in or does not, and the answer may be lost or come twice. */
function attempt(world: World, pending: Pending, random: Random | null) {
  const { key, effect } = pending;
  const receiver = world.receivers.get(effect.about) as Receiver;
  const answers = (what: EffectAnswer): void => answer(world, pending, what);
  if (!receiver.up) return answers({ status: 'failed', code: 'provider-unreachable' });
  if (receiver.refuses) return answers({ status: 'refused', code: 'http-422' });
  if (receiver.chokesOn === key) return answers({ status: 'failed', code: 'provider-error' });
  const isRepeat = receiver.bodies.has(effect.idempotencyKey);
  takeIn(receiver, pending);
  if (isRepeat && random?.chance(0.3)) return answers({ status: 'refused', code: 'http-409' });
  const dice = random?.below(10) ?? 9;
  if (dice === 0) return answers({ status: 'failed', code: 'provider-timeout' });
  if (dice === 1) {
    world.losses++;
    return;
  }
  answers({ status: 'done', reference: '' });
  if (dice === 2) answers({ status: 'done', reference: '' });
}

function takeIn(receiver: Receiver, { state, effect }: Pending): void {
  const { attributes, data } = composeWebhook(effect, state);
  const body = JSON.stringify([attributes, data]);
  const known = receiver.bodies.get(effect.idempotencyKey);
  if (known !== undefined) {
    if (known !== body) throw new Error(`${effect.id} comes again, and says something else`);
    return;
  }
  receiver.bodies.set(effect.idempotencyKey, body);
  const { orderId, version } = JSON.parse(data);
  receiver.firsts.push({ orderId, topic: attributes.topic as string, version });
}

function step(world: World, random: Random, compacts: boolean): void {
  world.now += random.below(2 * SECOND);
  const task = random.pick(world.tasks) as Task;
  const receiver = random.pick([...world.receivers.values()]) as Receiver;
  const dice = random.below(100);
  if (dice < 35) decideBatch(world, task, nextBatch(task, world.log, random));
  else if (dice < 50) happens(world, random.chance(0.6) ? 'orders' : 'shipments', random.pick(ORDERS) as string);
  else if (dice < 75) {
    const pending = random.pick(dueEffects(world));
    if (pending !== undefined) attempt(world, pending, random);
  } else if (dice < 80) crash(task, world.log);
  else if (dice < 83) rewind(task, random);
  else if (dice < 86) refresh(task, world.log, random);
  else if (dice < 89) receiver.up = !receiver.up;
  else if (dice < 91) receiver.refuses = !receiver.refuses;
  else if (dice < 92) receiver.chokesOn = receiver.chokesOn === '' ? (random.pick(ORDERS) as string) : '';
  else if (dice < 94) ask(world, random.pick(SUBSCRIPTIONS) as string, random.chance(0.4) ? 'PAUSE' : 'RESUME');
  else if (dice < 96) heal(world);
  else if (dice < 98 && compacts) world.log.compact(random.pick(['orders', 'shipments', 'webhooks']) as string, random);
  else {
    world.now += random.pick([10 * SECOND, 60 * SECOND, HOUR]) ?? 0;
    fireAll(world);
  }
}

/** Everybody is well again, and all that waits is told. */
function comeToRest(world: World): void {
  for (const receiver of world.receivers.values()) Object.assign(receiver, { up: true, refuses: false, chokesOn: '' });
  for (let round = 0; round < 200; round++) {
    catchUp(world);
    heal(world);
    if (round === 0) for (const id of SUBSCRIPTIONS) ask(world, id, 'RESUME');
    world.now += HOUR;
    fireAll(world);
    for (const pending of dueEffects(world)) attempt(world, pending, null);
  }
}

function checkRest(world: World, compacts: boolean): void {
  const deliveries = [...factsOf<WebhookDelivery>(world, 'webhook-deliveries').values()];
  for (const delivery of deliveries) {
    expect(delivery).toMatchObject({ status: 'DELIVERED', messages: [], effects: [], deadlines: [] });
  }
  for (const [id, { firsts }] of world.receivers) {
    for (const [fact, newest] of world.facts) {
      const [topic, orderId] = fact.split(' ');
      const told = firsts.filter(one => one.topic === topic && one.orderId === orderId).map(({ version }) => version);
      expect(told, `${id}: ${fact} in order`).toEqual(told.toSorted((a, b) => a - b));
      expect(told.at(-1), `${id}: the newest of ${fact}`).toBe(newest);
      const dropped = deliveries
        .filter(one => one.orderId === orderId)
        .flatMap(({ targets }) => targets.filter(({ subscriptionId }) => subscriptionId === id))
        .reduce((sum, target) => sum + target.dropped, 0);
      if (!compacts && dropped === 0) expect(told, `${id}: all of ${fact}`).toHaveLength(newest);
    }
  }
}

describe('webhooks, whatever happens in whatever order', () => {
  test.each([
    ['every fact is told, in the order of its order, and a repeat is known by its id', false, 60],
    ['the newest of every fact is told where compaction leaves others out', true, 40],
  ])(
    '%s',
    (_, compacts, numRuns) => {
      let suspensions = 0;
      let losses = 0;
      tellStorm(
        numRuns,
        fc.property(script({ minLength: 100, maxLength: 400, size: 'max' }), numbers => {
          const world = createWorld();
          for (const id of SUBSCRIPTIONS) ask(world, id, 'SUBSCRIBE');
          catchUp(world);
          world.now += SECOND;
          for (const number of numbers) step(world, randomOf(number), compacts);
          comeToRest(world);
          checkRest(world, compacts);
          suspensions += writtenTo<Webhook>(world, 'webhooks').filter(({ suspension }) => suspension !== null).length;
          losses += world.losses;
        }),
        () => expect([suspensions > 0, losses > 0]).toEqual([true, true]),
      );
    },
    120_000,
  );
});
