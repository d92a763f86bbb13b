import { createSealer } from '../../../runtime/codec/sealer.ts';
import type { Vault } from '../../../runtime/vault/port.ts';
import { schemaText } from '../../../schemas/load.ts';
import type { TopicDefinition } from '../../../schemas/topic-definition.ts';
import { topics } from '../../../schemas/topics.ts';
import type { CustomerActivity } from '../../../schemas/types/customer-activity.ts';
import type { CustomerRequest } from '../../../schemas/types/customer-requests.ts';
import type { Customer } from '../../../schemas/types/customers.ts';
import type { FraudFlag } from '../../../schemas/types/fraud-flags.ts';
import type { LoyaltyAccount } from '../../../schemas/types/loyalty-accounts.ts';
import { brokenLaw } from '../../property/law.ts';
import { checkErasure } from '../../property/laws-of-erasure.ts';
import { nameOf, personalTexts } from '../shop/asks.ts';
import { readAll, type Source } from '../shop/follow.ts';
import type { ShopPlan } from '../shop/plan.ts';
import type { Slice } from './facts.ts';
import type { Findings } from './findings.ts';

/** News of orders of those who leave, by id. */
export async function newsOfLeaving(source: Source, shop: ShopPlan): Promise<Map<string, CustomerActivity>> {
  const news = new Map<string, CustomerActivity>();
  for (const value of await valuesOf(source, 'customer-activity', key => shop.leaving.has(key))) {
    const one = value as CustomerActivity;
    news.set(one.event.id, one);
  }
  return news;
}

/**
 * Holds all that was written of the customers of a slice to the laws of erasure. Answers who is erased, and since when
 * nobody has the key.
 */
export function verifyErasures(
  { wire }: Source,
  shop: ShopPlan,
  slice: Slice,
  news: ReadonlyMap<string, CustomerActivity>,
  findings: Findings,
): Map<string, number> {
  const gone = new Map<string, number>();
  const of = <T>(topic: string, id: string) =>
    (slice.facts(topic).get(id) ?? []).map(value => wire.reader(topic).decode(value) as T);
  for (const id of slice.facts('customers').keys()) {
    const customers = of<Customer>('customers', id);
    const facts = {
      customers,
      accounts: of<LoyaltyAccount>('loyalty-accounts', id),
      flags: of<FraudFlag>('fraud-flags', id),
      news: (name: string) => news.get(name),
    };
    const broken = brokenLaw(() => checkErasure(id, facts));
    if (broken !== null) findings.add('erasures', broken);
    const { status, erasure } = customers.at(-1) as Customer;
    if (shop.leaving.has(id) !== (status === 'ERASED')) findings.add('erasures', `${id} is ${status}`);
    if (erasure?.keyDestroyedAt != null) gone.set(id, erasure.keyDestroyedAt);
  }
  return gone;
}

/** A sealed text can be opened as long as its customer's key is there, and by nobody afterwards. */
export async function verifyKeys(source: Source, vault: Vault, shop: ShopPlan, findings: Findings): Promise<void> {
  const topic = topics.find(({ name }) => name === 'customer-requests') as TopicDefinition;
  const sealer = createSealer<CustomerRequest>(schemaText(topic), vault);
  const sealed = (await valuesOf(source, topic.name, () => true)) as CustomerRequest[];
  for (const { customerId, event, register, change } of await sealer.open(sealed)) {
    const details = register ?? change;
    if (details === null) continue;
    const isGone = shop.leaving.has(customerId);
    const texts = [details.name, details.email, ...details.addresses.map(({ address }) => address.street)];
    const open = texts.filter(text => text !== null);
    if (isGone && open.length > 0) findings.add('erasures', `${customerId}: ${event.id} can still be opened`);
    if (!isGone && details.name !== nameOf(customerId)) findings.add('erasures', `${event.id} cannot be opened`);
  }
}

/** No topic holds anything personal in the clear, be it of who is erased or not. */
export async function verifySealed(source: Source, findings: Findings): Promise<void> {
  for (const { name } of topics) {
    await readAll(source, name, ({ key, value, headers }) => {
      const fields = [key, value, ...headers.map(([, header]) => header)];
      const found = personalTexts.find(text => fields.some(field => field?.includes(text) === true));
      if (found !== undefined) findings.add('personal data', `${name} ${key}: ${found} stands in the clear`);
    });
  }
}

async function valuesOf(source: Source, topic: string, wanted: (key: string) => boolean): Promise<unknown[]> {
  const reader = source.wire.reader(topic);
  const values: Buffer[] = [];
  await readAll(source, topic, ({ key, value }) => {
    if (value !== null && wanted(String(key))) values.push(Buffer.from(value));
  });
  await reader.prepare(values);
  return values.map(value => reader.decode(value));
}
