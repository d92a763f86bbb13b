import type { FatEvent } from '../../runtime/tasks/fat-event.ts';
import type { CustomerActivity } from '../../schemas/types/customer-activity.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { FraudFlag } from '../../schemas/types/fraud-flags.ts';
import type { LoyaltyAccount } from '../../schemas/types/loyalty-accounts.ts';
import type { OrderActivity } from '../../schemas/types/order-activity.ts';
import { same } from '../../streams/same.ts';
import { law } from './law.ts';
import { factsOf } from './log.ts';
import type { Books } from './world.ts';

/** All that was ever written of one customer, in the order of each topic. */
export type CustomerFacts = {
  readonly customers: readonly Customer[];
  readonly accounts: readonly LoyaltyAccount[];
  readonly flags: readonly FraudFlag[];
  /** The news of orders that are named by the causes of facts of the customer, by id. */
  readonly news: (id: string) => CustomerActivity | undefined;
};

/** What must be true of erasures when nothing moves any more. */
export function checkErasures(world: Books): void {
  const all = <T>(topic: string, key: string): T[] =>
    world.log
      .topic(topic)
      .flat()
      .filter(entry => entry.key === key)
      .map(({ value }) => value as T);
  const told = new Map(
    world.log
      .topic('customer-activity')
      .flat()
      .map(({ value }) => [value.event.id, value]),
  );
  const activities = [...factsOf<OrderActivity>(world, 'order-activity').values()];
  for (const customer of factsOf<Customer>(world, 'customers').values()) {
    const id = customer.customerId;
    checkErasure(id, {
      customers: all('customers', id),
      accounts: all('loyalty-accounts', id),
      flags: all('fraud-flags', id),
      news: news => told.get(news) as CustomerActivity | undefined,
    });
    const isErased = customer.status === 'ERASED';
    const open = activities.filter(one => one.customerId === id && one.content?.open === true);
    const missed = isErased ? [] : open.filter(({ orderId }) => !customer.openOrders.includes(orderId));
    // What was told before the customer was known is passed over.
    law(world.scenario.late || missed.length === 0, () => `${id}: does not know that ${missed[0]?.orderId} is open`);
    const idle = customer.openOrders.filter(orderId => open.every(one => one.orderId !== orderId));
    law(idle.length === 0, () => `${id}: takes ${idle} for open`);
    law(customer.status !== 'ERASING' || customer.openOrders.length > 0, () => `${id}: waits for no order`);
    const destroyed = world.mailbox.destroyed.has(id);
    law(isErased === destroyed, () => `${id} is ${customer.status}, its key is ${destroyed ? '' : 'not '}destroyed`);
  }
}

/** An erased customer is gone, everywhere and for good: whatever comes later revives nothing. */
export function checkErasure(id: string, { customers, accounts, flags, news }: CustomerFacts): void {
  const at = customers.findIndex(({ status }) => status === 'ERASED');
  const erased = customers[at];
  if (erased === undefined) {
    law(!accounts.some(isClosed) && !flags.some(isForgotten), () => `${id}: erased elsewhere, and not by its owner`);
    return;
  }
  checkLastOrder(id, customers[at - 1], erased, news);
  for (const one of customers.slice(at)) {
    const { status, name, email, phone, company, addresses, addressChanges, openOrders, applied, acceptsOrders } = one;
    const left = [name, email, phone, company].some(text => text !== null) || addresses.length > 0;
    law(!left, () => `${id} v${one.version}: ${status}, and something personal is left`);
    const traces = addressChanges.length + openOrders.length + applied.length;
    law(status === 'ERASED' && !acceptsOrders && traces === 0, () => `${id} v${one.version}: ${status} again`);
  }
  const last = customers.at(-1) as Customer;
  law(last.erasure?.keyDestroyedAt != null, () => `${id}: ERASED, and nobody knows of the end of its key`);
  law(last.effects.length === 0 && last.deadlines.length === 0, () => `${id}: ERASED, and something is owed`);
  for (const one of customers.slice(at + 1)) {
    law(same(whatStays(one), whatStays(erased)), () => `${id} v${one.version}: ERASED, and changed by something else`);
  }
  checkEnd(`${id}: the account`, accounts, isClosed, ({ points, held, earned, holds, entries, applied }) => {
    return points === 0 && held === 0 && earned === 0 && holds.length + entries.length + applied.length === 0;
  });
  checkEnd(`${id}: the flag`, flags, isForgotten, ({ flag, declines, placed, addressChanges, applied }) => {
    return flag === 'CLEAR' && declines.length + placed.length + addressChanges.length + applied.length === 0;
  });
}

/** ERASED comes with the end of the last order that was known to be open, and not before. */
function checkLastOrder(id: string, before: Customer | undefined, erased: Customer, news: CustomerFacts['news']): void {
  const told = erased.event.causes.map(news).filter(one => one !== undefined);
  const ended = new Set(told.filter(({ after }) => !after.open).map(({ orderId }) => orderId));
  const open = before?.openOrders.filter(orderId => !ended.has(orderId)) ?? [];
  law(open.length === 0, () => `${id}: ERASED while ${open} is open`);
  const beyond = before?.openOrdersBeyond ?? 0;
  law(beyond === 0 || told.length > 0, () => `${id}: ERASED while ${beyond} more orders are open`);
}

/** The last news of a topic says that the customer is erased, and is empty; after it comes nothing but the same again. */
function checkEnd<T extends FatEvent>(
  name: string,
  facts: readonly T[],
  isEnd: (fact: T) => boolean,
  isEmpty: (fact: T) => boolean,
): void {
  const at = facts.findIndex(isEnd);
  const end = facts[at];
  law(end !== undefined, () => `${name} has not heard of the erasure`);
  if (end === undefined) return;
  law(isEmpty(end), () => `${name} v${end.version} keeps something`);
  for (const later of facts.slice(at + 1)) {
    const { event, version, ...content } = later;
    const { event: _, version: __, ...ended } = end;
    law(!isNews(later) && same(content, ended), () => `${name} v${version} is revived by ${event.causes}`);
  }
}

/** Only of the end of its key a customer's last facts tell. */
const whatStays = ({ customerId, requests, erasure }: Customer) => ({ customerId, requests, by: erasure?.requestId });

const isClosed = ({ status }: LoyaltyAccount): boolean => status === 'CLOSED';
const isForgotten = ({ erased }: FraudFlag): boolean => erased;
const isNews = ({ event }: FatEvent): boolean => !event.causes.some(cause => cause.startsWith('republish'));
