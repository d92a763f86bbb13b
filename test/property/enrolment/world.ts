import type { EffectAnswer, Input, Processor, Values } from '../../../runtime/tasks/definition.ts';
import type { CustomerRequest } from '../../../schemas/types/customer-requests.ts';
import type { Customer } from '../../../schemas/types/customers.ts';
import type { WelcomeMail } from '../../../schemas/types/welcome-mails.ts';
import { customers } from '../../../streams/customers/processor.ts';
import { enrolments } from '../../../streams/enrolments/processor.ts';
import { loyalty } from '../../../streams/loyalty/processor.ts';
import { readable } from '../../../streams/testing/records.ts';
import { packRequest } from '../../../streams/testing/welcome.ts';
import { welcomeMails } from '../../../streams/welcome-mails/processor.ts';
import { welcomePacks } from '../../../streams/welcome-packs/processor.ts';
import { type AnyWorld, createAnyWorld, dueEffects, isAnswered, type Pending } from '../any-world.ts';
import { factsOf, type Value } from '../log.ts';
import { createMailbox, type Mailbox } from '../mailbox.ts';
import { decideBatch, type Task } from '../task.ts';

export const PEOPLE = ['c-1', 'c-2', 'c-3', 'c-4'];
/** Was brought in from elsewhere: nobody welcomes him. */
export const BROUGHT_IN = 'c-9';

export const ours = [customers, loyalty, welcomePacks, welcomeMails, enrolments] as unknown as readonly Processor[];

/** Customers who enrol, a warehouse and a mailbox. */
export type World = AnyWorld & {
  readonly mailbox: Mailbox;
  /** What became of the warehouse's words, by request id. */
  readonly outcomes: Map<string, { readonly answer: string; readonly type: string; readonly key: string }>;
  /** Who said no longer where to write, and how often: a mail that was under way is not heard of. */
  readonly silent: Map<string, number>;
  readonly story: string[];
  asked: number;
};

export function createWorld(processors: readonly Processor[] = ours): World {
  const story: string[] = [];
  return {
    ...createAnyWorld(processors, true, story),
    mailbox: createMailbox(),
    outcomes: new Map(),
    silent: new Map(),
    story,
    asked: 0,
  };
}

const requested = (world: World, topic: string, key: string, value: object): void => {
  const id = `${topic}/${++world.asked}`;
  const event = { id, type: 'test', time: world.now, causes: [], correlationId: key, actor: null };
  world.note(() => `asked   ${id} ${key} ${JSON.stringify(value)}`);
  world.log.append(topic, key, { ...value, event } as Value);
};

/** Where somebody lives and is written to; `wrong`: post does not find it; null: he does not say. Few, so that the same is said again. */
export type Place = {
  readonly street: 'right' | 'right too' | 'wrong' | null;
  readonly email: 'right' | 'right too' | 'wrong' | null;
};

/** Every personal text says `secret`, so that it is found wherever it stays. */
export function asksFor(world: World, customerId: string, type: 'REGISTER' | 'CHANGE' | 'ERASE', place: Place): void {
  if (place.email === null) world.silent.set(customerId, 1 + (world.silent.get(customerId) ?? 0));
  const street = `${place.street} secret street`;
  const details = {
    name: 'secret',
    email: place.email === null ? null : `${place.email}-secret`,
    phone: null,
    company: null,
    addresses: place.street === null ? [] : [{ addressId: 'home', address: { ...readable, street } }],
  };
  const value: Omit<CustomerRequest, 'event'> = {
    customerId,
    type,
    bodyHash: `${world.asked}`,
    restsOn: [],
    enrols: type === 'REGISTER' && customerId !== BROUGHT_IN,
    register: type === 'REGISTER' ? details : null,
    change: type === 'CHANGE' ? details : null,
    erase: type === 'ERASE' ? { reasonCode: null } : null,
  };
  requested(world, 'customer-requests', customerId, value);
}

/** The warehouse tries a pack with the address of this version; it goes by the record of the customer. */
export function warehouseSays(world: World, customerId: string, version: number, says: 'try' | 'out' | 'in'): void {
  const customer = factsOf<Customer>(world, 'customers').get(customerId);
  const wrong = customer?.addresses[0]?.address.street?.startsWith('wrong') === true;
  const type = says === 'in' ? 'RESTOCKED' : says === 'try' && !wrong ? 'SENT' : 'FAILED';
  const failed = type === 'FAILED' ? { reason: says === 'out' ? 'out-of-packs' : 'no-such-address' } : null;
  const { event: _, ...value } = packRequest(type, '', { addressVersion: version, failed });
  requested(world, 'welcome-pack-requests', customerId, { ...value, customerId, bodyHash: type });
}

type Told = { requestId: string; answer: string; requestType: string; fact: { key: string } | null };

export function decide(world: World, task: Task, batch: readonly Input<Values>[]): void {
  for (const { key, from } of batch) world.note(() => `${task.processor.name} takes ${from} of ${key}`);
  const { outcomes } = decideBatch(world, task, batch);
  for (const { value } of outcomes) {
    const { requestId, answer, requestType: type, fact } = value as Told;
    world.outcomes.set(requestId, { answer, type, key: fact?.key ?? '' });
  }
}

/** What is intended, and neither put off nor answered already. */
export const pendingIn = (world: AnyWorld): Pending[] => dueEffects(world).filter(one => !isAnswered(one));

/** What the world outside does, and says to it. */
export function perform({ mailbox }: World, { key, state, effect }: Pending): EffectAnswer {
  if (effect.kind === 'destroy-key') {
    mailbox.destroyed.add(key);
    return { status: 'done', reference: '' };
  }
  const { email } = state as unknown as WelcomeMail;
  if (email?.startsWith('wrong')) return { status: 'refused', code: 'address-invalid' };
  return mailbox.send(state as never, effect);
}
