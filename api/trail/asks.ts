import { ASKED, type AskedTopic, type Decided, isAsked, isAwaited, type TrailEvent, withoutRecord } from './event.ts';
import type { TrailRecord } from './records.ts';

/** Something that a processor has asked of another for an order, as its facts and the answers tell it. */
export type Ask = {
  readonly id: string;
  readonly topic: AskedTopic;
  /** Such as RESERVE. */
  readonly type: string;
  /** Under which its record lies: the sku, or the customer. */
  readonly key: string;
  /** When it was asked, ms; null: not before what is known of it, which is `until`. */
  readonly at: number | null;
  readonly until: number;
  /** The version of the fact that asked; null: it is not known. */
  readonly version: number | null;
  /** Id of the answer, and what it comes to; null: there is none yet. */
  readonly answer: { readonly id: string; readonly outcome: Decided | null } | null;
};

type Value = {
  readonly event?: { readonly id: string; readonly time: number };
  readonly version?: number;
  readonly customerId?: string;
  readonly lines?: readonly {
    readonly sku: string;
    readonly asked?: { readonly requestId: string; readonly type: string; readonly since: number | null } | null;
  }[];
  readonly loyalty?: { readonly requestId: string; readonly status: string } | null;
  readonly requestId?: string;
  readonly sku?: string;
  readonly type?: string;
  readonly answer?: string;
  readonly reason?: string | null;
};
type Fact = Value & { readonly event: NonNullable<Value['event']>; readonly version: number };

/** All that was asked for the order, as far as it is known without the records of the requests. */
export function asksIn(orderId: string, records: readonly TrailRecord[]): Ask[] {
  const all = new Map<string, Ask>();
  for (const one of [...ofAllocations(records), ...ofOrder(orderId, records)])
    if (!all.has(one.id)) all.set(one.id, one);
  for (const [topic, { answers, of }] of Object.entries(ASKED) as [AskedTopic, (typeof ASKED)[AskedTopic]][]) {
    for (const { value } of records.filter(one => one.topic === answers)) {
      const { event, requestId: id, sku, customerId, type } = (value ?? {}) as Value;
      const key = sku ?? customerId;
      if (event === undefined || id === undefined || key === undefined) continue;
      const outcome = outcomeOf(value as Value, event.time, of);
      const known = all.get(id) ?? {
        id,
        topic,
        type: type ?? verbOf(orderId, id),
        key,
        at: null,
        until: event.time,
        version: null,
        answer: null,
      };
      // One that was answered again is told by its first answer.
      if (known.answer?.outcome == null) all.set(id, { ...known, answer: { id: event.id, outcome } });
    }
  }
  return [...all.values()];
}

const factsOf = (records: readonly TrailRecord[], topic: string): Fact[] =>
  records
    .filter(one => one.topic === topic)
    .map(({ value }) => (value ?? {}) as Value)
    .filter((value): value is Fact => value.event !== undefined && value.version !== undefined)
    .sort((one, other) => one.version - other.version);

/** Each line says what it waits for, and since when. */
const ofAllocations = (records: readonly TrailRecord[]): Ask[] =>
  factsOf(records, 'allocations').flatMap(({ event, version, lines = [] }) =>
    lines.flatMap(({ sku, asked }) => {
      if (asked == null) return [];
      const { requestId: id, type, since } = asked;
      const isNew = since === event.time;
      const ask = { id, topic: 'stock-requests', type, key: sku, at: since, until: since ?? event.time } as const;
      return [{ ...ask, version: isNew ? version : null, answer: null }];
    }),
  );

/** An order says whether it waits; since when, where the version before it did not. */
function ofOrder(orderId: string, records: readonly TrailRecord[]): Ask[] {
  const facts = factsOf(records, 'orders');
  const versions = new Set([0, ...facts.map(({ version }) => version)]);
  return facts.flatMap(({ event, version, customerId, loyalty }) => {
    if (loyalty == null || customerId === undefined || !isAwaited(loyalty.status)) return [];
    const { requestId: id } = loyalty;
    const isNew = versions.has(version - 1);
    const [at, by] = isNew ? [event.time, version] : [null, null];
    const ask = { id, topic: 'loyalty-requests', type: verbOf(orderId, id), key: customerId, at } as const;
    return [{ ...ask, until: event.time, version: by, answer: null }];
  });
}

/** `ORDER/give-back/1`: GIVE_BACK */
const verbOf = (orderId: string, id: string): string =>
  (id.slice(orderId.length + 1).split('/')[0] ?? '').toUpperCase().replaceAll('-', '_');

function outcomeOf({ answer, reason = null }: Value, at: number, by: string): Decided | null {
  if (answer === 'REFUSED') return { accepted: false, reason, at, by };
  const accepted = answer === 'DONE' || answer === 'HELD' || answer === 'GIVEN_BACK';
  return accepted ? { accepted, reason, at, by } : null;
}

/** The event of a request whose record is not there; `facts`: what is known of who asked. */
export function askWithoutRecord(orderId: string, ask: Ask, facts: Iterable<TrailEvent>): TrailEvent {
  const { id, topic, type, until, answer } = ask;
  const asker = ask.version ?? versionAsking(ask, [...facts]);
  const causes = asker === null ? [] : [`${ASKED[topic].by}/${orderId}/${asker}`];
  return withoutRecord(orderId, { id, topic, what: [type], at: until, causes, outcome: answer?.outcome ?? null });
}

/** The newest version by then, of those before the one that has heard the answer. */
function versionAsking({ topic, until, answer }: Ask, facts: readonly TrailEvent[]): number | null {
  const all = facts.filter(one => one.topic === ASKED[topic].by && one.version !== null);
  const heard = all.filter(({ causes }) => answer !== null && causes.includes(answer.id));
  const before = Math.min(...heard.map(({ version }) => version ?? 0));
  const versions = all.filter(({ at, version }) => at <= until && (version ?? 0) < before);
  return versions.length === 0 ? null : Math.max(...versions.map(({ version }) => version ?? 0));
}

/** The fact that asked, as the request itself tells it: it was written in the same transaction. */
export function askerIn(orderId: string, { topic, value }: TrailRecord): string[] {
  if (!isAsked(topic)) return [];
  const { allocationVersion, orderVersion } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const version = allocationVersion ?? orderVersion;
  return typeof version === 'number' ? [`${ASKED[topic].by}/${orderId}/${version}`] : [];
}
