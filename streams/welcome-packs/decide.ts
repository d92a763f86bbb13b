import type { Context, DeadlineInput, Decision, Input } from '../../runtime/tasks/definition.ts';
import { patienceFor, reminded } from '../../runtime/tasks/patience.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { WelcomePackRequest } from '../../schemas/types/welcome-pack-requests.ts';
import type { WelcomePack } from '../../schemas/types/welcome-packs.ts';
import { decidedOnce } from '../door.ts';
import { known } from '../known.ts';
import { same } from '../same.ts';
import { addressOf, owedFor, settled, type WelcomePackDraft, type WelcomePackInputs } from './model.ts';

type Now = Pick<Context<never>, 'now'>;

export function decide(pack: WelcomePack | null, input: Input<WelcomePackInputs>, { now }: Now): Decision<WelcomePack> {
  if (pack !== null) known(pack.status, 'status of the welcome pack');
  switch (input.from) {
    case 'customers':
      return heard(pack, input.value, now);
    case 'welcome-pack-requests': {
      const owner = { topic: input.from, owned: 'welcome-packs', key: input.key, state: pack, now };
      return decidedOnce(input.value, owner, () => judged(pack, input.value, now));
    }
    case 'deadline':
      return pack === null ? {} : overdue(pack, input, now);
    case 'effect':
      return {};
  }
}

/** A pack for who enrols, to where his post goes; an address that changes is a new try. */
function heard(pack: WelcomePack | null, customer: Customer, now: number): Decision<WelcomePack> {
  const { customerId, version, enrolledAt } = customer;
  // Of who has a pack, a process of an earlier release may have dropped when he enrolled; it says the rest as well.
  if ((enrolledAt === null && pack === null) || version <= (pack?.customer.version ?? 0)) return {};
  const seen = { version, status: known(customer.status, 'status of the customer') };
  const before = pack ?? { ...nothing, customerId, customer: seen };
  const draft: WelcomePackDraft = { ...before, customer: seen, ...placeOf(pack, customer) };
  const told = pack === null || seen.status !== pack.customer.status || !same(draft.address, pack.address);
  return told ? settled(pack, draft, now) : {};
}

/** Nothing of an erased customer stays; and what has left has gone where it went. */
function placeOf(pack: WelcomePack | null, customer: Customer): Partial<WelcomePackDraft> {
  if (customer.status === 'ERASED') return { address: null, carrier: null, tracking: null, failure: null };
  if (pack?.status === 'SENT') return {};
  return { address: customer.status === 'ACTIVE' ? addressOf(customer, pack) : null };
}

/** What the warehouse's word comes to. It counts only for the address that stands. */
function judged(pack: WelcomePack | null, request: WelcomePackRequest, now: number): Decision<WelcomePack> | string {
  if (pack === null) return 'unknown-welcome-pack';
  const { status, address } = pack;
  const type = known(request.type, 'type of the welcome pack request');
  if (status === 'SENT') return 'already-sent';
  if (status === 'STOPPED') return 'stopped';
  if (address === null) return 'address-missing';
  if ((request.addressVersion ?? address.version) !== address.version) return 'address-changed';
  if (type === 'RESTOCKED' && status !== 'OUT_OF_PACKS') return 'not-out-of-packs';
  if (type === 'RESTOCKED') return settled(pack, { ...pack, failure: null }, now);
  if (status === 'ADDRESS_WRONG') return 'address-wrong';
  if (type === 'SENT') {
    const { carrier = null, tracking = null } = request.sent ?? {};
    return settled(pack, { ...pack, failure: null, carrier, tracking, sentAt: now }, now);
  }
  const reason = request.failed?.reason ?? '';
  if (reason !== 'no-such-address' && reason !== 'out-of-packs') return 'reason-unknown';
  return settled(pack, { ...pack, failure: { reason, addressVersion: address.version, at: now } }, now);
}

/** Whoever owes it is reminded; packs that were out are asked for again. */
function overdue(pack: WelcomePack, input: DeadlineInput, now: number): Decision<WelcomePack> {
  if (input.deadline.name !== 'restock') return reminded(pack, input, patienceFor(input, owedFor(pack)), now);
  return { ...settled(pack, { ...pack, failure: null }, now), alarms: ['overdue-restock'] };
}

const nothing: Omit<WelcomePackDraft, 'customerId' | 'customer'> = {
  status: 'PREPARING',
  address: null,
  failure: null,
  carrier: null,
  tracking: null,
  sentAt: null,
  requests: [],
  deadlines: [],
  effects: [],
};
