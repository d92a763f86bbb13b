import type { Processor } from '../../../runtime/tasks/definition.ts';
import type { FatEvent } from '../../../runtime/tasks/fat-event.ts';
import type { Customer } from '../../../schemas/types/customers.ts';
import type { Enrolment } from '../../../schemas/types/enrolments.ts';
import type { LoyaltyAccount } from '../../../schemas/types/loyalty-accounts.ts';
import type { WelcomeMail } from '../../../schemas/types/welcome-mails.ts';
import type { WelcomePack } from '../../../schemas/types/welcome-packs.ts';
import { STARTING_POINTS } from '../../../streams/loyalty/rates.ts';
import { catchUp, republish } from '../any-world.ts';
import { law, total } from '../law.ts';
import { factsOf } from '../log.ts';
import { crash } from '../task.ts';
import { comeToRest, step } from './storm.ts';
import { BROUGHT_IN, createWorld, decide, type World } from './world.ts';

const NEW = ['welcome-packs', 'welcome-mails', 'enrolments'];

/** Tells a story to its end, and checks the laws. */
export function tellStory(script: readonly number[], processors?: readonly Processor[]): World {
  const world = createWorld(processors);
  try {
    for (const number of script) step(world, number);
    comeToRest(world);
    for (const customer of factsOf<Customer>(world, 'customers').values()) checkCustomer(world, customer);
    checkMail(world);
    checkQuiet(world);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${reason}\n${world.story.join('\n')}`, { cause });
  }
  return world;
}

function checkCustomer(world: World, customer: Customer): void {
  const id = customer.customerId;
  const of = <T>(topic: string) => factsOf<T>(world, topic).get(id);
  const pack = of<WelcomePack>('welcome-packs');
  const mail = of<WelcomeMail>('welcome-mails');
  const enrolment = of<Enrolment>('enrolments');
  const account = of<LoyaltyAccount>('loyalty-accounts');
  if (id === BROUGHT_IN) {
    law(!pack && !mail && !enrolment && !account, () => `${id}: welcomed, though only brought in`);
    return;
  }
  const facts = [pack, mail, enrolment] as (FatEvent | undefined)[];
  law(
    facts.every(fact => fact !== undefined),
    () => `${id}: not everybody has heard of him`,
  );
  law(accepted(world, id, 'SENT') <= 1, () => `${id}: several packs were sent`);
  const granted = account?.history.filter(({ what }) => what === 'GRANTED').length ?? 0;
  law(granted <= 1, () => `${id}: points granted ${granted} times`);
  if (customer.status === 'ERASED') {
    checkErased(id, [pack, mail, enrolment, account]);
    return;
  }
  law(
    account?.granted === STARTING_POINTS && account.points === STARTING_POINTS,
    () => `${id}: ${account?.points} points`,
  );
  const [first] = customer.addresses;
  const aims = (pack?.address === null) === (first === undefined);
  law(aims || pack?.status === 'SENT', () => `${id}: the pack does not know where to`);
  const all = { customer, account, pack, mail } as Facts;
  checkReached(id, all);
  checkSteps(id, enrolment as Enrolment, all);
}

/** Who can be reached is. What waits for him waits for a right address; a mail that was given up says another reason. */
function checkReached(id: string, { customer, pack, mail }: Facts): void {
  const { email } = customer;
  const street = customer.addresses[0]?.address.street ?? null;
  const isWrong = (text: string | null) => text?.startsWith('wrong') === true;
  const isRefused = mail.status === 'FAILED' && mail.reason === 'address-invalid';
  law(!isRefused || isWrong(email), () => `${id}: the mail is refused, and he is written to at ${email}`);
  const isOut = mail.status === 'SENT' || mail.status === 'FAILED';
  law(isOut || (mail.status === 'WAITING' && email === null), () => `${id}: the mail is ${mail.status} to ${email}`);
  const waits = isWrong(street) ? 'ADDRESS_WRONG' : street === null ? 'ADDRESS_MISSING' : 'SENT';
  law(pack.status === 'SENT' || pack.status === waits, () => `${id}: the pack is ${pack.status} to ${street}`);
}

type Facts = { customer: Customer; account: LoyaltyAccount; pack: WelcomePack; mail: WelcomeMail };

/** What it says follows from the newest facts, in whichever order they were told; all is done, or somebody owes it. */
function checkSteps(id: string, enrolment: Enrolment, { customer, account, pack, mail }: Facts): void {
  const { status, steps, deadlines } = enrolment;
  const should = [
    ['record', 'DONE', 'customers', null, null, customer.enrolledAt],
    ['points', 'DONE', 'loyalty', null, null, account.grantedAt],
    ['pack', ...expected(pack, ['welcome-packs', 'warehouse'], pack.failure?.reason ?? null, pack.sentAt)],
    ['mail', ...expected(mail, ['welcome-mails', 'provider'], mail.reason, mail.at)],
  ];
  const said = steps.map(one => [one.name, one.status, one.by, one.owedBy, one.code, one.since]);
  const bare = (list: readonly unknown[]) => JSON.stringify(list);
  law(bare(said) === bare(should), () => `${id}: says ${bare(said)}, the neighbours ${bare(should)}`);
  const open = steps.filter(one => one.status !== 'DONE');
  law((open.length === 0) === (status === 'ENROLLED'), () => `${id}: ${status} with ${bare(open)}`);
  const failed = steps.some(one => one.status === 'FAILED');
  law(failed === (status === 'STUCK'), () => `${id}: ${status} with ${bare(open)}`);
  for (const { name, owedBy } of open) {
    const watched = deadlines.some(one => one.name === name && one.owedBy === owedBy);
    law(owedBy !== null && watched, () => `${id}: nobody owes ${name}`);
  }
  law(deadlines.length === open.length, () => `${id}: a deadline of what is done`);
  for (const one of [pack, mail]) {
    const final = one.status === 'SENT';
    law(final === (one.deadlines.length === 0), () => `${id}: ${one.status} with ${one.deadlines.length} deadlines`);
  }
}

/** Status, by whom, owed by whom, code and since when, of what somebody outside does: by what the neighbour waits for, else by it. */
function expected(
  { status, deadlines: [first] }: WelcomePack | WelcomeMail,
  [of, by]: readonly [string, string],
  reason: string | null,
  at: number | null,
) {
  if (status === 'SENT') return ['DONE', by, null, null, at];
  const { owedBy, name, since } = first ?? { owedBy: of, name: null, since: null };
  const isStuck = ['ADDRESS_WRONG', 'OUT_OF_PACKS', 'FAILED'].includes(status);
  return isStuck ? ['FAILED', by, owedBy, reason, since] : ['OWED', null, owedBy, name, since];
}

function checkErased(id: string, facts: readonly unknown[]): void {
  const [pack, mail, enrolment, account] = facts as [WelcomePack, WelcomeMail, Enrolment, LoyaltyAccount];
  law(pack.status === 'STOPPED' || pack.status === 'SENT', () => `${id}: erased, and the pack is ${pack.status}`);
  law(mail.status === 'SKIPPED' || mail.status === 'SENT', () => `${id}: erased, and the mail is ${mail.status}`);
  law(enrolment.status === 'ENDED' && enrolment.steps.length === 0, () => `${id}: erased, and ${enrolment.status}`);
  law(account?.status === 'CLOSED' && account.points === 0, () => `${id}: erased, with ${account?.points} points`);
  for (const fact of [pack, mail, enrolment, account]) {
    law(fact.deadlines.length + fact.effects.length === 0, () => `${id}: erased, and something is owed`);
  }
  const left = JSON.stringify([pack, mail, enrolment]);
  law(!/secret|home|T1/.test(left), () => `${id}: erased, and ${left} stays`);
}

const accepted = ({ outcomes }: World, id: string, of: string): number =>
  [...outcomes.values()].filter(({ answer, type, key }) => answer === 'ACCEPTED' && type === of && key === id).length;

/** One mail each, unless the shop could not hear that it was sent; and none that no fact knows. */
function checkMail(world: World): void {
  const mails = [...factsOf<WelcomeMail>(world, 'welcome-mails').values()];
  const known = new Map(mails.map(mail => [mail.messageId, mail]));
  law(known.size === mails.length, () => 'two mails have one Message-ID');
  for (const [messageId, { times, unheard }] of world.mailbox.sent) {
    law(known.has(messageId), () => 'a mail came that nobody knows');
    const silent = world.silent.get(known.get(messageId)?.customerId ?? '') ?? 0;
    law(
      times <= 1 + unheard + silent,
      () => `${known.get(messageId)?.customerId}: ${times} mails, ${unheard} unheard of`,
    );
  }
  for (const { messageId, status, name, email, customerId } of mails) {
    if (status !== 'SENT') continue;
    law(world.mailbox.sent.has(messageId), () => `${customerId}: SENT, and never came`);
    law(name === null && email === null, () => `${customerId}: SENT, and keeps where to`);
  }
}

/** State is what the own topic says; publishing or reading everything again changes only versions. */
function checkQuiet(world: World): void {
  for (const task of world.tasks) crash(task, world.log);
  const seen = count(world);
  const ended = ends(world);
  let republished = 0;
  for (const task of world.tasks) {
    for (const key of task.state.keys()) {
      republish(world, task, key);
      if (NEW.includes(task.processor.owns)) republished++;
    }
  }
  catchUp(world, decide);
  law(count(world) === seen + republished, () => 'publishing again led to something new');
  for (const task of world.tasks) for (const topic of task.positions.keys()) task.positions.set(topic, 0);
  catchUp(world, decide);
  law(count(world) === seen + republished, () => 'reading everything again led to something new');
  law(ends(world) === ended, () => 'read again, it ended otherwise');
}

const count = ({ log }: World): number => total(NEW.map(topic => total(log.topic(topic).map(({ length }) => length))));

const ends = (world: World): string =>
  JSON.stringify(
    NEW.flatMap(topic =>
      [...factsOf<FatEvent>(world, topic)]
        .map(([key, { event: _event, version: _version, history, ...rest }]) => [topic, key, history.length, rest])
        .sort(),
    ),
  );
