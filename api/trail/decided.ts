import type { AppliedRequest } from '../../schemas/types/shared.ts';
import { type Decided, type FactTopic, type TrailEvent, type TrailTopic, withoutRecord } from './event.ts';
import { newestOf, type ToldFact, type TrailRecord } from './records.ts';

/** What became of a request from outside, and what it asked. */
export type Outcome = {
  readonly id: string;
  /** Of what the client sent; empty: it has none. Another body under the same id has an outcome of its own. */
  readonly bodyHash: string;
  readonly topic: TrailTopic;
  readonly type: string;
  readonly outcome: Decided;
};

/** By id and body. */
export type Outcomes = ReadonlyMap<string, Outcome>;

type Owner = { readonly by: string; readonly topic: TrailTopic };
export const OWNERS: Readonly<Partial<Record<FactTopic, Owner>>> = {
  orders: { by: 'orders', topic: 'order-requests' },
  shipments: { by: 'shipping', topic: 'shipment-requests' },
};
/** Requests from outside. */
export const FROM_OUTSIDE: readonly TrailTopic[] = Object.values(OWNERS).map(({ topic }) => topic);

export const nameOf = (id: string, bodyHash: string): string => `${id} ${bodyHash}`;

/** Of a request from outside; empty for everything else. */
export const bodyIn = ({ topic, value }: TrailRecord): string =>
  FROM_OUTSIDE.includes(topic) ? ((value as { readonly bodyHash?: string | null } | null)?.bodyHash ?? '') : '';

/** What became of requests: as their owners remember the newest, and as was told of each. */
export function outcomesOf(records: readonly TrailRecord[], told: readonly Outcome[]): Outcomes {
  const all = new Map<string, Outcome>();
  for (const [fact, { by, topic }] of Object.entries(OWNERS)) {
    const requests: readonly AppliedRequest[] = newestOf(records, fact as FactTopic)?.requests ?? [];
    for (const { id, type, at, accepted, reason, bodyHash } of requests) {
      const one = { id, bodyHash: bodyHash ?? '', topic, type, outcome: { accepted, reason, at, by } };
      all.set(nameOf(id, one.bodyHash), one);
    }
  }
  for (const one of told) all.set(nameOf(one.id, one.bodyHash), one);
  return all;
}

/** Ids of the requests that the records and the histories name; others may be among them. */
export function requestsNamed(
  records: readonly TrailRecord[],
  told: Readonly<Partial<Record<FactTopic, ToldFact>>>,
): string[] {
  const owners = Object.keys(OWNERS) as FactTopic[];
  const histories = owners.flatMap(fact => [newestOf(records, fact)?.history ?? [], told[fact]?.history ?? []]);
  const asked = records.filter(({ topic }) => FROM_OUTSIDE.includes(topic));
  const ids = asked.map(({ value }) => (value as { readonly event?: { readonly id: string } } | null)?.event?.id);
  return [...new Set([...ids, ...histories.flat().map(({ cause }) => cause)])].filter(id => id !== undefined);
}

/** Its record was trimmed: it is known by its outcome, and told where that was decided. */
export const askedLongAgo = (orderId: string, id: string, { topic, type, outcome }: Outcome): TrailEvent =>
  withoutRecord(orderId, { id, topic, what: [type], at: outcome.at, outcome });
