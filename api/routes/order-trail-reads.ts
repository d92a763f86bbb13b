import type { Transition } from '../../runtime/tasks/fat-event.ts';
import { requestIdOf } from '../request-ids.ts';
import { FROM_OUTSIDE, type Outcome } from '../trail/decided.ts';
import { type FactTopic, TRAIL, type TrailTopic } from '../trail/event.ts';
import type { KnownTimes } from '../trail/looks.ts';
import type { ToldFact } from '../trail/records.ts';
import { type Database, listed } from './database.ts';
import { viewsOfOrders } from './views-of-orders.ts';

/** What the read models know of an order, by which it is found on the log. */
export type TrailKnown = {
  readonly told: Readonly<Partial<Record<FactTopic, ToldFact>>>;
  known(partition: number): KnownTimes;
  /** What each read model shows of it. */
  readonly views: readonly ShownOf[];
};

export type ShownOf = {
  readonly name: string;
  readonly topic: FactTopic;
  /** Of the fact that it shows; null: it has none of this order. */
  readonly version: number | null;
  /** How far it has read, by partition. */
  readonly positions: ReadonlyMap<number, bigint>;
};

type Fact = { topic: FactTopic; version: string; history: readonly Transition[] | null; changed_at: Date };
type Live = { projection: string; schema_name: string; topic: string; partition: number; position: string };

type Decision = {
  request_id: string;
  body_hash: string;
  answer: 'ACCEPTED' | 'REJECTED' | 'UNKNOWN';
  processor: string;
  request_topic: TrailTopic;
  request_type: string;
  reason: string | null;
  decided_at: Date;
};

export type TrailReads = {
  of(orderId: string): Promise<TrailKnown>;
  /** The id of the order that was placed last; null: there is none. */
  newest(): Promise<string | null>;
  /** What became of those of the requests that asked something of this order. */
  decided(orderId: string, ids: readonly string[]): Promise<Outcome[]>;
};

export function trailReads({ sql, views, ask }: Database, prefix: string): TrailReads {
  const facts = (orderId: string) =>
    ask(sql<Fact[]>`
      select 'orders' as topic, version, document->'history' as history, changed_at from ${sql(views)}.orders
        where order_id = ${orderId}
      union all select 'payments', version, document->'history', changed_at from ${sql(views)}.payments
        where order_id = ${orderId}
      union all select 'allocations', version, document->'history', changed_at from ${sql(views)}.allocations
        where order_id = ${orderId}
      union all select 'shipments', version, document->'history', changed_at from ${sql(views)}.shipments
        where order_id = ${orderId}
      union all select 'webhook-deliveries', version, null, changed_at from ${sql(views)}.webhook_deliveries
        where order_id = ${orderId}`);

  const live = () =>
    ask(sql<Live[]>`
      select g.projection, g.schema_name, p.topic, p.partition, p.position from ${sql(views)}.generation g
      join ${sql(views)}.position p on p.projection = g.projection and p.generation = g.number
      where g.state = 'live' and g.projection in ${sql(viewsOfOrders.map(({ name }) => name))}`);

  const versions = async (orderId: string, schemas: ReadonlyMap<string, string>) => {
    const asked = viewsOfOrders.flatMap(({ name, table, keyColumns }) => {
      const schema = schemas.get(name);
      if (schema === undefined) return [];
      return [
        sql`select ${name} as name, max(version) as version from ${sql(schema)}.${sql(table)}
          where ${sql(keyColumns[0])} = ${orderId}`,
      ];
    });
    if (asked.length === 0) return new Map<string, number | null>();
    const all = asked.reduce((some, one) => sql`${some} union all ${one}`);
    const rows = await ask(sql<{ name: string; version: string | null }[]>`${all}`);
    return new Map(rows.map(({ name, version }) => [name, version === null ? null : Number(version)]));
  };

  const decided = async (orderId: string, ids: readonly string[]): Promise<Outcome[]> => {
    const rows = await ask(sql<Decision[]>`
      select request_id, body_hash, answer, processor, request_topic, request_type, reason, decided_at
      from ${sql(views)}.requests
      where request_id = any(${listed(sql, ids)})
        and request_key = ${orderId} and request_topic in ${sql([...FROM_OUTSIDE])} and answer <> 'UNKNOWN'`);
    return rows.map(row => ({
      id: row.request_id,
      bodyHash: row.body_hash,
      topic: row.request_topic,
      type: row.request_type,
      outcome: {
        accepted: row.answer === 'ACCEPTED',
        reason: row.reason,
        at: row.decided_at.getTime(),
        by: row.processor,
      },
    }));
  };

  const of = async (orderId: string): Promise<TrailKnown> => {
    const [found, positions] = await Promise.all([facts(orderId), live()]);
    // Where no fact tells of it, its own request may do so: it was rejected.
    const refused = found.length > 0 ? [] : await decided(orderId, [requestIdOf(orderId)]);
    const shown = await versions(orderId, new Map(positions.map(one => [one.projection, one.schema_name])));
    const ofTopic = (name: string) => positions.filter(one => one.projection === name);
    return {
      told: Object.fromEntries(
        found.flatMap(({ topic, version, history }) =>
          history === null ? [] : [[topic, { version: Number(version), history }]],
        ),
      ),
      known: partition => ({
        since: earliest([...found.flatMap(timesOf), ...refused.map(({ outcome }) => outcome.at)]),
        times: Object.fromEntries([
          ...found.map(one => [one.topic, timesOf(one)]),
          ...refused.map(({ topic, outcome }) => [topic, [outcome.at]]),
        ]),
        positions: Object.fromEntries(
          TRAIL.flatMap((topic: TrailTopic) => {
            const its = positions.find(
              one => one.projection === topic && one.topic === `${prefix}.${topic}` && one.partition === partition,
            );
            return its === undefined ? [] : [[topic, BigInt(its.position)]];
          }),
        ),
      }),
      views: viewsOfOrders
        .filter(({ name }) => shown.has(name))
        .map(({ name, topic }) => ({
          name,
          topic,
          version: shown.get(name) ?? null,
          positions: new Map(ofTopic(name).map(one => [one.partition, BigInt(one.position)])),
        })),
    };
  };

  const newest = async (): Promise<string | null> => {
    const [found] = await ask(sql<{ order_id: string }[]>`
      select order_id from ${sql(views)}.order_progress order by placed_at desc, order_id desc limit 1`);
    return found?.order_id ?? null;
  };

  return { of, newest, decided };
}

const timesOf = ({ history, changed_at }: Fact): number[] => [
  ...(history ?? []).map(({ at }) => at),
  changed_at.getTime(),
];

const earliest = (times: readonly number[]): number | null => (times.length === 0 ? null : Math.min(...times));
