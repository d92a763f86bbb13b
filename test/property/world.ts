import type { EffectAnswer, Input, Processor, Values } from '../../runtime/tasks/definition.ts';
import type { FatEvent, PendingEffect } from '../../runtime/tasks/fat-event.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { Notification } from '../../schemas/types/notifications.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import { type AnyWorld, createAnyWorld, isAnswered, type Pending } from './any-world.ts';
import type { Log } from './log.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import { type Asking, orderId } from './people.ts';
import { createProvider, type Provider } from './provider.ts';
import { judging } from './rules.ts';
import type { Scenario } from './scenario.ts';
import { storming as ours } from './storming.ts';
import { decideBatch, type Task } from './task.ts';

export type OutcomeSeen = { readonly id: string; readonly answer: string; readonly reason: string | null };

/** The whole shop in one process, with a payment provider and a mailbox. */
export type World = AnyWorld & {
  readonly scenario: Scenario;
  readonly provider: Provider;
  readonly mailbox: Mailbox;
  /** Requests from outside, by id and body, and what became of each. */
  readonly asked: Map<string, Asking>;
  readonly outcomes: Map<string, OutcomeSeen[]>;
  readonly alarms: string[];
};

export function createWorld(
  scenario: Scenario,
  story: string[] | null,
  processors: readonly Processor[] = ours,
): World {
  const indexes = new Map(scenario.orders.map((_, index) => [orderId(index), index]));
  const provider = createProvider(scenario, id => indexes.get(id) ?? -1);
  return {
    ...createAnyWorld(judging(scenario, processors), scenario.bytes, story),
    scenario,
    provider,
    mailbox: createMailbox(),
    asked: new Map(),
    outcomes: new Map(),
    alarms: [],
  };
}

/** What the laws and the people look at: all that was ever written, asked, answered and charged. */
export type Books = Pick<World, 'scenario' | 'provider' | 'mailbox' | 'asked' | 'outcomes' | 'alarms'> & {
  readonly log: Pick<Log, 'topic' | 'newest'>;
};

/** Somebody asks for something; the same may be asked again, and the same id for something else. */
export function ask(world: World, { topic, key, id, value }: Asking): void {
  world.note(() => `asked   ${topic} ${id} ${value.bodyHash}`);
  world.asked.set(`${id} ${value.bodyHash}`, { topic, key, id, value });
  const event = { id, type: 'test', time: world.now, causes: [], correlationId: key, actor: null };
  world.log.append(topic, key, { ...value, event } as { event: typeof event });
}

export function decide(world: World, task: Task, batch: readonly Input<Values>[]): void {
  const { name } = task.processor;
  world.note(() => `decides ${name}/${task.partition}: ${batch.map(describe).join(', ') || 'nothing'}`);
  const ends = new Map([...task.state].map(([key, fact]) => [key, fact.version]));
  const said = decideBatch(world, task, batch);
  for (const { value, id } of said.outcomes) {
    const { requestId, bodyHash, answer, reason } = value as { [field: string]: string | null };
    const about = `${requestId} ${bodyHash}`;
    world.note(() => `        outcome of ${about}: ${answer} ${reason ?? ''}`);
    const known = world.outcomes.get(about) ?? [];
    if (!known.some(one => one.id === id)) known.push({ id, answer: answer ?? '', reason: reason ?? null });
    world.outcomes.set(about, known);
  }
  for (const { key, code } of said.alarms) world.alarms.push(`${name} ${key} ${code}`);
  world.note(() => {
    const written = [...task.state.values()].filter(fact => ends.get(keyOf(task, fact)) !== fact.version);
    return written
      .map(fact => `        ${task.processor.owns} ${keyOf(task, fact)} v${fact.version} ${statusOf(fact)}`)
      .join('\n');
  });
}

const keyOf = (task: Task, fact: FatEvent): string =>
  [...task.state].find(([, candidate]) => candidate === fact)?.[0] ?? '?';

const statusOf = (fact: FatEvent): string => {
  const { status, askedVersion, answersVersion, effects } = fact as FatEvent & { [field: string]: unknown };
  const asks = askedVersion == null ? '' : ` asks ${askedVersion}`;
  const answers = answersVersion == null ? '' : ` answers ${answersVersion}`;
  const pending = effects.length === 0 ? '' : ` pending ${effects.map(one => `${one.kind}#${one.attempt}`)}`;
  return `${status ?? ''}${asks}${answers}${pending} (${fact.history.at(-1)?.what ?? ''})`;
};

function describe(input: Input<Values>): string {
  if ('effect' in input) return `answer ${input.effect.id}#${input.effect.attempt} ${input.answer.status}`;
  if ('deadline' in input) return `deadline ${input.key} ${input.deadline.name} ${input.asked}`;
  const { version, status } = input.value as unknown as { version?: number; status?: string };
  return version === undefined
    ? `${input.from} ${input.value.event.id}`
    : `${input.from} ${input.key} v${version} ${status ?? ''}`;
}

/** Whether it was answered, and the answer waits. A payment may well be asked for once more; a mail would go out twice. */
export const isUnderWay = (pending: Pending): boolean => pending.effect.kind === 'mail' && isAnswered(pending);

type Outside = Pick<World, 'provider' | 'mailbox'>;

/** What the world outside does, and says to it. */
export function perform({ provider, mailbox }: Outside, state: FatEvent, effect: PendingEffect): EffectAnswer {
  switch (effect.kind) {
    case 'mail':
      return mailbox.send(state as Notification, effect);
    case 'destroy-key': {
      const { customerId, status } = state as Customer;
      if (status !== 'ERASED') throw new Error(`${effect.id}: the key of a customer who is ${status}`);
      mailbox.destroyed.add(customerId);
      return { status: 'done', reference: effect.id };
    }
    default:
      return provider.ask(state as Payment, effect);
  }
}
